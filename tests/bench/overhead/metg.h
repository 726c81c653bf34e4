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

/* Collective; the result is the first worker's. */
struct metg metg_find(const struct crew *, const struct way *bare, enum schedule_kind,
                      unsigned workers);

#endif
