#include "stationary.h"

#include "change.h"
#include "check.h"
#include "median.h"
#include "spread.h"
#include "trend.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MAX = 500 };

/* The median of values in any order. */
static double median_of(const double *values, size_t count) {
    double *sorted = must_alloc(count * sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    values_sort(sorted, count);
    const double median = median_of_sorted(sorted, count).value;
    free(sorted);
    return median;
}

static void first_check(struct stationary *stationary, const double *logs) {
    const size_t others = stationary->launches - 1;
    double *rest = must_alloc(others * sizeof *rest);
    memcpy(rest, logs + 1, others * sizeof *rest);
    values_sort(rest, others);
    const double above = logs[0] - median_of_sorted(rest, others).value;
    const double spread = spread_of_sorted(rest, others);
    stationary->first_ratio = exp(above);
    stationary->first_score = above / (spread > 0 ? spread : SPREAD_OF_TIES);
    const double error = sqrt(1 + acos(-1) / 2 / (double)others);
    stationary->p_values[FINDING_FIRST] =
        logs[0] > rest[others - 1]
            ? gsl_cdf_tdist_Q(stationary->first_score / error, (double)(others - 1) / 2)
            : 1;
    free(rest);
}

static void correlation_check(struct stationary *stationary, const double *logs) {
    stationary->correlation = correlation_test(logs, stationary->launches, STATIONARY_ALPHA);
    stationary->p_values[FINDING_CORRELATION] = stationary->correlation.p_value;
}

/* A series of values at places 0, 1, ... in time; blocks of launches where there are many. */
struct series_in_time {
    double *logs;
    size_t count;
};

static size_t block_begin(size_t block, size_t blocks, size_t launches) {
    return (size_t)((double)block * (double)launches / (double)blocks);
}

static struct series_in_time series_of(const double *logs, size_t launches) {
    const size_t blocks = launches < BLOCKS_MAX ? launches : BLOCKS_MAX;
    struct series_in_time series = {must_alloc(blocks * sizeof *series.logs), blocks};
    for (size_t i = 0; i < blocks; i++) {
        const size_t begin = block_begin(i, blocks, launches);
        series.logs[i] = median_of(logs + begin, block_begin(i + 1, blocks, launches) - begin);
    }
    return series;
}

static double residuals_of_step(const struct series_in_time *series, size_t after, double before_s,
                                double after_s) {
    double total = 0;
    for (size_t i = 0; i < series->count; i++)
        total += fabs(series->logs[i] - (i < after ? before_s : after_s));
    return total;
}

/* Around a line of this slope through the median of what remains. */
static double residuals_of_line(const struct series_in_time *series, double slope) {
    double *rest = must_alloc(series->count * sizeof *rest);
    for (size_t i = 0; i < series->count; i++)
        rest[i] = series->logs[i] - slope * (double)i;
    const double middle = median_of(rest, series->count);
    double total = 0;
    for (size_t i = 0; i < series->count; i++)
        total += fabs(rest[i] - middle);
    free(rest);
    return total;
}

static void level_check(struct stationary *stationary, const double *logs) {
    struct series_in_time series = series_of(logs, stationary->launches);
    const struct change change = change_test(series.logs, series.count);
    const struct trend trend = trend_test(series.logs, series.count);
    const double before = median_of(series.logs, change.after);
    const double after = median_of(series.logs + change.after, series.count - change.after);
    const double steps = (double)(series.count - 1);
    stationary->p_values[FINDING_CHANGE] = change.p_value;
    stationary->change_after = block_begin(change.after, series.count, stationary->launches);
    stationary->change_ratio = exp(after - before);
    stationary->p_values[FINDING_DRIFT] = trend.p_value;
    stationary->drift =
        (struct estimate){exp(trend.slope.value * steps), exp(trend.slope.low * steps),
                          exp(trend.slope.high * steps)};
    stationary->step = residuals_of_step(&series, change.after, before, after) <=
                       residuals_of_line(&series, trend.slope.value);
    free(series.logs);
}

static struct stationary unknown(size_t count) {
    struct stationary stationary = {
        .launches = count,
        .first_ratio = NAN,
        .first_score = NAN,
        .change_ratio = NAN,
        .drift = estimate_unknown(),
        .correlation = {NAN, NAN, NAN, NAN, (double)count},
    };
    for (size_t i = 0; i < FINDINGS; i++)
        stationary.p_values[i] = NAN;
    return stationary;
}

struct stationary stationary_check(const double *ordered_s, size_t count) {
    struct stationary stationary = unknown(count);
    if (count < LAUNCHES_FOR_LIMITS)
        return stationary;
    double *logs = must_alloc(count * sizeof *logs);
    for (size_t i = 0; i < count; i++) {
        CHECK(ordered_s[i] > 0);
        logs[i] = log(ordered_s[i]);
    }
    first_check(&stationary, logs);
    correlation_check(&stationary, logs);
    level_check(&stationary, logs);
    free(logs);
    return stationary;
}

static bool large_enough(const struct stationary *stationary, enum finding finding) {
    switch (finding) {
    case FINDING_FIRST:
        return stationary->first_ratio >= 1 + STATIONARY_EFFECT;
    case FINDING_CHANGE:
        return fabs(log(stationary->change_ratio)) >= log1p(STATIONARY_EFFECT);
    case FINDING_DRIFT:
        return fabs(log(stationary->drift.value)) >= log1p(STATIONARY_EFFECT);
    case FINDING_CORRELATION:
        return fabs(stationary->correlation.lag1) >= STATIONARY_CORRELATION;
    case FINDINGS:
        break;
    }
    return false;
}

bool stationary_found(const struct stationary *stationary, enum finding finding, double alpha) {
    return stationary->p_values[finding] < alpha && large_enough(stationary, finding);
}

bool stationary_told(const struct stationary *stationary, enum finding finding, double alpha) {
    const bool change = stationary_found(stationary, FINDING_CHANGE, alpha);
    const bool drift = stationary_found(stationary, FINDING_DRIFT, alpha);
    if (!stationary_found(stationary, finding, alpha))
        return false;
    if (finding == FINDING_CHANGE)
        return !drift || stationary->step;
    if (finding == FINDING_DRIFT)
        return !change || !stationary->step;
    return finding == FINDING_FIRST || (!change && !drift);
}

static char *drift_sentence(struct estimate drift) {
    const double percent = 100 * (drift.value - 1);
    const char *verb = percent < 0 ? "fell" : "rose";
    if (!estimate_limited(drift))
        return must_format("times %s by %.2g %% from the first launch to the last", verb,
                           fabs(percent));
    const double low = 100 * (drift.low - 1), high = 100 * (drift.high - 1);
    return must_format("times %s by %.2g %% (%.2g to %.2g %%) from the first launch to the last",
                       verb, fabs(percent), percent < 0 ? -high : low, percent < 0 ? -low : high);
}

static char *correlation_sentence(const struct correlation *correlation, size_t launches) {
    if (correlation->lag1 < 0)
        return must_format("fast and slow launches alternate (autocorrelation %.2f, by chance not "
                           "below %.2f)",
                           correlation->lag1, correlation->low);
    return must_format("successive launches are alike (autocorrelation %.2f, by chance not above "
                       "%.2f): %zu say as much as %.0f independent ones",
                       correlation->lag1, correlation->high, launches,
                       fmax(1, correlation->effective));
}

char *stationary_sentence(const struct stationary *stationary, enum finding finding) {
    switch (finding) {
    case FINDING_FIRST:
        return must_format("the first launch took %.3g times the median of the others",
                           stationary->first_ratio);
    case FINDING_CHANGE:
        return must_format("from launch %zu on times are %.3g times those before",
                           stationary->change_after + 1, stationary->change_ratio);
    case FINDING_DRIFT:
        return drift_sentence(stationary->drift);
    case FINDING_CORRELATION:
        return correlation_sentence(&stationary->correlation, stationary->launches);
    case FINDINGS:
        break;
    }
    return NULL;
}
