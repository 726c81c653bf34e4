/* Quantiles with distribution-free limits. */
#ifndef CONVOY_QUANTILE_H
#define CONVOY_QUANTILE_H

#include "estimate.h"

#include <stddef.h>

/*
 * Ranks (from 1) of the order statistics of `count` values that enclose the p-quantile, 0 < p < 1,
 * with at least the confidence, each tail by itself: low is the largest k with P(B <= k-1) <=
 * (1 - confidence)/2 and high the smallest k with P(B >= k) <= (1 - confidence)/2, for B
 * binomial(count, p). David & Nagaraja, Order Statistics, section 7.1. False if one of the two does
 * not exist: too few values (95 %: 6 for the median, 36 for p90, 368 for p99). O(log count).
 */
bool quantile_ranks(size_t count, double p, double confidence, size_t *low, size_t *high);

/*
 * The p-quantile of sorted values, interpolated between order statistics (type 7 of Hyndman & Fan,
 * The American Statistician 50, 1996: rank 1 + p (count - 1)), with limits at CONFIDENCE where both
 * ranks exist. Unknown below 1 / min(p, 1-p) values, that is p99 below 100: it would be the
 * largest value under another name.
 */
struct estimate quantile_of_sorted(const double *sorted, size_t count, double p);

#endif
