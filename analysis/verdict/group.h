/* The panels of one class of work together: counted, never averaged. */
#ifndef CONVOY_GROUP_H
#define CONVOY_GROUP_H

#include "advice.h"

struct group {
    const char *class;           /* "cpu"; "" where the file has no classes */
    const struct verdict *items; /* `count` of the study's verdicts: a class lies together */
    size_t count;
    size_t floors; /* so many of them do no work, see panel_is_floor: in no range and no count */
    /* How many panels are advised what, by enum choice: without a lock, with the cpython lock. */
    size_t choices[CHOICES], locked_choices[CHOICES];
};

/* The group that begins with the verdict of that index. */
struct group group_at(const struct verdicts *, size_t first);

/* "threads in 3 of 5, either in 2; with the lock processes in 4 of 4". Free it. */
char *group_recommendation(const struct group *);

/* "of 8 curves 5 gain up to the most workers measured, 3 stop gaining at a lock"; NULL: no panel
 * says. Free it. */
char *group_stops(const struct group *);

/* What to know before one reads the panels of a class: what threads share that ranks do not. NULL:
 * nothing. */
const char *group_words(const char *class);

#endif
