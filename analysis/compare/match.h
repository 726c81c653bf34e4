/*
 * Which configuration of one data set is which of the other: those equal in every field of key.h.
 *
 * A kernel that is in both but has no configuration in common was run with other work: the fields
 * whose values are disjoint say how. Where the user wants that compared all the same, these fields
 * are passed over for that kernel, and configurations match that are then unique on both sides.
 */
#ifndef CONVOY_MATCH_H
#define CONVOY_MATCH_H

#include "dataset.h"
#include "key.h"

struct match {
    struct spot before, after;
    bool other_work; /* equal only but for the kernel's differing fields */
};

/* A kernel without a common configuration. */
struct stranger {
    const char *kernel;
    key_set fields; /* those whose values are disjoint; may be empty */
    char *text;     /* "kernel sum: size 1M / 2M", old before new */
};

struct matching {
    struct match *items; /* in the order of the new study */
    size_t count;
    struct spot *removed, *added; /* without a partner, in the order of their studies */
    size_t removed_count, added_count;
    struct stranger *strangers;
    size_t stranger_count, stranger_room;
};

struct matching matching_make(const struct dataset *before, const struct dataset *after,
                              bool despite);
void matching_free(struct matching *);

#endif
