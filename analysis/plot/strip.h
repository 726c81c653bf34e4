/*
 * SLUG.launches: how a panel's launches scatter. One line per series, time on the x axis, one dot
 * per launch, the median with its limits. Where nothing varies but who works it is the panel's main
 * picture.
 */
#ifndef CONVOY_STRIP_H
#define CONVOY_STRIP_H

#include "picture.h"

/*
 * The point of a series that is shown: at the number of workers at which the panel's first two
 * series that are not serial are compared (workers_choose); a series without it has its largest
 * number below, else its smallest.
 */
const struct point *strip_point(const struct panel *, const struct series *);

/* Writes FOLDER/NAME.dat and FOLDER/NAME.gp; false after an environment fault. */
bool strip_write(const struct picture_input *, const struct panel *, const char *folder,
                 const char *name, struct fault *);

#endif
