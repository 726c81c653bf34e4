/*
 * drift: whether the machine changed while the study ran. The time of every launch divided by the
 * median of its configuration, against when it was measured; all series of all panels in one
 * picture, since a machine drifts for all of them. A running median shows what they have in common.
 */
#ifndef CONVOY_DRIFT_H
#define CONVOY_DRIFT_H

#include "picture.h"

/* Adds the picture `drift` where enough launches were made; for whole_kinds. */
bool drift_add(const struct picture_input *, struct pictures *, struct fault *);

/* A launch of a configuration. */
struct drift_dot {
    uint32_t sequence; /* of its first row in the study */
    double ratio;      /* its time / the median of its configuration */
    enum role role;
    bool locked;
};

struct drift_dots {
    struct drift_dot *items; /* by sequence */
    size_t count, room;
};

/* All launches of configurations that have at least three. Free items. */
struct drift_dots drift_collect(const struct study *);

/* The median of the ratios of `width` neighbours around each dot, fewer at both ends; width is odd.
 * Free it. */
double *drift_running_median(const struct drift_dots *, size_t width);

#endif
