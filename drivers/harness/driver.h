/* The whole of a driver but its programming model: main_*.c choose the model and call this. */
#ifndef CONVOY_DRIVER_H
#define CONVOY_DRIVER_H

#include "ranks.h"
#include "threads.h"

#include <stdbool.h>

struct options;
struct plan;

struct driver {
    const char *program; /* "convoy-omp" */
    const char *name;    /* "omp": the column `driver` */
    const struct threads *threads;
    const struct ranks *ranks;
    /* Threads per rank come from --threads, not from --workers; more than one makes a hybrid. */
    bool threads_in_ranks;
    /* Changes every plan that was made; false after a fault. NULL: plans stay as they are. */
    bool (*adapt)(struct plan *, const struct options *, struct fault *);
    const char *simulated; /* the column: the platform in words; NULL: what is measured is real */
};

/* Returns the exit code. */
int driver_main(const struct driver *, int argc, char **argv);

#endif
