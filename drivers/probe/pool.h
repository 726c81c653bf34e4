/* The tasks of probe pool: how long each is, and what no schedule can beat. */
#ifndef CONVOY_POOL_H
#define CONVOY_POOL_H

#include <stdint.h>

/* Length of a task: 50 us x 2^k, k = 0 .. 8, of which each is half as frequent as the one before.
 */
uint64_t pool_task_ns(uint64_t seed, uint64_t task);

/*
 * The least time in which `workers` can do tasks 0 .. tasks-1: the longest task, or an equal share
 * of all (Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM J. Appl. Math. 17(2), 1969).
 */
uint64_t pool_bound_ns(uint64_t seed, uint64_t tasks, unsigned workers);

#endif
