/*
 * All ways to cut a number of workers into ranks of threads: the section key `layout`. 8 workers
 * are 1 x 8, 2 x 4, 4 x 2 and 8 x 1 (ranks x threads).
 */
#ifndef CONVOY_LAYOUT_H
#define CONVOY_LAYOUT_H

#include <stddef.h>

/* Both at least 1. */
struct layout {
    unsigned ranks, threads;
};

/* No number up to STUDY_WORKERS_MAX has more divisors (3600 has 45). */
enum { LAYOUTS_MAX = 64 };

/*
 * Those whose ranks spread evenly over the nodes, few ranks first; `list` has room for LAYOUTS_MAX.
 * None if the workers do not spread evenly.
 */
size_t layout_list(unsigned workers, unsigned nodes, struct layout *list);

#endif
