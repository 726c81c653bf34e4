/* What one more worker adds. */
#ifndef CONVOY_GROWTH_H
#define CONVOY_GROWTH_H

#include "estimate.h"

#include <stddef.h>

/*
 * The slope of y over x by Theil and Sen: the median of the slopes of all pairs with different x.
 * Limits at CONFIDENCE by the normal approximation to Kendall's S with its correction for equal x
 * (Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", JASA 63, 1968, section
 * 3), from LAUNCHES_FOR_LIMITS values on. Unknown if all x are equal. O(count^2) time and memory.
 */
struct estimate growth_fit(const double *x, const double *y, size_t count);

#endif
