/* Which scale an axis gets, and the unit of a time axis. */
#ifndef CONVOY_AXIS_H
#define CONVOY_AXIS_H

#include "panel.h"

#include <stdio.h>

struct axis_range {
    double low, high;
};

/* With nothing in it: low is above high. */
struct axis_range axis_nothing(void);

/* The range with a value in it; NaN and infinity change nothing. */
struct axis_range axis_widened(struct axis_range, double value);

/* All times of a panel, of medians and launches. */
struct axis_range axis_times(const struct panel *);
struct axis_range axis_workers(const struct panel *);

/* The estimate of a point that a picture is about. */
typedef struct estimate axis_quantity(const struct point *);

/*
 * All values of a quantity with their limits, which may add at most twice the extent of the values
 * on either side: one wide limit shall not squash everything else. Nothing, if none is known.
 */
struct axis_range axis_estimates(const struct panel *, axis_quantity *);

/* Worker counts that grow by factors want a logarithmic axis, 1 to 12 a linear one. */
bool axis_workers_log(const struct panel *);

/* Scale and tics of the workers' axis, from the fewest workers to `last`. */
void axis_print_workers(FILE *, const struct panel *, double last);

/*
 * The y axis: logarithmic where the workers' axis is and the range spans a factor of 4, or any
 * range that spans a factor of 20; otherwise from zero.
 */
void axis_print_y(FILE *, const struct panel *, struct axis_range);

/* A linear y axis with zero on it. */
void axis_print_y_linear(FILE *, struct axis_range);

/* A distance between tics, 1, 2 or 5 times a power of ten, that leaves three to six of them. */
double axis_tic(double last);

/* The unit in which a time is easy to read: 1e3 and "ms", 1/60 and "min". */
struct axis_unit {
    double per_second;
    const char *name;
};
struct axis_unit axis_unit(double seconds);

#endif
