/*
 * The pictures of a panel against the number of workers: raw launches, medians with their limits,
 * fitted models, ideal and bounds.
 *
 *   SLUG.time         time
 *   SLUG.speedup      speed-up; of weak runs scaled by the work
 *   SLUG.efficiency   speed-up per worker
 *   SLUG.karp-flatt   the experimentally determined serial fraction, where it is defined
 *
 * All are drawn from SLUG.dat (paneldata.h).
 */
#ifndef CONVOY_CURVES_H
#define CONVOY_CURVES_H

#include "picture.h"

/* Whether a series has two points: else there is nothing to draw against workers. */
bool panel_has_curve(const struct panel *);

/* Whether the fraction of Karp and Flatt is defined for two points: a line can be seen. */
bool panel_has_karp_flatt(const struct panel *);

/* Each writes FOLDER/NAME.gp; false after an environment fault. */
bool curves_write_time(const struct picture_input *, const struct panel *, const char *folder,
                       const char *name, struct fault *);
bool curves_write_speedup(const struct picture_input *, const struct panel *, const char *folder,
                          const char *name, struct fault *);
bool curves_write_efficiency(const struct picture_input *, const struct panel *, const char *folder,
                             const char *name, struct fault *);
bool curves_write_karp_flatt(const struct picture_input *, const struct panel *, const char *folder,
                             const char *name, struct fault *);

#endif
