/* What bind.c needs to know of a placement. */
#ifndef CONVOY_PLACEMENT_INSIDE_H
#define CONVOY_PLACEMENT_INSIDE_H

#include "places.h"

struct placement {
    const struct machine *machine;
    struct places places;
    unsigned first, workers;
    bool oversubscribed;
};

/* The place of a worker, counted from 0 within this placement. */
const struct place *placement_of(const struct placement *, unsigned worker);

#endif
