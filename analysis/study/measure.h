/* The statistics of one point and of the points of a panel against its base. */
#ifndef CONVOY_MEASURE_H
#define CONVOY_MEASURE_H

#include "panel.h"

/* Everything about a configuration that needs no other one. The caller frees launch_s. */
struct point point_measure(const struct configuration *);

/* Fills speed-up, efficiency and Karp-Flatt fraction of all points; the base is chosen already. */
void points_compare(struct panel *);

#endif
