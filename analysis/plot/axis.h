/* Which scale an axis gets, and the unit of a time axis. */
#ifndef CONVOY_AXIS_H
#define CONVOY_AXIS_H

#include "panel.h"

#include <stdio.h>

struct axis_range {
    double low, high;
};

/*
 * Whether a value can be drawn: 0, or between 1e-30 and 1e30 without its sign. NaN, infinity and
 * what a corrupt file may hold beyond would make gnuplot refuse the whole picture.
 */
bool axis_drawable(double value);

/* With nothing in it: low is above high. */
struct axis_range axis_nothing(void);

/* The range with a value in it; what cannot be drawn changes nothing. */
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

/* The same for a logarithmic axis: limits may add a factor of 16 on either side. */
struct axis_range axis_estimates_log(const struct panel *, axis_quantity *);

/*
 * Whether the workers' axis is logarithmic with base 2: with two worker counts or more, always.
 * Except where fixed work comes in a given number of equal tasks, whose steps lie at whole numbers
 * of workers: there all of 1 to 12 have a linear axis, and only counts that grow by factors a
 * logarithmic one.
 */
bool axis_workers_log(const struct panel *);

/* Whether time and speed-up are logarithmic with base 2, too: for fixed work, where the workers'
 * axis is. Of work that grows with the workers they are linear, from zero. */
bool axis_y_log(const struct panel *);

/* Scale of the workers' axis, from the fewest workers to `last`, and its tics: at the worker
 * counts; of many on a logarithmic axis at powers of two and the last. */
void axis_print_workers(FILE *, const struct panel *, double last);

/*
 * The y axis: logarithmic where axis_y_log says so or for fixed work whose range spans a factor of
 * 20, with base 2, beyond a factor of 1000 with base 10; otherwise from zero. A range with nothing
 * in it becomes 1 to 2.
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
