/* Order statistics of all differences between two samples, without forming the differences. */
#ifndef CONVOY_DIFFERENCE_H
#define CONVOY_DIFFERENCE_H

#include <stddef.h>

/*
 * The k-th smallest (from 1) of the n*m differences a[i] - b[j] of sorted samples, exactly. Each
 * step counts the differences up to a number in one walk through both samples; interpolation needs
 * some ten steps, and halving the interval of representable numbers in between ends any search
 * after at most 3 * 64: O(n + m) time, (n + m) / 16 values of memory.
 */
double difference_select(const double *a, size_t n, const double *b, size_t m, double k);

#endif
