/*
 * The places a policy offers, in order: worker i goes to place i modulo their number. They depend
 * on machine, mask and policy alone, never on how many workers there are.
 */
#ifndef CONVOY_PLACES_H
#define CONVOY_PLACES_H

#include "machine_inside.h"

struct place {
    struct hwloc_bitmap_s *set; /* inside the mask, never empty; owned */
    char *text;                 /* "3" or "0-7"; owned */
};

struct places {
    struct place *items;
    size_t count;
};

/* False after a fault, with nothing left to free: a list names a PU outside the mask. */
bool places_make(const struct machine *, const struct pin_request *, struct places *,
                 struct fault *);
void places_free(struct places *);

#endif
