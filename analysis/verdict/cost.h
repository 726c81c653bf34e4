/*
 * What workers cost beside the work: start-up and memory, and from which amount of work on start-up
 * no longer matters.
 *
 * Limits are made by interval arithmetic from the 95 % limits of launch-level medians: each end
 * takes the less favourable ends of all that enter. Where one of them varies far more than the
 * others, as the start-up of processes does beside that of threads, that covers 95 %; where they
 * vary alike it covers more (two independent normal medians: 99.4 %). Never less than 90 %, which
 * is what two independent 95 % limits both hold (Moore, Interval Analysis, 1966, for the
 * arithmetic). A Hodges-Lehmann shift would want equal spreads, which here are the exception.
 */
#ifndef CONVOY_COST_H
#define CONVOY_COST_H

#include "verdict.h"

/* a - b, a / b (b > 0; where b may be 0 the result has no upper limit: INFINITY). */
struct estimate estimate_minus(struct estimate a, struct estimate b);
struct estimate estimate_over(struct estimate a, struct estimate b);

/* Start-up that adds this part to the time of the work no longer matters. */
#define STARTUP_SMALL 0.05

/*
 * Start-up of processes against that of threads, both at the number of workers of a comparison.
 * Amounts of work are in multiples of what was measured, under the assumption that time is
 * proportional to work; times the items they are in items.
 */
struct startup {
    const struct comparison *comparison; /* threads (with or without lock) and processes; NULL: the
                                          * panel has none, or the file has no start-up times */
    struct estimate threads_s, processes_s; /* start-up */
    struct estimate extra_s;                /* of processes; not above 0: nothing to gain back */
    struct estimate small_s;                /* work of that long: extra_s is STARTUP_SMALL of it */
    struct estimate small_size;             /* the same as a multiple of the measured work */
    /* The multiple from which on processes, start-up included, end before threads; unknown unless
     * they are the faster workers. T_threads(n) = T_processes(n) + extra_s, solved for n. */
    struct estimate break_even_size;
    double items; /* of the measured work; NaN: unknown */
};

struct startup startup_make(const struct comparison *);

/*
 * Memory that one more worker takes: the difference between the largest and the smallest number of
 * workers measured, by their distance. Unknown with fewer than two numbers or without measures.
 */
struct estimate series_memory_per_worker(const struct series *);

/* By how much each process takes more than each thread at the comparison's number of workers. */
struct estimate comparison_memory_extra(const struct comparison *);

#endif
