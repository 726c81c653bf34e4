/*
 * Ranks against threads per rank, where hybrids were measured (layout.h): one cell per combination
 * R x T with its median time relative to the shortest. Without a lock and, as a picture of its own,
 * under the first lock that hybrids were measured with.
 */
#ifndef CONVOY_HEATMAP_H
#define CONVOY_HEATMAP_H

#include "picture.h"

/* Both kinds are named so in picture.c: the page has them in a part of their own. */
#define HEATMAP_KIND      "heatmap"
#define HEATMAP_LOCK_KIND "heatmap-lock"

bool heatmap_apply(const struct picture_input *, const struct panel *);
bool heatmap_lock_apply(const struct picture_input *, const struct panel *);

/* Write NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool heatmap_write(const struct picture_input *, const struct panel *, const char *folder,
                   const char *name, struct fault *);
bool heatmap_lock_write(const struct picture_input *, const struct panel *, const char *folder,
                        const char *name, struct fault *);

#endif
