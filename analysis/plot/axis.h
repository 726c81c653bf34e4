/* Which scale an axis gets, and the unit of a time axis. */
#ifndef CONVOY_AXIS_H
#define CONVOY_AXIS_H

#include "panel.h"

#include <stdio.h>

struct axis_range {
    double low, high;
};

/* All times of a panel, of medians and launches. */
struct axis_range axis_times(const struct panel *);
struct axis_range axis_speedups(const struct panel *);
struct axis_range axis_workers(const struct panel *);

/* Worker counts that grow by factors want a logarithmic axis, 1 to 12 a linear one. */
bool axis_workers_log(const struct panel *);

/* Scale and tics of the workers' axis. */
void axis_print_workers(FILE *, const struct panel *);

/* The y axis: logarithmic if the workers' axis is and the range spans a factor of 4, otherwise from
 * zero. */
void axis_print_y(FILE *, const struct panel *, struct axis_range);

/* A distance between tics, 1, 2 or 5 times a power of ten, that leaves three to six of them. */
double axis_tic(double last);

/* The unit in which a time is easy to read: 1e3 and "ms". */
struct axis_unit {
    double per_second;
    const char *name;
};
struct axis_unit axis_unit(double seconds);

#endif
