/*
 * The pictures of one panel as data and scripts.
 *
 *   SLUG.dat           blocks for gnuplot's `index`: per series its medians with limits, then its
 * launches; last the staircase, if the number of tasks was given SLUG.time.gp       time against
 * workers SLUG.speedup.gp    speed-up against workers SLUG.strip.gp      instead of both where
 * nothing varies but who works: one line per series
 */
#ifndef CONVOY_CURVES_H
#define CONVOY_CURVES_H

#include "picture.h"

/* Whether the panel is drawn as a strip: no series has two points. */
bool curves_are_strip(const struct panel *);

/* Write into `folder`; false after an environment fault. */
bool curves_write_data(const struct panel *, const char *folder, struct fault *);
bool curves_write_time(const struct picture_input *, const struct panel *, const char *folder,
                       const char *name, struct fault *);
bool curves_write_speedup(const struct picture_input *, const struct panel *, const char *folder,
                          const char *name, struct fault *);
bool strip_write(const struct picture_input *, const struct panel *, const char *folder,
                 const char *name, struct fault *);

#endif
