/*
 * Ranks against threads per rank, where hybrids were measured: one cell per combination R x T with
 * its time relative to the fastest one. Threads alone are the row of one rank, ranks alone the
 * column of one thread; locks do not count. Of several series in one cell (other schedule, other
 * placement) the fastest is shown.
 */
#ifndef CONVOY_HEATMAP_H
#define CONVOY_HEATMAP_H

#include "picture.h"

bool heatmap_apply(const struct picture_input *, const struct panel *);

/* Writes NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool heatmap_write(const struct picture_input *, const struct panel *, const char *folder,
                   const char *name, struct fault *);

#endif
