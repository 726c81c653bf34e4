/*
 * How configurations belong together.
 *
 *   panel    the same work: kernel, variant, parameters, scaling, size, and the number of tasks if
 * it was given series   one curve of a panel: driver, lock, switch interval, schedule, pinning,
 * labels, workers per node of runs on several nodes (and threads per rank) point    one
 * configuration: a series at one number of workers, one value per launch (its median)
 *
 * Every speed-up of a panel has the same base, which is named: serial with 1 worker, else threads
 * with 1 and no lock, else one process, else the fewest workers there are. Speed-up is base time /
 * time; where the work grows with the workers (weak scaling) that times workers / workers of the
 * base.
 */
#ifndef CONVOY_PANEL_H
#define CONVOY_PANEL_H

#include "data.h"
#include "estimate.h"
#include "role.h"

struct point {
    const struct configuration *configuration;
    double workers;
    double *launch_s;        /* one median per launch, sorted */
    double *ordered_s;       /* the same in the order in which the launches began */
    uint32_t *launch_starts; /* sequence number of the first row of each, as in ordered_s */
    size_t launches;         /* the n of every statistic */
    double min_s, max_s;     /* over all rows */
    struct estimate time_s;
    struct estimate speedup, efficiency, karp_flatt; /* unknown where they make no sense */
    /* Medians over launches, as time_s is; unknown where no row says. */
    struct estimate measures[MEASURES];
};

struct series {
    const struct setup *setup; /* of its first point; workers do not count */
    char *name;                /* unique in its panel: "threads, cpython lock" */
    enum role role;
    const char *lock;           /* "cpython"; "" for none */
    const char *schedule, *pin; /* "" for unknown */
    const char *labels;         /* "python=3.13t", "" where nothing else tells rows apart */
    /*
     * Workers on each node of a curve over nodes, which begins with one node where that was
     * measured: a point that the curve within a node has, too. 0: a curve within one node.
     */
    uint32_t per_node;
    struct point *items; /* by workers */
    size_t count, room;
};

struct panel {
    const struct setup *setup; /* of its first point; what belongs to series does not count */
    char *name;                /* unique in the study: "countdown, 2 tasks" */
    char *slug;                /* the same for file names: "countdown-2-tasks" */
    const char *kernel, *class;
    bool weak;
    uint32_t tasks; /* 0: one per worker */
    uint32_t pus;   /* of one node, if there is such a point; 0: unknown */
    struct series *items;
    size_t count, room;
    size_t base_series, base_point;
};

struct study {
    const struct data *data;
    struct panel *items; /* classes together, in the order of --list */
    size_t count, room;
    /*
     * Panels of class `probe`, which follow those counted above: they measure the model itself, so
     * nothing of speed-ups is known of their points, and whoever goes over `count` panels does not
     * meet them. probe/probe.h says what they are about.
     */
    size_t probe_count;
};

/* Borrows data, which must outlive the study and must not change. */
struct study *study_make(const struct data *);
void study_free(struct study *);

const struct point *panel_base(const struct panel *);

/* Whether its kernel does no work ("empty"): the harness's own cost, the floor under all others. */
bool panel_is_floor(const struct panel *);

/* The point of a series at that number of workers, or NULL. */
const struct point *series_at(const struct series *, double workers);

/* Whether a point of a curve over nodes is the one that the curve within a node has, too: whoever
 * counts points leaves it out. */
bool point_is_shared(const struct series *, const struct point *);

/* Nodes of a point, at least 1. */
uint32_t point_nodes(const struct point *);

/* PUs of the nodes that a series has got to at most; 0: unknown. */
uint32_t series_pus(const struct panel *, const struct series *);

/* "serial, 1 worker": whose time every speed-up of the panel is measured by. Free it. */
char *panel_base_name(const struct panel *);

/* Memory of all workers together: the proportional set, which counts shared pages once, else the
 * peak resident set. */
struct estimate point_memory_bytes(const struct point *);

/* Fewest launches of any point. */
size_t panel_launches_min(const struct panel *);

#endif
