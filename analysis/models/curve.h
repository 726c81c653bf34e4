/* What a model sees of a series. */
#ifndef CONVOY_CURVE_H
#define CONVOY_CURVE_H

#include "lock.h"

/* What a prediction needs to know beside the parameters. */
struct frame {
    double base_workers, base_s; /* of the panel */
    double cores;                /* workers that can get on at once: see panel_cores */
    double tasks;                /* 0: one per worker */
    bool weak;
    struct lock lock; /* of the series */
};

/*
 * The points that models are fitted to: one median per worker count, ascending.
 *
 * All models of a series are fitted to the same points, or their errors could not be compared:
 * those with a core for every worker, where there are at least COUNTS_WITHIN_CORES of them. Then
 * the points beyond are predictions, in which no model gets faster than with all cores. Where there
 * are fewer (two cores), all points stay, and the models that would need more worker counts within
 * the cores are not fitted: their parameters would come from points of which they know nothing.
 */
struct curve {
    struct frame frame;
    double *workers, *time_s; /* all points of the series */
    size_t count;             /* of them all */
    size_t points;            /* the first of them, which models are fitted to */
    size_t within_cores;      /* the first of them, which have a core for every worker */
};

enum { COUNTS_WITHIN_CORES = 3 };

/* Free with curve_free, which leaves the frame alone: it belongs to who made it. */
struct frame frame_make(const struct panel *, const struct series *);
struct curve curve_make(struct frame, const struct series *);
void curve_free(struct curve *);

/*
 * Workers that can get on at once: the cores for what computes, without end for what only waits
 * (class io), cores / (share of the time in which one worker computes) for class mixed; without end
 * where the number of PUs, or that share, is unknown.
 */
double panel_cores(const struct panel *);

/* The same for one of its series: of all nodes, where it goes over several. */
double series_cores(const struct panel *, const struct series *);

/* min(workers, cores) */
double frame_active(const struct frame *, double workers);

/* The work of a run, relative to that of one worker: 1, or the workers where the work grows. */
double frame_work(const struct frame *, double workers);

/* Rounds that `tasks` equal pieces take: ceil(tasks / min(workers, cores)). */
double step_rounds(double tasks, double workers, double cores);

/*
 * Whether tasks do not divide among the workers of some point without idle workers: the last round
 * makes it more than 5 % longer. Amdahl's law or the USL fitted to that would take steps for a
 * serial part.
 */
bool curve_is_staircase(const struct curve *);

#endif
