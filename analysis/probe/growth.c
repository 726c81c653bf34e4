#include "growth.h"

#include "check.h"
#include "median.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

static size_t slopes_collect(const double *x, const double *y, size_t count, double *slopes) {
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (x[i] != x[j])
                slopes[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
    return pairs;
}

static double pairs_term(double n) {
    return n * (n - 1) * (2 * n + 5);
}

/* Of Kendall's S: a group of t equal x takes its term away, each of its members a t-th of it. */
static double variance_of(const double *x, size_t count) {
    double variance = pairs_term((double)count);
    for (size_t i = 0; i < count; i++) {
        double equal = 0;
        for (size_t j = 0; j < count; j++)
            equal += x[j] == x[i];
        variance -= pairs_term(equal) / equal;
    }
    return variance / 18;
}

static struct estimate slope_of(const double *slopes, size_t pairs, double variance, bool limits) {
    struct estimate slope = estimate_unknown();
    slope.value = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2;
    const double reach = gsl_cdf_ugaussian_Pinv((1 + CONFIDENCE) / 2) * sqrt(variance);
    const double low = floor(((double)pairs - reach) / 2); /* rank from 1 */
    if (limits && low >= 1) {
        slope.low = slopes[(size_t)low - 1];
        slope.high = slopes[pairs - (size_t)low];
    }
    return slope;
}

struct estimate growth_fit(const double *x, const double *y, size_t count) {
    double *slopes = must_alloc((count * count + 1) * sizeof *slopes);
    const size_t pairs = slopes_collect(x, y, count, slopes);
    values_sort(slopes, pairs);
    const struct estimate slope =
        pairs ? slope_of(slopes, pairs, variance_of(x, count), count >= LAUNCHES_FOR_LIMITS)
              : estimate_unknown();
    free(slopes);
    return slope;
}
