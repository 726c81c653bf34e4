/* What happened per second of a point, and per second of its workers. */
#ifndef CONVOY_RATE_H
#define CONVOY_RATE_H

#include "panel.h"

/*
 * A measure divided by the time, with limits: one value per launch (median of the measure / median
 * of the time), of these the median. Unknown if no row says.
 */
struct estimate point_rate(const struct point *, enum measure);

/* The part of all workers' time that went into waiting for the lock, 0 to 1. */
struct estimate point_lock_wait(const struct point *);

/* The part of all workers' time that went into talking and waiting for each other, 0 to 1. */
struct estimate point_comm_wait(const struct point *);

#endif
