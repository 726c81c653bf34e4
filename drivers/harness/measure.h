/*
 * THE measuring loop. Every worker of every driver runs it: threads and ranks differ only in how
 * they came to be and in how slots reach the root. Per repetition:
 *
 *     first rank of the node clears what is shared
 *     --- barrier, then all wait for one moment ---    (everybody starts together)
 *     worker_run                                       TIMED by each worker on its own
 *     --- barrier, asleep while others still work ---
 *     slots to the root; it checks the checksum, writes the row and decides whether to go on
 *     --- barrier ---
 */
#ifndef CONVOY_MEASURE_H
#define CONVOY_MEASURE_H

#include "board.h"
#include "nodes.h"
#include "plan.h"
#include "ranks.h"
#include "threads.h"
#include "worker.h"

#include "columns.h"
#include "pin.h"

/* Which repetition a row is about. */
struct repetition {
    uint64_t rep; /* from 0 within its phase */
    bool warmup;
};

struct pin_report;

/* What the root does with results. Called by thread 0 of rank 0 only, between repetitions. */
struct sink {
    void *context;
    /* All workers have met for the first time, at this moment of the clock. */
    void (*ready)(void *context, uint64_t now_ns);
    /* Where all workers were put. NULL: of no interest. */
    void (*placed)(void *context, const struct pin_report *, unsigned workers);
    /* Whether a configuration may be begun; false: stop. */
    bool (*begin)(void *context, const struct configuration *);
    /* How many rows of this configuration are on file already: warm-ups first, in order. */
    uint64_t (*rows_done)(void *context, const struct configuration *);
    /*
     * One repetition was measured: the columns that reduce.h fills are in *sample. False: measure
     * nothing more (the reason is the sink's to remember).
     */
    bool (*row)(void *context, const struct configuration *, struct repetition, struct sample *);
    /* The configuration cannot be measured here: configuration->skip says why. False: stop. */
    bool (*skipped)(void *context, const struct configuration *);
    /* After the last repetition of a configuration. False: stop. */
    bool (*finished)(void *context, const struct configuration *);
    /* A worker could not do its work; nothing more will be measured. */
    void (*failed)(void *context, const struct configuration *, const struct slot *,
                   unsigned worker);
};

/* Where a worker was put and where it was found, for --show-pinning and the provenance. Plain data.
 */
struct pin_report {
    char requested[64], got[64], last_seen[64], host[64];
    unsigned rank, thread;
};

/* One thread's own part of a measurement, apart from the others' by cache lines. */
struct lane {
    _Alignas(128) struct measure *measure;
    unsigned thread, index; /* within the process, within all workers */
    unsigned heard;         /* decisions so far: says which of the board's two comes next */
    struct worker worker;
    struct trace_events trace;
    struct pin_report pin;
    struct fault fault; /* of binding */
    uint64_t cpu_begin_ns;
};

/* One process's view of a measurement. */
struct measure {
    /* Set by the caller. */
    const struct plan *plan;
    const struct options *options;
    const struct ranks *ranks;
    struct rank_place place;
    const struct nodes *nodes;         /* NULL: one node, of one process (tests) */
    unsigned threads;                  /* workers in this process */
    const struct threads *teams;       /* for probes that form teams; NULL: there are none */
    const struct machine *machine;     /* NULL: no placement at all (tests) */
    const struct placement *placement; /* of this process's threads */
    struct board *board;
    uint64_t (*clock)(void);
    double steps_per_ns; /* of compute.h, the same in all ranks; 0: no kernel computes by time */
    uint64_t gate_ns;    /* workers start that long after the barrier opened; 0: at once */
    struct sink sink;    /* the root's */
    bool trace;
    /* Results. */
    struct fault fault; /* agreed: workers could not be placed */
    int stopped_by;     /* root: the signal that ended it early, 0: none */
    bool ended_early;   /* the same in all processes: not every configuration was measured */
    struct pin_report
        *pins; /* root: one per worker, `got` and before known from the start; owned */
    /* Inner. */
    struct lane *lanes;
    struct slot *slots, *all_slots;
    struct latency *latencies, *all_latencies;
    struct share share;
    struct schedule schedule;
    struct deal deal;
    struct lockstep lockstep; /* open while the kernel of share is in lockstep */
    bool set_up;              /* the kernel's setup succeeded in this process */
};

/* Allocates what the loop needs; then measure_worker on every thread; then measure_free. */
void measure_init(struct measure *);
void measure_worker(unsigned thread, void *measure);
void measure_free(struct measure *);

/* Where all workers were put and found, into `pins` (collective). */
void measure_gather_pins(struct measure *);

/* All events of all ranks at the root (collective); *count is set there. Caller frees. */
struct trace_event *measure_trace(struct measure *, size_t *count);

#endif
