/* One of the two data sets of a comparison: its samples, what they mean, and on what they were
 * taken. */
#ifndef CONVOY_SIDE_H
#define CONVOY_SIDE_H

#include "fault.h"
#include "machine.h"
#include "panel.h"

struct side {
    const char *path; /* as the user named it */
    struct data *data;
    struct study *study;
    struct machine machine;
};

/* Reads a CSV file or a folder, see source.h. False after a fault. Free with side_free in any case.
 */
bool side_read(const char *path, struct side *, struct fault *);
void side_free(struct side *);

/* A point together with what it belongs to. */
struct spot {
    const struct panel *panel;
    const struct series *series;
    const struct point *point;
};

/* All points in the study's order; *count tells how many. Free it. */
struct spot *side_spots(const struct side *, size_t *count);

/* "countdown, 2 tasks: threads, 4 workers". Free it. */
char *spot_name(const struct spot *);

#endif
