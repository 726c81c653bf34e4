/*
 * How much slower each configuration has become: new time / old time with limits, and what follows.
 *
 * A regression is a configuration whose whole interval lies above the bound: the lower limit of the
 * slowdown exceeds it. Without limits (fewer than LAUNCHES_FOR_LIMITS launches on a side) nothing
 * is a regression.
 */
#ifndef CONVOY_CHANGE_H
#define CONVOY_CHANGE_H

#include "contrast.h"
#include "estimate.h"

enum trend {
    TREND_REGRESSION,  /* slower than the bound allows, limits included */
    TREND_SLOWER,      /* slower, not surely by more than the bound */
    TREND_UNDECIDED,   /* limits that allow both */
    TREND_EXPLORATORY, /* too few launches for limits */
    TREND_EQUAL,       /* both limits within EQUAL_WITHIN of 1 */
    TREND_FASTER,
    TRENDS
};

/* "regression" ...: names by enum trend, for files. */
extern const char *const trend_names[TRENDS];

struct change {
    const struct match *match;
    struct estimate slowdown; /* time of new / time of old: above 1, new is slower */
    enum trend trend;
    unsigned equal_percent;   /* TREND_EQUAL: within how much */
    unsigned launches_wanted; /* TREND_UNDECIDED: per side, in all; 0: more than are worth it */
};

struct changes {
    double max_slowdown;  /* 0.05: new may take 1.05 times as long */
    struct change *items; /* in the order of the matching */
    size_t count, trends[TRENDS];
    size_t excluded; /* configurations whose upper limit is within the bound */
    const struct matching *matching;
};

/* Borrows the matching, whose sides must outlive it. */
struct changes changes_make(const struct matching *, double max_slowdown);
void changes_free(struct changes *);

/* The trend of a slowdown with `launches` on the side that has fewer; exposed for tests. */
enum trend trend_of(struct estimate slowdown, size_t launches, double max_slowdown,
                    unsigned *equal_percent, unsigned *launches_wanted);

/* Whether both sides hold the very same times, enough of them that it is no accident. */
bool change_is_same_samples(const struct change *);

/* "REGRESSION", "equal within 2 %", "undecided, 12 wanted": at most 20 characters. Free it. */
char *change_short(const struct change *);

#endif
