#include "fits.h"

#include "check.h"
#include "limits.h"

#include <stdlib.h>

static size_t models_count(void) {
    size_t count = 0;
    while (models_all[count])
        count++;
    return count;
}

static bool is_candidate(const struct fit *fit) {
    return !fit->unfit && fit->model->parts > 0;
}

/* What models are compared by: smaller is better. */
typedef double figure(const struct fit *);

static double fit_aicc(const struct fit *fit) {
    return fit->aicc;
}

/* Unknown errors are the largest: nothing speaks for that model. */
static double fit_loo(const struct fit *fit) {
    return isnan(fit->loo_error) ? INFINITY : fmax(fit->loo_error, MODEL_RESOLUTION);
}

static double fit_parts(const struct fit *fit) {
    return (double)fit->model->parts;
}

/* The smallest figure of all candidates; NaN if one of them has none. */
static double smallest(const struct fits *fits, figure *of) {
    double least = INFINITY;
    for (size_t i = 0; i < fits->count; i++) {
        const struct fit *fit = &fits->items[i];
        if (is_candidate(fit) && isnan(of(fit)))
            return NAN;
        if (is_candidate(fit) && of(fit) < least)
            least = of(fit);
    }
    return least;
}

/* Whether a has the smaller first figure or, where neither has, the smaller second one. */
static bool is_ahead(const struct fit *a, const struct fit *b, figure *const figures[2]) {
    const double lead = figures[0](a) - figures[0](b);
    return lead < 0 || (!(lead > 0) && figures[1](a) < figures[1](b));
}

/* Of the candidates whose first figure is near the smallest the one ahead by the other two. */
static const struct fit *best_by(const struct fits *fits, figure *const figures[3], double tie) {
    const double bound = smallest(fits, figures[0]) + tie;
    const struct fit *best = NULL;
    for (size_t i = 0; i < fits->count; i++) {
        const struct fit *fit = &fits->items[i];
        if (is_candidate(fit) && !(figures[0](fit) > bound) &&
            (!best || is_ahead(fit, best, figures + 1)))
            best = fit;
    }
    return best;
}

static const struct fit *best_of(const struct fits *fits) {
    static figure *const by_aicc[] = {fit_aicc, fit_loo, fit_parts};
    static figure *const by_loo[] = {fit_loo, fit_parts, fit_loo};
    const struct fit *predicts = best_by(fits, by_loo, LOO_TIE);
    if (isnan(smallest(fits, fit_aicc)))
        return predicts;
    const struct fit *best = best_by(fits, by_aicc, AICC_TIE);
    return best && fit_loo(predicts) * LOO_OVERRULES < fit_loo(best) ? predicts : best;
}

static void choose(struct fits *fits) {
    const struct fit *best = best_of(fits);
    if (best && best->error <= MODEL_ERROR_MAX)
        fits->chosen = best;
    else if (best)
        fits->unchosen = "no model comes within 20 % of the times";
    else if (fits->series->count < 2)
        fits->unchosen = "not identifiable: one worker count";
    else
        fits->unchosen = "not identifiable: too few worker counts for the models that apply";
}

static struct fits fits_make(const struct panel *panel, const struct series *series) {
    struct fits fits = {.panel = panel, .series = series, .count = models_count()};
    fits.frame = frame_make(panel, series);
    fits.items = must_alloc(fits.count * sizeof *fits.items);
    struct curve curve = curve_make(fits.frame, series);
    struct parts_room *room = parts_room_new(curve.points);
    for (size_t i = 0; i < fits.count; i++)
        fits.items[i] = model_fit(models_all[i], &curve, room);
    limits_find(&fits, &curve, room);
    choose(&fits);
    parts_room_free(room);
    curve_free(&curve);
    return fits;
}

struct scaling scaling_make(const struct study *study) {
    size_t count = 0;
    for (size_t i = 0; i < study->count; i++)
        count += study->items[i].count;
    struct scaling scaling = {.study = study,
                              .items = must_alloc((count + 1) * sizeof *scaling.items)};
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            scaling.items[scaling.count++] = fits_make(&study->items[i], &study->items[i].items[s]);
    return scaling;
}

const struct fits *scaling_of(const struct scaling *scaling, const struct series *series) {
    size_t i = 0;
    while (i < scaling->count && scaling->items[i].series != series)
        i++;
    CHECK(i < scaling->count);
    return &scaling->items[i];
}

double fits_predict_s(const struct fits *fits, const struct fit *fit, double workers) {
    return fit->unfit ? NAN : model_predict_s(fit->model, &fits->frame, fit->parts, workers);
}

double fits_lock_bound(const struct fits *fits, double workers) {
    return lock_bound(&fits->frame.lock, workers);
}

void scaling_free(struct scaling *scaling) {
    for (size_t i = 0; i < scaling->count; i++) {
        struct fits *fits = &scaling->items[i];
        for (size_t m = 0; m < fits->count; m++)
            fit_clear(&fits->items[m]);
        free(fits->items);
        lock_free(&fits->frame.lock);
    }
    free(scaling->items);
    *scaling = (struct scaling){0};
}
