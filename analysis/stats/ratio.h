/*
 * How much one sample of times is of another: the Hodges-Lehmann estimate on logarithms, that is
 * the median of all n*m pairwise ratios, with the limits that the Mann-Whitney test gives it.
 * Hollander & Wolfe, Nonparametric Statistical Methods, sections 4.2 and 4.3.
 */
#ifndef CONVOY_RATIO_H
#define CONVOY_RATIO_H

#include "estimate.h"

#include <stddef.h>

/*
 * Largest c with P(U <= c) <= tail for the Mann-Whitney statistic U of samples of n and m values
 * without ties, or -1 if there is none. Exact up to n + m = 50, where every count is a whole number
 * below 2^53; above, the normal approximation with continuity correction.
 */
double mann_whitney_critical(size_t n, size_t m, double tail);

/*
 * The k-th smallest (from 1) of the n*m differences a[i] - b[j] of sorted samples, without forming
 * them: O((n + m) * 64) by bisection over the representable numbers.
 */
double difference_select(const double *a, size_t n, const double *b, size_t m, double k);

/* Median of a[i] / b[j] for sorted positive samples; limits if both have LAUNCHES_FOR_LIMITS
 * values. */
struct estimate ratio_of_sorted(const double *a, size_t n, const double *b, size_t m);

#endif
