/*
 * Where more workers stop paying: the fewest workers from which no larger number that was measured
 * is faster. "Faster" as in a verdict: the limits of the ratio exclude 1 and do not lie within
 * EQUAL_WITHIN of it; and its p-value times how many larger numbers there are is below 5 % (Holm's
 * first step, which is Bonferroni's: the question is whether any is faster). With too few launches
 * for limits the ratio alone decides: faster by more than EQUAL_WITHIN.
 *
 * Why they stop follows from data and models alone, never from a kernel's name. The reasons are
 * asked in the order of the enum; the first that holds is taken.
 */
#ifndef CONVOY_STOP_H
#define CONVOY_STOP_H

#include "fits.h"
#include "verdict.h"

enum stop_reason {
    STOP_NONE,   /* one number of workers was measured: nothing to say */
    STOP_RISING, /* not within what was measured */
    /* A lock, and at the next number waiting for it is at least half of what is lost against
     * twice the workers' twice the speed; or that was not measured and threads never pass 1x. */
    STOP_LOCK,
    STOP_STEPS, /* ceil(tasks / workers) does not fall any more */
    STOP_CORES, /* the work computes and all PUs are in use */
    /* Class memory, and the bytes per second are, within BANDWIDTH_WITHIN, the most that any side
     * of the panel reaches; or two sides of different roles stop at the same bytes per second. */
    STOP_BANDWIDTH,
    STOP_COMMUNICATION, /* class comm, or the chosen model is USL and the limits of kappa exclude 0
                         */
    STOP_FALLS,         /* nothing of all that, but larger numbers are slower */
    STOP_OPEN, /* a larger number looks faster, by more than EQUAL_WITHIN, but is not shown to be */
    STOP_UNKNOWN
};

#define BANDWIDTH_WITHIN 0.10

/* "rising", "lock" ...: names by enum stop_reason, for files. */
extern const char *const stop_reason_names[];

struct stop {
    const struct point *point; /* where it stops; NULL with STOP_NONE */
    const struct point *next;  /* the next larger number; NULL with STOP_NONE and STOP_RISING */
    enum stop_reason reason;
    /* The larger number that looks faster by more than EQUAL_WITHIN, although no launches show it;
     * NULL: none does. Whatever the reason, nobody may then say that more gain nothing. */
    const struct point *hopeful;
    bool exploratory;            /* judged without limits */
    struct estimate lock_wait;   /* at `next`, part of the workers' time; unknown without a lock */
    struct estimate bytes_per_s; /* STOP_BANDWIDTH: at `point`; unknown if no bytes were measured */
    struct estimate kappa;       /* STOP_COMMUNICATION by a model; else unknown */
    struct estimate slower;      /* time at the largest number / time at `point`, per unit of work;
                                  * unknown unless that is slower */
};

/* Whether a series stays at 1x: no speed-up's upper limit (without limits: value) is above 1 by
 * more than EQUAL_WITHIN. */
bool series_never_passes_one(const struct series *);

struct stop stop_find(const struct panel *, const struct series *, const struct scaling *);

#endif
