/*
 * The contract between a kernel (what is computed) and the harness (who computes it, when, how
 * long).
 *
 * A kernel is a constant table of functions. It knows nothing of threads, ranks, locks, result
 * files or time, and this library links without OpenMP and MPI (tests/unit/kernels proves it with
 * nm). The same object code therefore runs under every driver.
 *
 * Work is addressed by item index, 0 .. items-1. Input data are a function of (seed, item index),
 * so that any split of the items over any workers, in any order, gives the same bits:
 *
 *     combine(run([a,b)), run([b,c))) == run([a,c))         for all a <= b <= c
 *
 * Order of calls for one configuration (W workers in P processes):
 *
 *     setup      once per process               untimed (reported as setup_s)
 *     touch      by every worker, on the items it will run       untimed: first touch decides the
 *                                                                NUMA node of a page
 *     per repetition: shared memory is zeroed, then
 *         run        by every worker, on disjoint ranges         TIMED
 *         collect    once                                        untimed
 *     expected   once per configuration         untimed
 *     teardown   once per process
 *
 * Kernels of class comm go in lockstep (struct kernel, lockstep): their workers depend on each
 * other, so that the rule above holds for the sum over all workers of a repetition only, and run is
 * called once per worker and repetition, on one contiguous range that is never cut; ranges follow
 * each other in the order of workers and none is empty.
 *
 * To add a kernel: write one file with one `const struct kernel kernel_NAME`, add one line to
 * kernels.def, run the tests. README.md walks through a real one.
 */
#ifndef CONVOY_KERNEL_H
#define CONVOY_KERNEL_H

#include "exchange.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What bounds a kernel. The order is the order of --list and of the report. */
enum kernel_class {
    CLASS_CPU,
    CLASS_MEMORY,
    CLASS_OS,
    CLASS_IO,
    CLASS_COMM,
    CLASS_MIXED,
    CLASS_COUNT
};

/* Half-open range of item indices: begin <= i < end. */
struct range {
    uint64_t begin, end;
};

/*
 * A named way of doing the same work; all variants of a kernel have the same expected value.
 * The first one is the default. A table of them ends with a NULL name.
 */
struct variant {
    const char *name;
    const char *summary;
    uint64_t default_size; /* items per task; 0: the kernel's own default_size */
};

enum parameter_kind {
    PARAMETER_COUNT,     /* a plain number, suffixes k M G (1000) and Ki Mi Gi (1024) */
    PARAMETER_BYTES,     /* the same, meaning bytes */
    PARAMETER_TIME_NS,   /* a time with unit us, ms, s, min; stored in nanoseconds */
    PARAMETER_DIRECTORY, /* a path, empty for the default */
    PARAMETER_URL        /* http:// or https://, empty for the default */
};

/*
 * A setting of a kernel's own, given as --set KERNEL.NAME=VALUE. A table of them ends with a NULL
 * name. Minimum and maximum are inclusive and count for numbers only.
 */
struct parameter {
    const char *name;
    const char *summary;
    enum parameter_kind kind;
    uint64_t default_number;
    uint64_t minimum, maximum;
};

/* At most this many parameters per kernel. */
enum { KERNEL_PARAMETERS_MAX = 8 };

/* The value of one parameter: number or text, by the parameter's kind. */
struct setting {
    uint64_t number;
    const char *text; /* of a directory or a URL, never NULL; owned by the caller of setup() */
};

/* What is to be computed: plain data, the same in every process, valid until teardown returns. */
struct problem {
    uint64_t items;   /* of one repetition, all workers together; at least 1 */
    uint64_t tasks;   /* pieces the items are cut into; 1 <= tasks */
    uint64_t token;   /* the same in all processes of a launch on one node, another for every
                         configuration, node and launch: for names that must not meet; enters no
                         result */
    uint64_t seed;    /* of all data that are not a function of the index alone */
    unsigned variant; /* index into kernel->variants; 0 where there are none */
    unsigned workers; /* workers that share this work; also the number of slots in shared memory */
    struct setting settings[KERNEL_PARAMETERS_MAX]; /* in the order of kernel->parameters */
};

/* Work of one repetition, for rates; 0 where the notion makes no sense. */
struct work {
    uint64_t bytes;          /* moved to or from memory or a device, counted as STREAM counts */
    uint64_t flops;          /* floating-point operations */
    uint64_t blocking_calls; /* calls between block_begin and block_end */
};

/*
 * How a running kernel asks for what differs between the models without knowing them. One per
 * worker, never shared, filled in by the harness; functions are never NULL.
 */
struct env {
    unsigned worker; /* 0 .. problem.workers-1: this worker's slot in shared memory */
    /*
     * Shared by all workers, threads and ranks alike: kernel->shared_bytes() bytes, 64-byte
     * aligned, zeroed before every repetition. Where ranks cannot share memory (other nodes) the
     * harness skips the configuration and says so. NULL if the kernel has no shared_bytes(); not to
     * be used when that returns 0, as it may for single variants.
     */
    void *shared;
    /* Around every call that may block: a global lock, if there is one, is given back in between.
     */
    void (*block_begin)(struct env *);
    void (*block_end)(struct env *);
    /* Mutual exclusion among all workers of the run. Never block inside. */
    void (*critical_begin)(struct env *);
    void (*critical_end)(struct env *);
    /*
     * Computes for this long, as measured on an undisturbed core before the first repetition; looks
     * at a global lock as often as run() would. For kernels with computes_by_time.
     */
    void (*compute)(struct env *, uint64_t time_ns);
    /*
     * For kernels in lockstep: all workers make the same calls of allreduce and exchange in the
     * same order, and each returns when what it needs from the others is there. A worker that has
     * failed goes on making them, with whatever data, or the others would wait for it for ever.
     *
     * allreduce: the sums modulo 2^64 over all workers take the place of the values; every worker
     * gets the same, and since whole numbers are added their order does not matter.
     * exchange: with the two neighbours, see exchange.h.
     *
     * A global lock is given back meanwhile. These waits are no blocking calls: how long they take
     * says how uneven the workers are, not how long a device takes; they enter no latency.
     */
    void (*allreduce)(struct env *, uint64_t *values, size_t count);
    void (*exchange)(struct env *, const struct exchange *);
    /*
     * A look at a global lock, for kernels in lockstep, whose ranges the harness does not cut: to
     * be called after every items_per_look items of a step.
     */
    void (*look)(struct env *);
    /*
     * The environment failed (disk full, server gone): what was tried and errno. The kernel then
     * returns from run() as soon as it can; the run ends with exit code 4 and this text.
     */
    void (*failed)(struct env *, const char *what, int error_number);
};

struct kernel {
    const char *name;    /* a word, [a-z0-9]+ */
    const char *summary; /* one line for --list */
    const char *item;    /* what one item is, for --list: "one integer tested" */
    enum kernel_class class;
    uint64_t default_size; /* items per task, so that one worker takes 20 to 200 ms */
    /*
     * With a global lock a worker looks at it after this many items: about 5 us of work, or
     * one step that cannot be divided; of the first variant (registry.h scales it). With longer
     * batches others are served earlier than under CPython, which looks within a microsecond
     * (method: the band table of tests/bench/lock_bands). Without a lock it is not used. In
     * lockstep the kernel itself calls env->look that often.
     */
    uint64_t items_per_look;
    /* Rough time of one item, only for estimating how long a plan takes; enters no result. */
    double nominal_ns_per_item;
    /* Computes with a global lock given back, as NumPy's loops do: the lock never matters to it. */
    bool runs_unlocked;
    bool computes_by_time; /* calls env->compute, which is measured for it */
    /* Workers exchange data while they run: the only ones to call env->allreduce, ->exchange and
     * ->look. Needs a static schedule, one task and at least one item per worker. */
    bool lockstep;
    const struct variant *variants;     /* NULL: none */
    const struct parameter *parameters; /* NULL: none */

    /* NULL, or why this build or this host cannot run the kernel. NULL function: always can. */
    const char *(*unavailable)(void);
    /* Bytes of memory shared by all workers, 0: none for this variant; NULL function: none at all.
     */
    size_t (*shared_bytes)(const struct problem *);
    /*
     * Prepares what one process needs; *state is handed to the other functions and may stay NULL.
     * Returns 0, or an errno value, with *what naming what failed (a string constant).
     * NULL function: nothing to prepare.
     */
    int (*setup)(const struct problem *, void **state, const char **what);
    /* First touch of the memory of these items by the worker that will use it. May be NULL. */
    void (*touch)(void *state, struct range);
    /*
     * The work. Returns its checksum, in which every item's result takes part. Called concurrently
     * by several workers with the same state, on disjoint ranges, any number of times per
     * repetition; once in lockstep.
     */
    uint64_t (*run)(void *state, const struct problem *, struct range, struct env *);
    /*
     * Adds up what workers left in shared memory; the result is joined to those of run(). NULL
     * function: nothing was left there.
     */
    uint64_t (*collect)(const void *shared, const struct problem *);
    /* Joins two checksums: commutative, associative, `identity` is neutral. NULL: sum modulo 2^64.
     */
    uint64_t (*combine)(uint64_t, uint64_t);
    uint64_t identity;
    /* The checksum of all items, from a source other than run(): closed form, table, other
     * algorithm. */
    uint64_t (*expected)(const struct problem *);
    void (*teardown)(void *state); /* NULL: nothing to free */
    /* The work model; NULL: all zero. */
    struct work (*work)(const struct problem *);
};

/*
 * Makes the compiler believe that `value` is read and changed here, at no cost: it can neither
 * delete the loop that computes it nor replace the loop by a closed form (clang does that for plain
 * sums). An empty statement with a read-write register operand: GCC manual, "Extended Asm".
 */
#define KEEP(value) __asm__ volatile("" : "+r"(value))

#endif
