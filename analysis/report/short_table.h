/*
 * The short table: which work wants threads, which processes. One row per class of work and below
 * it one per panel, with the best speed-up of each side and a recommendation. Made once, printed by
 * terminal, page and --format.
 */
#ifndef CONVOY_SHORT_TABLE_H
#define CONVOY_SHORT_TABLE_H

#include "group.h"

enum short_side {
    SHORT_THREADS,
    SHORT_LOCKED, /* threads with the lock that the study has: cpython before others */
    SHORT_PROCESSES,
    SHORT_HYBRIDS,
    SHORT_OTHER, /* the fastest of other programs' drivers */
    SHORT_SIDES
};

/* "threads", "threads_lock" ...: names for files. */
extern const char *const short_side_names[SHORT_SIDES];

struct short_cell {
    const struct side *side; /* NULL: no such side, or a row of a class */
    /* Rows of a class: the smallest and the largest of its panels' best speed-ups; NaN: none. */
    double lowest, highest;
};

struct short_row {
    const char *class;
    const struct verdict *verdict; /* NULL: the row of a class */
    struct short_cell cells[SHORT_SIDES];
    const char *recommendation; /* a name of choice_names; of a class: "" */
    char *text;                 /* the recommendation in words */
    char *brief;                /* the same in a few words */
};

struct short_table {
    char *heads[SHORT_SIDES]; /* NULL: no panel has this side, do not show it */
    struct short_row *items;
    size_t count, room;
    size_t floors; /* panels that do no work */
};

/* What to know of such panels, a sentence. */
#define SHORT_FLOORS \
    "empty does no work: what it takes is the harness's own cost, left out of ranges and counts."

/* Borrows the verdicts. Free with short_table_clear. */
struct short_table short_table_make(const struct verdicts *);
void short_table_clear(struct short_table *);

/* "1.97x at 2 (1.94 to 2.01)", of a class "0.24x to 2.00x", "-". Free it. */
char *short_cell_text(const struct short_row *, enum short_side);

/* The name of a row: the panel's, or the class as a heading. */
const char *short_row_name(const struct short_row *);

#endif
