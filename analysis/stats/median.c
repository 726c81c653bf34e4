#include "median.h"

#include "check.h"
#include "quantile.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

void values_sort(double *values, size_t count) {
    gsl_sort(values, 1, count);
}

bool median_ranks(size_t count, double confidence, size_t *low, size_t *high) {
    return quantile_ranks(count, 0.5, confidence, low, high);
}

struct estimate median_of_sorted(const double *sorted, size_t count) {
    CHECK(count > 0);
    struct estimate median = {gsl_stats_median_from_sorted_data(sorted, 1, count), NAN, NAN};
    size_t low, high;
    if (count >= LAUNCHES_FOR_LIMITS && median_ranks(count, CONFIDENCE, &low, &high)) {
        median.low = sorted[low - 1];
        median.high = sorted[high - 1];
    }
    return median;
}
