/* Ranks of values in any order. */
#ifndef CONVOY_RANK_H
#define CONVOY_RANK_H

#include <stddef.h>

/*
 * ranks[i] = rank of values[i] from 1, equal values get the mean of their ranks. Returns the sum of
 * t^3 - t over the groups of t equal values, which corrects variances for ties. No NaN.
 * O(count log count).
 */
double ranks_of(const double *values, double *ranks, size_t count);

#endif
