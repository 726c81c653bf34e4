#include "fits.h"

#include "check.h"

#include <stdlib.h>

static size_t models_count(void) {
    size_t count = 0;
    while (models_all[count])
        count++;
    return count;
}

/* The smallest error; the ideal has no parameters and is never a finding. */
static const struct fit *choose(const struct fits *fits) {
    const struct fit *best = NULL;
    for (size_t i = 0; i < fits->count; i++) {
        const struct fit *fit = &fits->items[i];
        if (fit->unfit || !fit->model->fit)
            continue;
        if (!best || fit->error < best->error)
            best = fit;
    }
    return best;
}

static struct fits fits_make(const struct panel *panel, const struct series *series) {
    struct fits fits = {.panel = panel, .series = series, .count = models_count()};
    fits.items = must_alloc(fits.count * sizeof *fits.items);
    for (size_t i = 0; i < fits.count; i++)
        fits.items[i] = model_fit(models_all[i], panel, series);
    fits.chosen = choose(&fits);
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
    if (fit->unfit)
        return NAN;
    struct curve curve = curve_begin(fits->panel);
    const double *parameters = fit->parameters;
    return fit->model->predict_s(&curve, parameters, workers);
}

void scaling_free(struct scaling *scaling) {
    for (size_t i = 0; i < scaling->count; i++)
        free(scaling->items[i].items);
    free(scaling->items);
    *scaling = (struct scaling){0};
}
