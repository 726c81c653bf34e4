/*
 * What work costs on one undisturbed core, from raw samples that convoy-serial measured. A sample
 * of I items in T tasks that took S seconds says that a range of I/T items takes S/T seconds.
 * Samples of the same kernel, variant, parameters and range are one point, their median; between
 * two points the time per item is interpolated linearly in the logarithm of the range's items
 * (caches make it depend on them), outside of them it is that of the nearest point.
 */
#ifndef CONVOY_COST_H
#define CONVOY_COST_H

#include "fault.h"

#include <stddef.h>
#include <stdint.h>

struct cost_point {
    double items;   /* of one range */
    double seconds; /* that it takes */
};

/* The points of one kernel, variant and parameters, ranges ascending. */
struct cost {
    struct cost_point *points;
    size_t count;
};

/*
 * Reads the points of that work from a file of raw samples of this schema. A user's fault if the
 * file has none. Free with cost_free.
 */
bool cost_read(const char *path, const char *kernel, const char *variant, const char *params,
               struct cost *, struct fault *);
void cost_free(struct cost *);

/* Seconds for a range of that many items; 0 for none. */
double cost_seconds(const struct cost *, uint64_t items);

/* Sorts samples and makes one point of those with the same number of items. */
void cost_settle(struct cost *);

#endif
