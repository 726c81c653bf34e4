/*
 * One worker and its share of a repetition: the only code that runs inside the timed part besides
 * the kernel itself.
 */
#ifndef CONVOY_WORKER_H
#define CONVOY_WORKER_H

#include "board.h"
#include "gil.h"
#include "kernel.h"
#include "latency.h"
#include "lockstep.h"
#include "schedule.h"

/* What one worker saw of one repetition. Plain data: ranks send it to the root as bytes. */
struct slot {
    /* Workers write their slots while they work: apart, so that no cache line is shared. */
    _Alignas(128) uint64_t start_ns, stop_ns; /* clock of this worker's node */
    uint64_t cpu_ns; /* of this thread, from start to the end of its wait for the others */
    uint64_t setup_ns, touch_ns;
    uint64_t checksum;
    uint64_t gil_wait_ns, gil_forced, gil_switches; /* switches: in thread 0's slot of each rank */
    uint64_t comm_wait_ns; /* in allreduce and exchange, without waiting for the lock behind it */
    uint64_t rss_peak_bytes, pss_bytes; /* in thread 0's slot of each rank */
    uint64_t nvcsw, nivcsw, minflt, majflt;
    unsigned node;
    bool migrated;    /* ended on another PU than it began on */
    int stop_signal;  /* its process was asked to stop by this signal */
    int error_number; /* of what failed; 0: nothing */
    char failed[64];  /* what was tried */
};

/* One task as --trace shows it. */
struct trace_event {
    uint64_t begin_ns, end_ns, task;
    uint32_t worker, configuration;
};

/* A growing list, one per worker. */
struct trace_events {
    struct trace_event *list;
    size_t count, room;
};

/* What a repetition of one configuration needs, shared by the workers of a process; read-only
 * meanwhile. */
struct share {
    const struct kernel *kernel;
    const struct problem *problem;
    const struct schedule *schedule;
    void *state; /* of the kernel */
    struct gil *gil;
    struct board *board;
    struct lockstep *lockstep; /* NULL: the kernel is not in lockstep */
    unsigned first_worker;     /* index of this process's thread 0 */
    struct deal *deal;         /* of chunks across nodes; NULL: board->next_chunk */
    uint64_t (*clock)(void);
    double steps_per_ns;    /* compute_speed; 0 if no kernel of the plan computes by time */
    unsigned configuration; /* index in the plan, for the trace */
};

struct worker {
    struct env env; /* first: the kernel hands it back to the hooks below */
    const struct share *share;
    struct slot *slot;
    struct latency *latency;
    struct gil_seat seat;
    uint64_t block_start_ns;
    struct trace_events *trace; /* NULL: no trace wanted */
};

/* Binds the hooks of a worker's env. */
void worker_init(struct worker *, struct slot *, struct latency *, struct trace_events *);

/* Before each repetition. */
void worker_reset(struct worker *, const struct share *, unsigned index);

/* Runs this worker's share and leaves start, stop and checksum in its slot. */
void worker_run(struct worker *);

#endif
