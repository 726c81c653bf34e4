/* Two points of one panel against each other, per unit of work. */
#ifndef CONVOY_CONTRAST_H
#define CONVOY_CONTRAST_H

#include "panel.h"

struct contrast {
    /* Time of a / time of b for the same work: above 1, b is faster. */
    struct estimate ratio;
    double p_value; /* two-sided, of equal distributions; NaN below LAUNCHES_FOR_LIMITS launches */
    bool bootstrap; /* the spreads differ: the limits are of the bootstrap, see ratio.h */
};

/* Compares launches; under weak scaling times are divided by the workers, who bring the work. */
struct contrast contrast_make(const struct panel *, const struct point *a, const struct point *b);

#endif
