/* The first record of a file: which field holds which column. */
#ifndef CONVOY_HEADER_H
#define CONVOY_HEADER_H

#include "columns.h"
#include "csv.h"
#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

enum { COLUMN_ABSENT = -1 };

struct header {
    size_t width;       /* fields */
    int where[COLUMNS]; /* the field that holds a column, or COLUMN_ABSENT */
    struct {
        size_t *items; /* the fields whose names are not in columns.def */
        size_t count, room;
    } unknown;
};

/*
 * Takes the current record as the header. False after a user fault: a needed column (kernel,
 * driver, workers, wall_s) is missing, for which a similar name is suggested if there is one, or a
 * column of columns.def appears twice. Free with header_free in any case.
 */
bool header_read(const struct csv *, const char *path, struct header *, struct fault *);
void header_free(struct header *);

#endif
