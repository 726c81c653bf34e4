/* Many tests at once. */
#ifndef CONVOY_HOLM_H
#define CONVOY_HOLM_H

#include <stddef.h>

/*
 * Replaces p-values by Holm's adjusted ones, in their places: the k-th smallest of m becomes the
 * maximum over j <= k of (m + 1 - j) p_(j), at most 1. Rejecting what is then below alpha keeps the
 * chance of even one false rejection below alpha, whatever the dependence between the tests. Holm,
 * "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Statist. 6 (1979). NaN
 * (a test that could not be made) stays NaN and does not count.
 */
void holm_adjust(double *p_values, size_t count);

#endif
