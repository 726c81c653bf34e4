/*
 * In what two data sets differ apart from their times, and whether that forbids comparing them:
 * other work or another machine does; another program, compiler, build or number of repetitions is
 * said, because that is what one mostly wants to compare.
 */
#ifndef CONVOY_REMARK_H
#define CONVOY_REMARK_H

#include "match.h"

struct remark {
    bool refuse; /* not comparable unless the user says so */
    char *text;  /* "CPU model: A / B", old before new */
};

struct remarks {
    struct remark *items; /* those that refuse first */
    size_t count, room, refusals;
};

struct remarks remarks_make(const struct dataset *before, const struct dataset *after,
                            const struct matching *);
void remarks_free(struct remarks *);

/* Fills the fault with what forbids the comparison and returns false; true if nothing does. */
bool remarks_allow(const struct remarks *, const struct dataset *before,
                   const struct dataset *after, struct fault *);

#endif
