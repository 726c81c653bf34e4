#include "correlation.h"

#include "check.h"
#include "rank.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static double lag1_of(const double *ranks, size_t count) {
    const double mean = (double)(count + 1) / 2;
    double products = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        squares += (ranks[i] - mean) * (ranks[i] - mean);
        if (i > 0)
            products += (ranks[i] - mean) * (ranks[i - 1] - mean);
    }
    return squares > 0 ? products / squares : NAN;
}

/* Dufour & Roy's formula for ranks, at lag 1. */
static double deviation_of(double n) {
    const double numerator = (((5 * n - 14) * n - 9) * n + 26) * n + 16;
    return sqrt(numerator / (5 * (n - 1) * (n - 1) * n * n * (n + 1)));
}

struct correlation correlation_test(const double *ordered, size_t count, double alpha) {
    CHECK(count >= 3);
    double *ranks = must_alloc(count * sizeof *ranks);
    ranks_of(ordered, ranks, count);
    const double n = (double)count, r = lag1_of(ranks, count);
    free(ranks);
    const double mean = -1 / n, deviation = deviation_of(n);
    const double reach = gsl_cdf_ugaussian_Qinv(alpha / 2) * deviation;
    return (struct correlation){
        .lag1 = r,
        .low = mean - reach,
        .high = mean + reach,
        .p_value = isnan(r) ? 1 : 2 * gsl_cdf_ugaussian_Q(fabs(r - mean) / deviation),
        .effective = r > 0 ? n * (1 - r) / (1 + r) : n,
    };
}
