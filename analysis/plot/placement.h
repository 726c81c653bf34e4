/*
 * Where workers ran, from provenance.json: a few launches that stand for all, with their machines.
 *
 * Launches with the same driver, placement policy, number of workers and threads per process are
 * alike; the first one is kept. Where nobody was bound all launches of a driver look the same: one
 * is kept. Bound ones come first, then those with no more workers than PUs, then those with more
 * workers; PLACEMENTS_MAX are kept.
 */
#ifndef CONVOY_PLACEMENT_H
#define CONVOY_PLACEMENT_H

#include "puset.h"
#include "topology.h"

#include <stdbool.h>
#include <stddef.h>

enum { PLACEMENTS_MAX = 6 };

struct placed {
    unsigned worker, rank, thread;
    size_t host;      /* in placements->hosts */
    struct puset got; /* read back by the worker itself */
    bool anywhere;    /* every worker of its host could use the whole mask, of two PUs or more */
};

struct placement {
    char *driver, *pin;
    unsigned threads;     /* per process */
    struct puset mask;    /* the PUs the first process was given; empty: unknown */
    struct placed *items; /* by worker */
    size_t count, room;
};

struct host {
    char *name;
    bool known; /* its topology */
    struct topology topology;
};

struct placements {
    struct placement *items;
    size_t count, room;
    struct {
        struct host *items;
        size_t count, room;
    } hosts;
    size_t unlike; /* launches that are none of the above, but were left out for want of room */
};

/*
 * From the text of a provenance.json; false if it is none. Launches without workers, and workers
 * whose set cannot be read, are passed over. Free with placements_free in any case.
 */
bool placements_read(const char *provenance, struct placements *);
void placements_free(struct placements *);

/* Whether any worker was kept to a part of the PUs. */
bool placement_bound(const struct placement *);

#endif
