#include "rate.h"

#include "check.h"
#include "measure.h"
#include "median.h"
#include "scaling.h"

#include <stdlib.h>

/* Divides the known values by their launches' times, to the front; returns how many. */
static size_t rates_make(const struct point *point, double *values) {
    size_t known = 0;
    for (size_t i = 0; i < point->launches; i++)
        if (!isnan(values[i]))
            values[known++] = values[i] / point->ordered_s[i];
    return known;
}

struct estimate point_rate(const struct point *point, enum measure measure) {
    /* Nothing happened, or nobody says: no need to look at the rows. */
    if (!(point->measures[measure].value > 0))
        return point->measures[measure];
    double *values = must_alloc(point->launches * sizeof *values);
    struct estimate rate = estimate_unknown();
    const size_t known =
        point_launch_values(point, measure, values) ? rates_make(point, values) : 0;
    if (known) {
        values_sort(values, known);
        rate = median_of_sorted(values, known);
    }
    free(values);
    return rate;
}

struct estimate point_lock_wait(const struct point *point) {
    return estimate_scaled(point_rate(point, MEASURE_gil_wait_s), 1 / point->workers);
}

struct estimate point_comm_wait(const struct point *point) {
    return estimate_scaled(point_rate(point, MEASURE_comm_wait_s), 1 / point->workers);
}
