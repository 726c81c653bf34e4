/* The sides of a panel: the kinds of workers that could do its work, and what people call them. */
#ifndef CONVOY_SIDE_H
#define CONVOY_SIDE_H

#include "panel.h"

#include <stdio.h>

/*
 * Whether a series stands for its side. A side is a role with a lock (other programs' drivers: a
 * driver with a lock); its fastest series stands for it, whatever its schedule, placement and
 * interval. A serial run is no side.
 */
bool series_is_side(const struct panel *, const struct series *);

/* Whether two series are of one side: on however many nodes. */
bool same_side(const struct series *, const struct series *);

/* "threads with the cpython lock"; names of other programs as they are. */
void side_print(FILE *, const struct series *);

/* The same as a text, which the caller frees. */
char *side_name(const struct series *);

/* Names of other programs take the singular: "threads are", "red is". */
bool side_is_plural(const struct series *);

#endif
