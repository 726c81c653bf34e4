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
    struct frame frame; /* owns the shares of its lock */
    struct fit *items;  /* one per model, in the order of models_all */
    size_t count;
    /*
     * The model to draw and to quote; NULL: none can be chosen. Of those that are fitted (never the
     * ideal, which has nothing to find)
     *   - where all have an AICc: the smallest; those within AICC_TIE of it are as good, and of
     *     them the one with the smallest leave-one-out error is taken, then the fewest parts;
     *     unless LOO_OVERRULES;
     *   - otherwise the smallest leave-one-out error; those within LOO_TIE of it are as good, and
     * of them the one with the fewest parts is taken. None is chosen whose error is above
     * MODEL_ERROR_MAX: the best of bad models is no finding.
     */
    const struct fit *chosen;
    const char *unchosen; /* why there is none, else NULL */
};

/* Models this close cannot be told apart. Burnham & Anderson 2002, section 2.6. */
#define AICC_TIE 2.0

/* With few points a model that predicts less than one per cent better has not earned a parameter.
 */
#define LOO_TIE 0.01

/*
 * AICc's correction grows without bound as points get few (with 6 points a third parameter costs 30
 * units more than a second), whatever the parameter explains. So a model that predicts points left
 * out with less than half the error of AICc's choice overrules it.
 */
#define LOO_OVERRULES 2.0

/* A model that misses the times by more than that on (quadratic) average explains nothing. */
#define MODEL_ERROR_MAX 0.20

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

/*
 * The time that a fit predicts at any number of workers, NaN if the model did not fit. Beyond twice
 * the largest measured number it is no more than a guess, beyond the largest it is to be drawn as
 * what it is: not measured.
 */
double fits_predict_s(const struct fits *, const struct fit *, double workers);

/* The largest speed-up that the series' lock allows, see lock_bound; NaN: no bound is known. */
double fits_lock_bound(const struct fits *, double workers);

#endif
