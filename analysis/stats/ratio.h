/*
 * How much one sample of times is of another. Rules in order: the Hodges-Lehmann estimate on
 * logarithms with its Mann-Whitney limits; where the samples differ in shape, so that these limits
 * do not hold, the bootstrap of the ratio of medians, which is labelled.
 */
#ifndef CONVOY_RATIO_H
#define CONVOY_RATIO_H

#include "difference.h"
#include "estimate.h"
#include "mann_whitney.h"

#include <stddef.h>

/*
 * The Hodges-Lehmann estimate: the median of a[i] / b[j] over all n*m pairs of sorted positive
 * samples, with the limits that the Mann-Whitney test gives it; limits if both have
 * LAUNCHES_FOR_LIMITS values. They assume that the logarithms differ in position only. Hollander &
 * Wolfe, Nonparametric Statistical Methods, sections 4.2 and 4.3. O(n + m) by difference_select().
 */
struct estimate ratio_of_sorted(const double *a, size_t n, const double *b, size_t m);

enum ratio_method { RATIO_HODGES_LEHMANN, RATIO_BOOTSTRAP };

/*
 * Spreads of logarithms that differ by more than this factor make the shapes different. Samples of
 * one distribution do so by chance, too: 3 in 10 pairs of 6 values, 1 in 8 of 10, 1 in 40 of 20.
 * Limits hold either way (tests/coverage).
 */
#define SPREAD_RATIO_MAX 2.0

struct ratio {
    /* Hodges-Lehmann: the median ratio. Bootstrap: the ratio of the medians, with percentile limits
     * from RESAMPLES resamples of both samples (resample.h). */
    struct estimate estimate;
    enum ratio_method method;
    double spread;            /* spread of log a / spread of log b (spread.h); 1 if both are 0 */
    struct mann_whitney test; /* of equal distributions; with the bootstrap the limits decide */
};

/*
 * Compares sorted positive samples. The bootstrap is taken where both samples have
 * LAUNCHES_FOR_LIMITS values and their spreads differ by more than SPREAD_RATIO_MAX either way; a
 * sample of (half) equal values, whose spread is 0, so differs from any that varies. With fewer
 * values there are no limits anyway, and the estimate is Hodges-Lehmann's.
 *
 * Deterministic; ratio_compare(b, a) is the inverse of ratio_compare(a, b), limits included, and
 * what is multiplied into a sample is multiplied into the result. O(n + m) by difference_select().
 */
struct ratio ratio_compare(const double *a, size_t n, const double *b, size_t m);

/* "Hodges-Lehmann" or "bootstrap of medians": the label that stands beside the number. */
const char *ratio_method_name(enum ratio_method);

#endif
