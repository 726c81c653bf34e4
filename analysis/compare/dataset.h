/* One of the two data sets of a comparison: its samples, what they mean, and on what they were
 * taken. */
#ifndef CONVOY_DATASET_H
#define CONVOY_DATASET_H

#include "fault.h"
#include "machine.h"
#include "panel.h"

struct dataset {
    const char *path; /* as the user named it */
    struct data *data;
    struct study *study;
    struct machine machine;
};

/* Reads a CSV file or a folder, see source.h. False after a fault. Free with dataset_free in any
 * case.
 */
bool dataset_read(const char *path, struct dataset *, struct fault *);
void dataset_free(struct dataset *);

/* A point together with what it belongs to. */
struct spot {
    const struct panel *panel;
    const struct series *series;
    const struct point *point;
};

/* All points in the study's order; *count tells how many. Free it. */
struct spot *dataset_spots(const struct dataset *, size_t *count);

/* "countdown, 2 tasks: threads, 4 workers". Free it. */
char *spot_name(const struct spot *);

#endif
