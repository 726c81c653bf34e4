/*
 * The plan: which configurations one launch measures, in which order. A pure function of options,
 * launch and the number of nodes, so that every rank computes the same one and nothing needs to be
 * sent.
 */
#ifndef CONVOY_PLAN_H
#define CONVOY_PLAN_H

#include "fault.h"
#include "kernel.h"
#include "options.h"

#include <stdio.h>

struct probe;

/* One point of a curve: a kernel with all that shapes its work. */
struct configuration {
    const struct kernel *kernel;
    const struct probe *probe; /* kernel is this probe's; NULL: a kernel */
    struct problem problem;
    uint64_t size; /* the column `size` */
    bool tasks_per_worker;
    struct schedule_request schedule;
    bool once;        /* one row per launch, whatever --reps and --warmup say */
    const char *skip; /* why it cannot be measured here; NULL: it can */
    char *params;     /* the column `params`; owned */
    uint64_t id;      /* hash of kernel, work and workers: tells configurations of a launch apart */
};

struct plan {
    struct configuration *list; /* in the order of measuring */
    size_t count;
    size_t alone; /* the first so many run before there is a team (probe.h) */
    unsigned workers_max;
    size_t shared_bytes; /* most that any of them needs */
    uint64_t config_id;  /* hash of everything that shapes this launch's rows */
};

/* What the plan depends on besides the options. */
struct plan_world {
    const char *driver;       /* "omp": part of config_id */
    unsigned threads;         /* per rank of a hybrid, whose teams are whole ranks; else 0 */
    unsigned default_workers; /* when --workers is not given */
    unsigned available;       /* most workers there can be */
    unsigned nodes;
    bool launcher_known; /* when the launcher began */
    uint64_t launch; /* enters the order, so that drift inside a launch hits no configuration twice
                        the same way */
};

/* Repetitions of a configuration that are discarded, kept, and both together. */
uint64_t configuration_warmup(const struct options *, const struct configuration *);
uint64_t configuration_reps(const struct options *, const struct configuration *);
uint64_t configuration_rows(const struct options *, const struct configuration *);

/* False after a fault. Free with plan_free also then. */
bool plan_make(const struct options *, const struct plan_world *, struct plan *, struct fault *);
void plan_free(struct plan *);

/* Gives every problem a token of its own, from one that all processes of the launch agreed on. */
void plan_tokens(struct plan *, uint64_t launch_token);

/* The plan as --dry-run shows it. */
void plan_print(const struct plan *, const struct options *, const struct plan_world *, FILE *);

/* Kernels and probes with class, unit, default size, variants and parameters, as --list shows them.
 */
void plan_print_kernels(FILE *);

#endif
