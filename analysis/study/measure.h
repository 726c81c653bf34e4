/* The statistics of one point and of the points of a panel against its base. */
#ifndef CONVOY_MEASURE_H
#define CONVOY_MEASURE_H

#include "panel.h"

/* Everything about a configuration that needs no other one. */
struct point point_measure(const struct configuration *);
void point_clear(struct point *);

/*
 * A measure by launch, each the median of its rows that say, in the order of ordered_s; launches
 * whose rows do not say are NaN. `values` holds point->launches. False if no row says.
 */
bool point_launch_values(const struct point *, enum measure, double *values);

/* Fills speed-up, efficiency and Karp-Flatt fraction of all points; the base is chosen already. */
void points_compare(struct panel *);

/* The same where they make no sense: unknown. */
void points_leave(struct panel *);

#endif
