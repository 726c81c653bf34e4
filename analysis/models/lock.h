/*
 * What an interpreter's lock allows the workers of a series. A worker that computes holds it, one
 * that waits has released it: with the held fraction h of one worker's time no number of workers
 * is faster than Amdahl's law with h as its serial part.
 */
#ifndef CONVOY_LOCK_H
#define CONVOY_LOCK_H

#include "panel.h"

enum lock_use {
    LOCK_ABSENT,      /* no lock */
    LOCK_PER_PROCESS, /* each process has its own: nobody waits for another's */
    LOCK_ALWAYS,      /* class cpu or memory: the kernel only computes, h = 1 */
    LOCK_MEASURED,    /* other classes: h is CPU time / time of the panel's base */
    LOCK_NEVER_MET,   /* with several workers never taken over: it computes with the lock released,
                         h = 0 */
    LOCK_NO_BASE,     /* h unknown: no run with one worker and no lock */
    LOCK_NO_CPU_TIME, /* h unknown: that run does not say */
};

struct lock {
    enum lock_use use;
    double held;    /* h, 0 to 1; NaN without a lock and where unknown */
    double *shares; /* LOCK_MEASURED: CPU time / time of each launch of the base, sorted */
    size_t launches;
};

/* Free with lock_free. */
struct lock lock_of(const struct panel *, const struct series *);
void lock_free(struct lock *);

/*
 * The speed-up that the lock allows: 1 / (h + (1-h) / w); where the work grows with the workers the
 * serial part grows, too, and the bound is the same. NaN: there is no lock or h is unknown.
 */
double lock_bound(const struct lock *, double workers);

#endif
