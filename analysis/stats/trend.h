/* Do values rise or fall with the order in which they were taken? */
#ifndef CONVOY_TREND_H
#define CONVOY_TREND_H

#include "estimate.h"

#include <stddef.h>

struct trend {
    double s; /* Kendall's S: pairs in which the later value is larger - those where smaller */
    double p_value; /* two-sided, of the hypothesis that every order was equally likely */
    bool exact;     /* from the distribution of S; false: normal approximation with correction for
                     * ties and continuity */
    struct estimate slope; /* per step: the median of the slopes of all pairs (Theil-Sen) */
};

/*
 * Mann-Kendall test and Theil-Sen slope of values in time order. Exact for up to 40 values without
 * ties. Limits of the slope at CONFIDENCE from LAUNCHES_FOR_LIMITS values on, by the normal
 * approximation to S. Mann, Econometrica 13 (1945); Kendall, Rank Correlation Methods; Sen, JASA 63
 * (1968); Hollander & Wolfe, sections 8.1, 9.2 and 9.3. At least 2 values; O(count^2) time and
 * memory, so for series of some hundreds.
 */
struct trend trend_test(const double *ordered, size_t count);

#endif
