/*
 * A test stand: stands in for the harness around one kernel, without timing. It checks what a
 * kernel must keep towards the harness (hooks in pairs, nothing blocking inside a critical section)
 * as it goes.
 */
#ifndef CONVOY_STAND_H
#define CONVOY_STAND_H

#include "registry.h"

#include <pthread.h>

enum { STAND_WORKERS_MAX = 8, STAND_ITEMS_MIN = 9 };

struct stand;

/* One worker. env is first: the hooks get its address. */
struct stand_worker {
    struct env env;
    struct stand *stand;
    bool blocking, critical;
    uint64_t blocking_calls;
    uint64_t computed_ns; /* asked for */
    uint64_t critical_sections;
    uint64_t looks, allreduces, exchanges;
    const uint64_t *values; /* of the allreduce under way; NULL: another call */
    size_t value_count;
    const struct exchange *edges; /* of the exchange under way; NULL: another call */
    uint64_t faults;              /* rules broken, and calls of failed() */
    const char *failed_what;
    int failed_error;
};

struct stand {
    const struct kernel *kernel;
    struct problem problem;
    void *state;
    void *shared;
    int setup_error;
    const char *setup_what;
    pthread_mutex_t critical;
    pthread_barrier_t meeting; /* of all workers of a kernel in lockstep */
    struct stand_worker workers[STAND_WORKERS_MAX];
};

/* A problem with the kernel's default settings, made short where they wait: sleeps of 20 us, files
 * of 10,001 bytes in blocks of 4 KiB. */
struct problem stand_problem(const struct kernel *, unsigned variant, uint64_t items,
                             unsigned workers);

/* Changes one setting by name; the kernel must have it. */
void stand_set(struct problem *, const struct kernel *, const char *name, struct setting);

/* setup() of the kernel; setup_error tells how it went. Fails the test on a bad problem. */
void stand_start(struct stand *, const struct kernel *, const struct problem *);

/* Zeroes shared memory and counters, as before every repetition. */
void stand_clear(struct stand *);

/* touch() and run() of one range; of a kernel in lockstep that has more than one worker only by
 * stand_run_together. One range by one worker. Any thread, one thread per worker at a time. */
uint64_t stand_run(struct stand *, unsigned worker, struct range);

/*
 * A whole repetition of a kernel in lockstep, on threads: worker w runs ends[w - 1] to ends[w]; as
 * many ends as the problem has workers. Returns the checksum of all.
 */
uint64_t stand_run_together(struct stand *, const uint64_t *ends);

/* Joins what was left in shared memory to the workers' own checksums. */
uint64_t stand_collect(const struct stand *, uint64_t checksum);

/* Sums over workers. */
uint64_t stand_faults(const struct stand *);
uint64_t stand_blocking_calls(const struct stand *);

void stand_stop(struct stand *);

/* How many items of a kernel fit into about this time by its own estimate; STAND_ITEMS_MIN to
 * `most`. */
uint64_t stand_items(const struct kernel *, double budget_ns, uint64_t most);

#endif
