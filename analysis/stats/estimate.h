/* A number with its limits. */
#ifndef CONVOY_ESTIMATE_H
#define CONVOY_ESTIMATE_H

#include <math.h>
#include <stdbool.h>

/* NaN: unknown. Limits are unknown below LAUNCHES_FOR_LIMITS launches. */
struct estimate {
    double value, low, high;
};

/*
 * The fewest independent values for which a 95 % interval of a median by order statistics exists at
 * all: the whole range of 5 values covers only 1 - 2/2^5 = 94 %, that of 6 covers 97 %.
 */
enum { LAUNCHES_FOR_LIMITS = 6 };

/* All limits of this program are 95 % limits. */
#define CONFIDENCE 0.95

static inline bool estimate_limited(struct estimate estimate) {
    return !isnan(estimate.low);
}

static inline struct estimate estimate_unknown(void) {
    return (struct estimate){NAN, NAN, NAN};
}

#endif
