/*
 * In what two data sets differ apart from their times, and whether that forbids comparing them:
 * other work or another machine does; another program, compiler, build or number of repetitions is
 * said, because that is what one mostly wants to compare.
 */
#ifndef CONVOY_CONTRAST_H
#define CONVOY_CONTRAST_H

#include "match.h"

struct remark {
    bool refuse; /* not comparable unless the user says so */
    char *text;  /* "CPU model: A / B", old before new */
};

struct contrast {
    struct remark *items; /* those that refuse first */
    size_t count, room, refusals;
};

struct contrast contrast_make(const struct side *before, const struct side *after,
                              const struct matching *);
void contrast_free(struct contrast *);

/* Fills the fault with what forbids the comparison and returns false; true if nothing does. */
bool contrast_allow(const struct contrast *, const struct side *before, const struct side *after,
                    struct fault *);

#endif
