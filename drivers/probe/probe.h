/*
 * Probes measure the programming model itself, where kernels measure work: what a worker, a
 * message, an update of shared memory or a crash costs threads and ranks. A probe is one constant
 * table; the measuring loop (measure.h) runs it like a kernel, so that clock, barrier, percentiles,
 * rows, --resume and the provenance are the same. The column `class` says `probe`.
 *
 * Two kinds. Where the work can be cut into items, kernel.run does it as for kernels, with lock and
 * schedule. Otherwise `run` of this table is called once per worker and repetition. Either returns
 * a checksum, `kernel.expected` says what the sum must be, and rows have ok=1 only then.
 *
 * To add a probe: write one file with one `const struct probe probe_NAME`, add one line to
 * probes.def.
 */
#ifndef CONVOY_PROBE_H
#define CONVOY_PROBE_H

#include "kernel.h"
#include "latency.h"
#include "ranks.h"
#include "threads.h"
#include "worker.h"

#include "columns.h"

#include <stddef.h>

/* The drivers a probe, or one of its variants, runs under. */
enum probe_driver { PROBE_OMP = 1, PROBE_MPI = 2, PROBE_BOTH = 3 };

/* Options that mean something to a probe; others that could be mistaken to are refused by name. */
enum probe_option {
    PROBE_GIL = 1,      /* --gil, --gil-interval */
    PROBE_SCHEDULE = 2, /* --schedule */
    PROBE_TASKS = 4,    /* --tasks */
    PROBE_SIZE = 8,     /* --size */
    PROBE_SCALING = 16, /* --scaling */
    PROBE_PIN = 32,     /* --pin */
    PROBE_TRACE = 64    /* --trace */
};

/* How many items a repetition has. */
enum probe_items {
    PROBE_ITEMS_SIZED,       /* --size, --tasks and --scaling say, as for kernels */
    PROBE_ITEMS_ARE_TASKS,   /* --size, and every item is a task of its own */
    PROBE_ITEMS_ARE_WORKERS, /* as many as workers */
    PROBE_ITEMS_OWN          /* --size, or what items_of makes of it */
};

/* What a probe may need to know to say that it cannot be measured here. */
struct probe_world {
    bool launcher_known; /* when the launcher began */
    unsigned nodes;
};

/* What one worker has in one repetition. Its env's functions are those of kernels. */
struct probe_seat {
    struct env *env;
    const struct problem *problem;
    void *state; /* of kernel.setup */
    const struct rank_place *place;
    const struct ranks *ranks;
    struct board *board;           /* its barrier is for all workers of the launch */
    const struct threads *threads; /* to form teams with; only where the probe runs alone */
    uint64_t (*clock)(void);
    struct latency *latency;
    /* start_ns is set; a probe that sets stop_ns itself decides when its time ended. */
    struct slot *slot;
};

struct probe {
    /* Name, summary, item, sizes, variants, parameters and all functions mean what they do for a
     * kernel; the class is not looked at. */
    struct kernel kernel;
    unsigned drivers; /* enum probe_driver */
    unsigned options; /* enum probe_option */
    enum probe_items items;
    /* Items for a --size under PROBE_ITEMS_OWN; NULL: the size. */
    uint64_t (*items_of)(const struct problem *, uint64_t size);
    unsigned workers_min, workers_max; /* other counts are left out */
    /*
     * Run by thread 0 of each process before there is any team: for what a process can do only
     * then, such as forking children that form teams. `workers` is then a number to measure with,
     * not of threads in the measuring loop.
     */
    bool alone;
    unsigned
        whole; /* enum probe_driver: under these it measures all workers of the launch, no fewer */
    unsigned once; /* enum probe_driver: under these it has one value per launch, so one row */
    const bool *variant_once;    /* the same per variant, under any driver; NULL: `once` says all */
    double nominal_s;            /* one row at the default size, roughly; enters estimates only */
    bool variants_are_schedules; /* variants are named after schedules, in their order */
    const unsigned *variant_drivers; /* enum probe_driver per variant; NULL: all as `drivers` */
    const uint64_t *swept; /* values of the first parameter without --set, ends with 0; NULL: its
                              default only */
    /* Why a configuration cannot be measured here, or NULL. NULL function: always can. */
    const char *(*skip)(const struct problem *, const struct probe_world *);
    /* NULL: kernel.run. TIMED; returns the checksum of what this worker did. */
    uint64_t (*run)(struct probe_seat *);
    /* At the root, after the repetition: fills columns that the harness does not know. `shared` is
     * the kernel's shared memory. NULL: none. */
    void (*conclude)(const struct problem *, const void *shared, struct sample *);
    /* What to know about a row, for the column `flags`; text is "". NULL: nothing. */
    void (*flag)(const struct problem *, char *text, size_t room);
    /* What a repetition found, in a few words for people, "" for nothing. NULL: nothing. */
    void (*words)(const struct sample *, char *text, size_t room);
};

#define PROBE(name) extern const struct probe probe_##name;
#include "probes.def"
#undef PROBE

/* All probes in the order of probes.def; ends with NULL. */
extern const struct probe *const probes_all[];

/* The probe of that name, or NULL. */
const struct probe *probe_find(const char *name);

/* Of a driver's name, "omp" or "mpi"; 0 for others. */
unsigned probe_driver_of(const char *driver);

/* Whether it has one value per launch there. */
bool probe_variant_once(const struct probe *, unsigned variant, unsigned driver);

/* Drivers that a variant runs under. */
unsigned probe_variant_drivers(const struct probe *, unsigned variant);

#endif
