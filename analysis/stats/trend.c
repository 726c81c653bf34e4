#include "trend.h"

#include "check.h"
#include "median.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

enum { EXACT_UP_TO = 40 };

/*
 * P(at most `swaps` pairs of a random order of n values are out of order). The number of such pairs
 * is a sum of independent uniform numbers of 0..i-1, i = 2..n.
 */
static double inversions_cdf(size_t n, size_t swaps) {
    const size_t pairs = n * (n - 1) / 2;
    double *chance = must_alloc((pairs + 1) * sizeof *chance);
    double *sums = must_alloc((pairs + 2) * sizeof *sums);
    chance[0] = 1;
    for (size_t i = 2; i <= n; i++) {
        for (size_t k = 0; k <= pairs; k++)
            sums[k + 1] = sums[k] + chance[k];
        for (size_t k = 0; k <= pairs; k++)
            chance[k] = (sums[k + 1] - sums[k + 1 > i ? k + 1 - i : 0]) / (double)i;
    }
    double total = 0;
    for (size_t k = 0; k <= swaps; k++)
        total += chance[k];
    free(chance);
    free(sums);
    return total;
}

static double kendall_s(const double *ordered, size_t count) {
    double s = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            s += (ordered[j] > ordered[i]) - (ordered[j] < ordered[i]);
    return s;
}

/* The variance of S; the correction for ties sums t(t-1)(2t+5) over groups of t equal values. */
static double variance_of_s(const double *sorted, size_t count) {
    const double n = (double)count;
    double variance = n * (n - 1) * (2 * n + 5);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && sorted[end] == sorted[begin];)
            end++;
        const double tied = (double)(end - begin);
        variance -= tied * (tied - 1) * (2 * tied + 5);
    }
    return variance / 18;
}

static bool has_ties(const double *sorted, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (sorted[i] == sorted[i - 1])
            return true;
    return false;
}

static double p_exact(double s, size_t count) {
    const double pairs = (double)count * (double)(count - 1) / 2;
    return fmin(1, 2 * inversions_cdf(count, (size_t)((pairs - fabs(s)) / 2)));
}

static double p_normal(double s, double variance) {
    if (!(variance > 0))
        return 1;
    return 2 * gsl_cdf_ugaussian_Q(fmax(0, fabs(s) - 1) / sqrt(variance));
}

static struct estimate theil_sen(const double *ordered, size_t count, double variance) {
    const size_t pairs = count * (count - 1) / 2;
    double *slopes = must_alloc(pairs * sizeof *slopes);
    for (size_t i = 0, filled = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            slopes[filled++] = (ordered[j] - ordered[i]) / (double)(j - i);
    values_sort(slopes, pairs);
    struct estimate slope = {(slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2, NAN, NAN};
    const double width = gsl_cdf_ugaussian_Pinv((1 + CONFIDENCE) / 2) * sqrt(variance);
    const double rank = floor(((double)pairs - width) / 2);
    if (count >= LAUNCHES_FOR_LIMITS && rank >= 1) {
        slope.low = slopes[(size_t)rank - 1];
        slope.high = slopes[pairs - (size_t)rank];
    }
    free(slopes);
    return slope;
}

struct trend trend_test(const double *ordered, size_t count) {
    CHECK(count >= 2);
    double *sorted = must_alloc(count * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = ordered[i];
    values_sort(sorted, count);
    const double variance = variance_of_s(sorted, count);
    struct trend trend = {.s = kendall_s(ordered, count)};
    trend.exact = count <= EXACT_UP_TO && !has_ties(sorted, count);
    trend.p_value = trend.exact ? p_exact(trend.s, count) : p_normal(trend.s, variance);
    trend.slope = theil_sen(ordered, count, variance);
    free(sorted);
    return trend;
}
