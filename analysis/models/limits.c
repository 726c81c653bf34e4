#include "limits.h"

#include "check.h"
#include "resample.h"

#include <stdint.h>
#include <stdlib.h>

/* The values of all parameters of a fit, RESAMPLES for each. */
typedef double values[MODEL_PARAMETERS_MAX][RESAMPLES];

/* The fewest launches that went into a fit. */
static size_t launches_of(const struct fits *fits, const struct fit *fit) {
    const struct lock *lock = &fits->frame.lock;
    size_t fewest = fit->model->uses_held && lock->use == LOCK_MEASURED ? lock->launches : SIZE_MAX;
    for (size_t p = 0; p < fit->points; p++)
        if (fits->series->items[p].launches < fewest)
            fewest = fits->series->items[p].launches;
    return fewest;
}

static bool is_wanted(const struct fits *fits, const struct fit *fit) {
    return !fit->unfit && fit->model->parts && fit->points <= MODEL_POINTS_MAX &&
           launches_of(fits, fit) >= LAUNCHES_FOR_LIMITS;
}

static bool any_is_wanted(const struct fits *fits) {
    for (size_t m = 0; m < fits->count; m++)
        if (is_wanted(fits, &fits->items[m]))
            return true;
    return false;
}

static void medians_draw(struct resample *resample, const struct fits *fits,
                         const struct curve *curve, double *time_s) {
    for (size_t p = 0; p < curve->points; p++) {
        const struct point *point = &fits->series->items[p];
        time_s[p] = resample_median(resample, point->launch_s, point->launches);
    }
}

static void refits_store(const struct fits *fits, const struct curve *drawn, const double *time_s,
                         struct parts_room *room, size_t round, values *all) {
    for (size_t m = 0; m < fits->count; m++) {
        const struct fit *fit = &fits->items[m];
        double parameters[MODEL_PARAMETERS_MAX];
        if (!is_wanted(fits, fit))
            continue;
        model_refit(fit->model, drawn, time_s, room, parameters);
        for (size_t i = 0; fit->model->parameters[i]; i++)
            all[m][i][round] = parameters[i];
    }
}

/* As if of very many launches: percentiles as they are, see limits.h. */
static struct estimate plain_limits(struct estimate parameter, double *estimates) {
    return resample_limits(parameter.value, estimates, RESAMPLES, SIZE_MAX);
}

static void limits_store(const struct fits *fits, values *all) {
    for (size_t m = 0; m < fits->count; m++) {
        struct fit *fit = &fits->items[m];
        for (size_t i = 0; is_wanted(fits, fit) && fit->model->parameters[i]; i++)
            fit->parameters[i] = plain_limits(fit->parameters[i], all[m][i]);
    }
}

void limits_find(const struct fits *fits, const struct curve *curve, struct parts_room *room) {
    if (!any_is_wanted(fits))
        return;
    struct resample *resample = resample_new();
    struct curve drawn = *curve;
    const struct lock *lock = &curve->frame.lock;
    double *time_s = must_alloc(curve->points * sizeof *time_s);
    values *all = must_alloc(fits->count * sizeof *all);
    for (size_t round = 0; round < RESAMPLES; round++) {
        medians_draw(resample, fits, curve, time_s);
        if (lock->use == LOCK_MEASURED)
            drawn.frame.lock.held = resample_median(resample, lock->shares, lock->launches);
        refits_store(fits, &drawn, time_s, room, round, all);
    }
    limits_store(fits, all);
    free(all);
    free(time_s);
    resample_free(resample);
}
