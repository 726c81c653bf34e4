/*
 * The models of every series of a study, fitted once: which fit best, how sure their parameters
 * are.
 */
#ifndef CONVOY_FITS_H
#define CONVOY_FITS_H

#include "model.h"

/* All models of one series. */
struct fits {
    const struct panel *panel;
    const struct series *series;
    struct fit *items; /* one per model, in the order of models_all */
    size_t count;
    const struct fit *chosen; /* the model to draw and to quote; NULL: none can be chosen */
};

/* By panel and series, in the study's order; borrows the study. */
struct scaling {
    const struct study *study;
    struct fits *items;
    size_t count;
};

struct scaling scaling_make(const struct study *);
void scaling_free(struct scaling *);

/* The fits of one series of the study it was made from. */
const struct fits *scaling_of(const struct scaling *, const struct series *);

/* The time that a fit predicts; NaN if the model did not fit. */
double fits_predict_s(const struct fits *, const struct fit *, double workers);

#endif
