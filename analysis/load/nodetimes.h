/* How long each node of a row was busy: the column node_busy_s, "NAME=SECONDS NAME=SECONDS ...". */
#ifndef CONVOY_NODETIMES_H
#define CONVOY_NODETIMES_H

#include "words.h"

#include <stddef.h>
#include <stdint.h>

/* One node in one row. */
struct node_time {
    word host;
    uint32_t launch; /* as in struct row */
    float busy_s;
};

struct node_times {
    struct node_time *items; /* row by row, in the order of the files */
    size_t count, room;
    uint32_t nodes_most; /* of a row */
};

/*
 * Adds a row's text; the empty one adds nothing. Returns NULL, or a constant text that says what is
 * wrong with it: seconds are to be positive numbers.
 */
const char *node_times_add(struct node_times *, struct words *, uint32_t launch, const char *text);
void node_times_free(struct node_times *);

#endif
