#include "quantile.h"

#include "check.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>

/* Rounding: 1 - 0.99 is a little more than 0.01. */
static const double rounding = 1e-9;

/* The smallest k in 1..count+1 with P(B >= k) <= tail. */
static size_t upper_rank(size_t count, double p, double tail) {
    size_t low = 1, high = count + 1;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_Q((unsigned)(middle - 1), p, (unsigned)count) <= tail)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

bool quantile_ranks(size_t count, double p, double confidence, size_t *low, size_t *high) {
    CHECK(p > 0 && p < 1);
    const double tail = (1 - confidence) / 2;
    /* Seen from the other end the k-th value is the (count+1-k)-th and p is 1-p. */
    const size_t upper = upper_rank(count, p, tail), lower = upper_rank(count, 1 - p, tail);
    if (upper > count || lower > count)
        return false;
    *low = count + 1 - lower;
    *high = upper;
    return true;
}

struct estimate quantile_of_sorted(const double *sorted, size_t count, double p) {
    if ((double)count * fmin(p, 1 - p) < 1 - rounding)
        return estimate_unknown();
    struct estimate quantile = {gsl_stats_quantile_from_sorted_data(sorted, 1, count, p), NAN, NAN};
    size_t low, high;
    if (quantile_ranks(count, p, CONFIDENCE, &low, &high)) {
        quantile.low = sorted[low - 1];
        quantile.high = sorted[high - 1];
    }
    return quantile;
}
