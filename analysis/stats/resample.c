#include "resample.h"

#include "check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <stdlib.h>

struct resample {
    gsl_rng *generator;
};

struct resample *resample_new(void) {
    struct resample *resample = must_alloc(sizeof *resample);
    resample->generator = gsl_rng_alloc(gsl_rng_mt19937);
    CHECK(resample->generator);
    gsl_rng_set(resample->generator, RESAMPLE_SEED);
    return resample;
}

void resample_free(struct resample *resample) {
    gsl_rng_free(resample->generator);
    free(resample);
}

void resample_indices(struct resample *resample, size_t *indices, size_t count) {
    for (size_t i = 0; i < count; i++)
        indices[i] = gsl_rng_uniform_int(resample->generator, count);
}

void resample_shuffle(struct resample *resample, double *values, size_t count) {
    gsl_ran_shuffle(resample->generator, values, count, sizeof *values);
}

static double picked(const double *sorted, size_t count, double uniform) {
    const size_t index = (size_t)(uniform * (double)count);
    return sorted[index < count ? index : count - 1];
}

double resample_median(struct resample *resample, const double *sorted, size_t count) {
    CHECK(count > 0);
    const size_t middle = (count + 1) / 2, above = count - middle;
    const double uniform = gsl_ran_beta(resample->generator, (double)middle, (double)(above + 1));
    const double value = picked(sorted, count, uniform);
    if (count % 2)
        return value;
    /* The smallest of `above` uniform draws from uniform..1. */
    const double rest = pow(gsl_rng_uniform_pos(resample->generator), 1 / (double)above);
    return (value + picked(sorted, count, 1 - (1 - uniform) * rest)) / 2;
}

/* Moves NaN behind the others; how many others there are. */
static size_t known_first(double *values, size_t count) {
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const double value = values[i];
        if (isnan(value))
            continue;
        values[i] = values[known];
        values[known++] = value;
    }
    return known;
}

static double tail_of(size_t launches) {
    const double n = (double)launches;
    return gsl_cdf_ugaussian_Q(gsl_cdf_ugaussian_Pinv((1 + CONFIDENCE) / 2) * sqrt(n / (n - 1)));
}

struct estimate resample_limits(double value, double *estimates, size_t count, size_t launches) {
    CHECK(launches >= 2);
    struct estimate estimate = {value, NAN, NAN};
    const size_t known = known_first(estimates, count);
    const size_t rank = (size_t)(tail_of(launches) * (double)(known + 1));
    if (20 * (count - known) > count || rank < 1)
        return estimate;
    double *tail = must_alloc(rank * sizeof *tail);
    gsl_sort_smallest(tail, rank, estimates, 1, known);
    estimate.low = tail[rank - 1];
    gsl_sort_largest(tail, rank, estimates, 1, known);
    estimate.high = tail[rank - 1];
    free(tail);
    return estimate;
}
