#include "ratio.h"

#include "check.h"
#include "median.h"
#include "resample.h"
#include "scaling.h"
#include "spread.h"

#include <stdlib.h>

/* A sorted sample of times and of their logarithms. */
struct sample {
    const double *time_s;
    double *log;
    size_t count;
};

static struct sample sample_of(const double *time_s, size_t count) {
    CHECK(count > 0);
    struct sample sample = {time_s, must_alloc(count * sizeof *sample.log), count};
    for (size_t i = 0; i < count; i++) {
        CHECK(time_s[i] > 0);
        sample.log[i] = log(time_s[i]);
    }
    return sample;
}

static bool limits_exist(const struct sample *a, const struct sample *b) {
    return a->count >= LAUNCHES_FOR_LIMITS && b->count >= LAUNCHES_FOR_LIMITS;
}

/* exp of the k-th smallest difference of logarithms */
static double ratio_select(const struct sample *a, const struct sample *b, double k) {
    return exp(difference_select(a->log, a->count, b->log, b->count, k));
}

static struct estimate hodges_lehmann(const struct sample *a, const struct sample *b) {
    const double pairs = (double)a->count * (double)b->count, half = floor((pairs + 1) / 2);
    /* The geometric mean of the two in the middle, so that the inverse is that of the inverse. */
    const double middle = sqrt(ratio_select(a, b, half) * ratio_select(a, b, pairs + 1 - half));
    struct estimate ratio = {middle, NAN, NAN};
    if (limits_exist(a, b)) {
        const double rank = mann_whitney_critical(a->count, b->count, (1 - CONFIDENCE) / 2) + 1;
        ratio.low = ratio_select(a, b, rank);
        ratio.high = ratio_select(a, b, pairs + 1 - rank);
    }
    return ratio;
}

static double median(const struct sample *sample) {
    return median_of_sorted(sample->time_s, sample->count).value;
}

static struct estimate bootstrap(const struct sample *a, const struct sample *b) {
    struct resample *resample = resample_new();
    double *ratios = must_alloc(RESAMPLES * sizeof *ratios);
    for (size_t i = 0; i < RESAMPLES; i++) {
        const double of_a = resample_median(resample, a->time_s, a->count);
        ratios[i] = of_a / resample_median(resample, b->time_s, b->count);
    }
    const size_t launches = a->count < b->count ? a->count : b->count;
    const struct estimate ratio =
        resample_limits(median(a) / median(b), ratios, RESAMPLES, launches);
    free(ratios);
    resample_free(resample);
    return ratio;
}

static double spread_ratio(const struct sample *a, const struct sample *b) {
    const double of_a = spread_of_sorted(a->log, a->count);
    const double of_b = spread_of_sorted(b->log, b->count);
    return of_a == of_b ? 1 : of_a / of_b;
}

static bool shapes_differ(double spread) {
    return !(spread <= SPREAD_RATIO_MAX && 1 / spread <= SPREAD_RATIO_MAX);
}

struct estimate ratio_of_sorted(const double *a, size_t n, const double *b, size_t m) {
    struct sample x = sample_of(a, n), y = sample_of(b, m);
    const struct estimate ratio = hodges_lehmann(&x, &y);
    free(x.log);
    free(y.log);
    return ratio;
}

struct ratio ratio_compare(const double *a, size_t n, const double *b, size_t m) {
    struct sample x = sample_of(a, n), y = sample_of(b, m);
    struct ratio ratio = {.test = mann_whitney_test(a, n, b, m), .spread = spread_ratio(&x, &y)};
    if (!limits_exist(&x, &y) || !shapes_differ(ratio.spread)) {
        ratio.method = RATIO_HODGES_LEHMANN;
        ratio.estimate = hodges_lehmann(&x, &y);
    } else {
        ratio.method = RATIO_BOOTSTRAP;
        /* The sample of the smaller spread draws first, whichever way the question is put. */
        ratio.estimate = ratio.spread < 1 ? bootstrap(&x, &y) : estimate_inverse(bootstrap(&y, &x));
    }
    free(x.log);
    free(y.log);
    return ratio;
}

const char *ratio_method_name(enum ratio_method method) {
    return method == RATIO_BOOTSTRAP ? "bootstrap of medians" : "Hodges-Lehmann";
}
