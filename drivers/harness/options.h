/* What the user asked a driver to do, and the one table that reads it and documents it. */
#ifndef CONVOY_OPTIONS_H
#define CONVOY_OPTIONS_H

#include "cli.h"
#include "fault.h"
#include "gil.h"
#include "kernel.h"
#include "pin.h"
#include "schedule.h"

enum { WORKERS_MAX = 4096 };

enum scaling { SCALING_STRONG, SCALING_WEAK };
extern const char *const scaling_names[]; /* by enum scaling, ends with NULL */

/* A growing list of texts borrowed from argv. */
struct words {
    const char **list;
    size_t count;
};

struct options {
    const char *kernels; /* NULL: none named */
    const char *variant; /* NULL: each kernel's first */
    struct words settings, tags;
    unsigned workers[WORKERS_MAX]; /* as asked for, in that order */
    size_t worker_counts;          /* 0: the driver's default */
    uint64_t threads;              /* per rank; 0: not given */
    uint64_t tasks, size;          /* 0: default */
    enum scaling scaling;
    struct schedule_request schedule;
    enum gil_kind gil;
    uint64_t gil_interval_ns;
    struct pin_request pin;
    uint64_t reps, warmup, seed;
    uint64_t max_time_ns; /* 0: none */
    const char *output;   /* NULL: none; "-": standard output */
    const char *trace;    /* NULL: none */
    const char *probe;    /* NULL: none */
    bool resume, list, dry_run, show_pinning, version, help;
};

/* The command line of a driver of that name: "convoy-omp". */
struct cli options_cli(const char *program);

/* Defaults, then argv. Free with options_free also after a fault. */
bool options_read(const char *program, int argc, char **argv, struct options *, struct fault *);
void options_free(struct options *);

#endif
