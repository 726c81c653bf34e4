#include "measure.h"

#include "check.h"
#include "median.h"
#include "ratio.h"
#include "scaling.h"

#include <stdlib.h>

static int by_launch_and_time(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    if (a->launch != b->launch)
        return a->launch < b->launch ? -1 : 1;
    return (a->wall_s > b->wall_s) - (a->wall_s < b->wall_s);
}

/* Rows of one launch lie together, sorted by time: their median is in the middle. */
static double middle_s(const struct row *rows, size_t count) {
    return (rows[(count - 1) / 2].wall_s + rows[count / 2].wall_s) / 2;
}

static void launches_collect(struct point *point, const struct row *rows, size_t count) {
    point->launch_s = must_alloc(count * sizeof *point->launch_s);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && rows[end].launch == rows[begin].launch;)
            end++;
        point->launch_s[point->launches++] = middle_s(rows + begin, end - begin);
    }
    values_sort(point->launch_s, point->launches);
}

static void range_find(struct point *point, const struct row *rows, size_t count) {
    point->min_s = point->max_s = rows[0].wall_s;
    for (size_t i = 1; i < count; i++) {
        point->min_s = fmin(point->min_s, rows[i].wall_s);
        point->max_s = fmax(point->max_s, rows[i].wall_s);
    }
}

enum measure { MEASURE_CPU, MEASURE_SPAWN, MEASURE_MEMORY };

static double row_value(const struct row *row, enum measure measure) {
    return measure == MEASURE_CPU     ? row->cpu_s
           : measure == MEASURE_SPAWN ? row->spawn_s
                                      : row->memory_bytes;
}

/* Median over the rows that know it; `room` holds count values. */
static double known_median(const struct row *rows, size_t count, enum measure measure,
                           double *room) {
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(row_value(&rows[i], measure)))
            room[known++] = row_value(&rows[i], measure);
    if (!known)
        return NAN;
    values_sort(room, known);
    return median_of_sorted(room, known).value;
}

struct point point_measure(const struct configuration *configuration) {
    const size_t count = configuration->count;
    CHECK(count > 0);
    struct point point = {.configuration = configuration, .workers = configuration->setup.workers};
    struct row *rows = must_alloc(count * sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = configuration->items[i];
    qsort(rows, count, sizeof *rows, by_launch_and_time);
    launches_collect(&point, rows, count);
    range_find(&point, rows, count);
    point.time_s = median_of_sorted(point.launch_s, point.launches);
    double *room = must_alloc(count * sizeof *room);
    point.cpu_s = known_median(rows, count, MEASURE_CPU, room);
    point.spawn_s = known_median(rows, count, MEASURE_SPAWN, room);
    point.memory_bytes = known_median(rows, count, MEASURE_MEMORY, room);
    free(room);
    free(rows);
    return point;
}

/* Against itself there is nothing to estimate. */
static struct estimate base_to(const struct point *base, const struct point *point) {
    if (point == base)
        return (struct estimate){1, 1, 1};
    return ratio_of_sorted(base->launch_s, base->launches, point->launch_s, point->launches);
}

static void point_compare(const struct panel *panel, struct point *point) {
    const struct point *base = panel_base(panel);
    const double growth = point->workers / base->workers;
    point->speedup = estimate_scaled(base_to(base, point), panel->weak ? growth : 1);
    point->efficiency = estimate_scaled(point->speedup, 1 / growth);
    /* The fraction is defined for fixed work and one worker as the base. */
    point->karp_flatt = panel->weak || base->workers > 1
                            ? estimate_unknown()
                            : karp_flatt(point->speedup, point->workers);
}

void points_compare(struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            point_compare(panel, &panel->items[s].items[p]);
}
