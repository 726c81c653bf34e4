/*
 * Minimum effective task granularity: the shortest task, overhead included, at which a worker still
 * does half of the work it does with long tasks. Slaughter et al., "Task Bench: A Parameterized
 * Benchmark for Evaluating Parallel Runtime Performance", SC20, section III.
 */
#ifndef CONVOY_METG_H
#define CONVOY_METG_H

#include "duel.h"

struct metg {
    double bare_ns, ours_ns;
};

enum { METG_SIZES = 16 };

/*
 * Time of a task, overhead included, where the efficiency passes one half, between two sizes by a
 * straight line in the efficiency. task_ns: of tasks with 1, 2, 4 .. 2^(METG_SIZES-1) rounds of
 * work; the last is the peak. The shortest task's if all reach half of the peak.
 */
double metg_half_peak_ns(const double *task_ns);

/* Collective; the result is the first worker's. */
struct metg metg_find(const struct crew *, const struct way *bare, enum schedule_kind,
                      unsigned workers);

#endif
