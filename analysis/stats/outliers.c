#include "outliers.h"

#include "check.h"
#include "estimate.h"
#include "median.h"
#include "spread.h"

#include <gsl/gsl_statistics.h>
#include <stdlib.h>

static const double far_out = 3;

struct fences {
    double low, high;
};

static struct fences fences_of(const double *values, size_t count) {
    double *logs = must_alloc(count * sizeof *logs);
    for (size_t i = 0; i < count; i++) {
        CHECK(values[i] > 0);
        logs[i] = log(values[i]);
    }
    values_sort(logs, count);
    const double low = gsl_stats_quantile_from_sorted_data(logs, 1, count, 0.25);
    const double high = gsl_stats_quantile_from_sorted_data(logs, 1, count, 0.75);
    const double range = high > low ? high - low : SPREAD_OF_TIES;
    free(logs);
    return (struct fences){exp(low - far_out * range), exp(high + far_out * range)};
}

struct outliers outliers_count(const double *ordered, size_t count) {
    struct outliers outliers = {.values = count};
    if (count < LAUNCHES_FOR_LIMITS)
        return outliers;
    const struct fences fences = fences_of(ordered, count);
    for (size_t i = 0; i < count; i++) {
        outliers.slow += ordered[i] > fences.high;
        outliers.fast += ordered[i] < fences.low;
    }
    outliers.share = (double)(outliers.slow + outliers.fast) / (double)count;
    outliers.first_slow = ordered[0] > fences.high;
    outliers.matter = outliers.first_slow || outliers.share > OUTLIERS_SHARE_MAX;
    return outliers;
}

char *outliers_sentence(const struct outliers *outliers, const char *what) {
    const size_t found = outliers->slow + outliers->fast;
    if (!outliers->matter)
        return NULL;
    if (found == 1 && outliers->first_slow)
        return must_format("the first of %zu %s is an outlier", outliers->values, what);
    return must_format("%zu of %zu %s (%.2g %%) %s%s", found, outliers->values, what,
                       100 * outliers->share, found == 1 ? "is an outlier" : "are outliers",
                       outliers->first_slow ? ", the first among them" : "");
}
