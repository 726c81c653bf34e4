/*
 * What may be wrong with a measurement, as sentences: rows left out and why, flags, too few
 * launches, many comparisons, wide limits, things a file did not say. A note is there only if there
 * is something to say.
 */
#ifndef CONVOY_NOTE_H
#define CONVOY_NOTE_H

#include "verdict.h"

struct notes {
    char **items;
    size_t count, room;
};

struct notes notes_make(const struct study *, const struct verdicts *);

/* Adds one more sentence, which is copied. */
void notes_add(struct notes *, const char *sentence);
void notes_free(struct notes *);

#endif
