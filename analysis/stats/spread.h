/* How far values lie apart, whatever a few of them do. */
#ifndef CONVOY_SPREAD_H
#define CONVOY_SPREAD_H

#include <stddef.h>

/*
 * Qn of sorted values: the k-th smallest of the distances between two of them, k = h(h-1)/2 with
 * h = n/2 + 1, scaled to be the standard deviation of normal values, with the authors' factors for
 * small samples. Half of the values may be anything, and yet it is more than twice as precise as
 * MAD or interquartile range (82 % against 37 % efficiency), which matters for the 6 to 30 launches
 * that we have. Rousseeuw & Croux, "Alternatives to the Median Absolute Deviation", JASA 88 (1993);
 * Croux & Rousseeuw, COMPSTAT 1992, for the factors.
 *
 * 0 for fewer than 2 values and where about half of them are equal. GSL has it too, but wants 44
 * bytes of work space per value; this needs none and O(n) time.
 */
double spread_of_sorted(const double *sorted, size_t count);

/*
 * What stands in for a spread of 0 of logarithms where something must be divided by it: values that
 * tie have been rounded, and to better than 1 % nobody says.
 */
#define SPREAD_OF_TIES 0.01

#endif
