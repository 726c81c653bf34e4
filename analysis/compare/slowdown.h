/*
 * How much slower each configuration has become: new time / old time with limits, and what follows.
 *
 * A regression is a configuration whose whole interval lies above the bound: the lower limit of the
 * slowdown exceeds it. Without limits (fewer than LAUNCHES_FOR_LIMITS launches on a side) nothing
 * is a regression.
 */
#ifndef CONVOY_SLOWDOWN_H
#define CONVOY_SLOWDOWN_H

#include "ratio.h"
#include "remark.h"

enum pace {
    PACE_REGRESSION,  /* slower than the bound allows, limits included */
    PACE_SLOWER,      /* slower, not surely by more than the bound */
    PACE_UNDECIDED,   /* limits that allow both */
    PACE_EXPLORATORY, /* too few launches for limits */
    PACE_EQUAL,       /* both limits within EQUAL_WITHIN of 1 */
    PACE_FASTER,
    PACES
};

/* "regression" ...: names by enum pace, for files. */
extern const char *const pace_names[PACES];

struct slowdown {
    const struct match *match;
    struct estimate ratio; /* time of new / time of old: above 1, new is slower */
    enum ratio_method method;
    double p_value; /* of equal times, two-sided; NaN without limits */
    double p_holm;  /* after Holm's correction for all configurations that have one */
    enum pace pace;
    unsigned equal_percent;   /* PACE_EQUAL: within how much */
    unsigned launches_wanted; /* PACE_UNDECIDED: per side, in all; 0: more than are worth it */
};

struct slowdowns {
    double max_slowdown;    /* 0.05: new may take 1.05 times as long */
    struct slowdown *items; /* in the order of the matching */
    size_t count, paces[PACES];
    size_t excluded; /* configurations whose upper limit is within the bound */
    const struct matching *matching;
};

/* Borrows the matching, whose sides must outlive it. */
struct slowdowns slowdowns_make(const struct matching *, double max_slowdown);
void slowdowns_free(struct slowdowns *);

/* The pace of a ratio with `launches` on the side that has fewer; exposed for tests. */
enum pace pace_of(struct estimate ratio, size_t launches, double max_slowdown,
                  unsigned *equal_percent, unsigned *launches_wanted);

/* Whether both sides hold the very same times, enough of them that it is no accident. */
bool slowdown_is_same_samples(const struct slowdown *);

/* "REGRESSION", "equal within 2 %", "undecided, 12 wanted": at most 20 characters. Free it. */
char *slowdown_short(const struct slowdown *);

#endif
