/*
 * The places a policy offers, in order: worker i goes to place i modulo their number. They depend
 * on machine, mask and policy alone, never on how many workers there are.
 */
#ifndef CONVOY_PLACES_H
#define CONVOY_PLACES_H

#include "machine_inside.h"
#include "part.h"

struct place {
    struct hwloc_bitmap_s *set; /* inside the mask, never empty; owned */
    char *text;                 /* "3" or "0-7"; owned */
};

struct places {
    struct place *items;
    size_t count;
};

/*
 * Order of scatter, for qsort(3) of hwloc_obj_t that are PUs: a total order that knows no number of
 * workers.
 */
int places_compare_leaf_first(const void *, const void *);

/* False after a fault, with nothing left to free: a list names a PU outside the mask. */
bool places_make(const struct machine *, const struct pin_request *, struct places *,
                 struct fault *);

/* The same inside a rank's part, for PIN_SCATTER and PIN_NUMA, which cannot fail. */
void places_make_inside(const struct machine *, enum pin_policy, struct part, struct places *);
void places_free(struct places *);

#endif
