/*
 * Two ways of giving the same tasks to the same workers, run in turn many times, so that whatever
 * else the machine does meets both alike. Every worker of a crew calls duel_run with equal
 * arguments; the first one gets the result.
 *
 * The time of a task is what workers spent, not how long all took: from a worker's first to its
 * last look at the clock, summed over the workers and divided by the tasks. So neither the barriers
 * around a run nor a late start count, and one worker and many give the same figure where
 * dispatching costs nothing. With the clock of processor time, being preempted does not count
 * either.
 */
#ifndef CONVOY_DUEL_H
#define CONVOY_DUEL_H

#include "crew.h"
#include "worker.h"

/* One way of running all tasks. It sets start_ns, stop_ns and checksum of the worker's slot. */
struct way {
    void (*run)(struct worker *);
    void (*reset)(struct board *); /* by the first worker, before the barrier; NULL: nothing */
};

/* The harness: worker_run() and its counter of chunks. */
extern const struct way way_ours;

struct duel {
    struct way bare, ours;
    uint64_t (*clock)(void); /* of both ways */
    enum schedule_kind schedule;
    unsigned workers; /* the first so many of the crew; the others sleep in the barrier */
    uint64_t tasks, items_per_task;
    unsigned pairs; /* runs of each way; at most DUEL_PAIRS_MAX */
};

enum { DUEL_PAIRS_MAX = 401 };

/*
 * Medians over the pairs. ratio and added are those of the two runs of a pair: what drifts slowly
 * falls out. Limits: 95 %, order statistics.
 */
struct verdict {
    double bare_ns, ours_ns; /* per task */
    double ratio, ratio_low, ratio_high;
    double added_ns; /* ours - bare, per task */
};

struct verdict duel_run(const struct crew *, const struct duel *);

#endif
