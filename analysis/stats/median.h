/* Medians with distribution-free limits. Values are in any order unless `sorted` says otherwise. */
#ifndef CONVOY_MEDIAN_H
#define CONVOY_MEDIAN_H

#include "estimate.h"

#include <stddef.h>

/* Sorts values in place, smallest first. No NaN. */
void values_sort(double *values, size_t count);

/*
 * Ranks (from 1) of the order statistics that enclose the median with at least the confidence:
 * the largest k with P(B <= k-1) <= (1 - confidence)/2 for B binomial(n, 1/2); low = k, high =
 * n+1-k. Hoefler & Belli, SC15, section 3.1.3; David & Nagaraja, Order Statistics, section 7.1.
 * False if there are no such ranks: too few values.
 */
bool median_ranks(size_t count, double confidence, size_t *low, size_t *high);

/* The median of sorted values with these limits; no limits below LAUNCHES_FOR_LIMITS values. */
struct estimate median_of_sorted(const double *sorted, size_t count);

#endif
