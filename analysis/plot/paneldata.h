/*
 * SLUG.dat: the numbers of a panel, from which all its pictures are drawn.
 *
 * Blocks for gnuplot's `index`: per series its medians with limits, its launches, its fitted model
 * within the data and beyond; last the staircase of equal tasks. All blocks have the same columns;
 * NaN: unknown. A block of which nothing is known has one row of NaN, so that the others keep their
 * places.
 */
#ifndef CONVOY_PANELDATA_H
#define CONVOY_PANELDATA_H

#include "fault.h"
#include "picture.h"

/* From 1, as gnuplot counts. Of a quantity its value, lower limit, upper limit follow each other.
 */
enum {
    COLUMN_X = 1,  /* workers; medians and launches a little beside, so that all are seen */
    COLUMN_TIME_S, /* and 2 more */
    COLUMN_SPEEDUP = 5,
    COLUMN_EFFICIENCY = 8,
    COLUMN_KARP_FLATT = 11,
    COLUMN_WORKERS = 14, /* medians only: exactly */
    COLUMN_TIP           /* medians only: the numbers in words, quoted; last, since it has blanks */
};

enum block { BLOCK_MEDIANS, BLOCK_LAUNCHES, BLOCK_MODEL, BLOCK_BEYOND, BLOCKS };

/* A model is drawn up to at most this many times the largest number of workers measured:
 * method.md, "Statistics". */
enum { REACH = 2 };

/* Values of a launch more than this are not drawn: every second is left out, or more, by rank. */
enum { DOTS_MAX = 40 };

size_t paneldata_index(size_t series, enum block);

/* The staircase, where there is one: fixed work in a given number of tasks. */
bool paneldata_has_steps(const struct panel *);
size_t paneldata_steps_index(const struct panel *);

/* The fits of a series of whose chosen one a line is drawn; NULL: none. */
const struct fits *paneldata_fits(const struct picture_input *, const struct series *);

/* What that fit predicts: time in seconds or speed-up by COLUMN_TIME_S or COLUMN_SPEEDUP. NaN: no
 * fit. */
double paneldata_predicted(const struct picture_input *, const struct panel *,
                           const struct series *, int column, double workers);

/* "threads, 4 workers: 71.2 ms (69.8 to 73.0), 1.92x (1.75 to 2.06), 8 launches". Free it. */
char *paneldata_tip(const struct series *, const struct point *);

/* Writes FOLDER/SLUG.dat; false after an environment fault. */
bool paneldata_write(const struct picture_input *, const struct panel *, const char *folder,
                     struct fault *);

#endif
