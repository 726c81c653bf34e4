/*
 * What the switch interval of the cpython lock changes: throughput, lock switches per second and
 * the latency of blocking calls, each against the interval (log x), at one number of workers.
 * Points are medians over launches with their limits, dots are launches.
 */
#ifndef CONVOY_INTERVALS_H
#define CONVOY_INTERVALS_H

#include "picture.h"

/* Fewer different intervals make no curve. */
enum { INTERVALS_MIN = 3 };

/* Whether threads under the lock were measured at INTERVALS_MIN intervals with equal workers. */
bool intervals_apply(const struct picture_input *, const struct panel *);
/* The same, and the column in question was filled. */
bool intervals_switches_apply(const struct picture_input *, const struct panel *);
bool intervals_latency_apply(const struct picture_input *, const struct panel *);

/* Each writes NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool intervals_write(const struct picture_input *, const struct panel *, const char *folder,
                     const char *name, struct fault *);
bool intervals_switches_write(const struct picture_input *, const struct panel *,
                              const char *folder, const char *name, struct fault *);
bool intervals_latency_write(const struct picture_input *, const struct panel *, const char *folder,
                             const char *name, struct fault *);

#endif
