#include "measure.h"

#include "array.h"
#include "check.h"
#include "median.h"
#include "ratio.h"
#include "scaling.h"

#include <stdlib.h>

/* One start of the program within a configuration: rows begin to end - 1 in the order of struct
 * launches. */
struct launch {
    uint32_t start; /* sequence number of its first row */
    uint32_t begin, end;
};

/* The launches of a configuration, in the order in which they began. */
struct launches {
    const struct configuration *configuration;
    uint32_t *order; /* its rows, those of one launch together; NULL: they lie like that */
    struct launch *items;
    size_t count;
    double *room; /* holds as many values as the longest launch has rows */
};

static bool lie_together(const struct configuration *configuration) {
    for (size_t i = 1; i < configuration->count; i++)
        if (configuration->items[i].launch < configuration->items[i - 1].launch)
            return false;
    return true;
}

static int by_launch(const void *left, const void *right, void *context) {
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const struct row *rows = context;
    if (rows[a].launch != rows[b].launch)
        return rows[a].launch < rows[b].launch ? -1 : 1;
    return (a > b) - (a < b);
}

/* Files have the rows of a launch together, and launches are numbered as they come: only rows of a
 * file that somebody sorted need an order. */
static uint32_t *order_make(const struct configuration *configuration) {
    if (lie_together(configuration))
        return NULL;
    uint32_t *order = must_alloc(configuration->count * sizeof *order);
    for (size_t i = 0; i < configuration->count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, configuration->count, sizeof *order, by_launch, configuration->items);
    return order;
}

static size_t row_at(const struct launches *launches, size_t place) {
    return launches->order ? launches->order[place] : place;
}

static const struct row *row_of(const struct launches *launches, size_t place) {
    return &launches->configuration->items[row_at(launches, place)];
}

static size_t launch_end(const struct launches *launches, size_t begin) {
    const size_t count = launches->configuration->count;
    size_t end = begin;
    while (end < count && row_of(launches, end)->launch == row_of(launches, begin)->launch)
        end++;
    return end;
}

static struct launch launch_make(const struct launches *launches, size_t begin, size_t end) {
    struct launch launch = {row_of(launches, begin)->sequence, (uint32_t)begin, (uint32_t)end};
    for (size_t i = begin; i < end; i++)
        if (row_of(launches, i)->sequence < launch.start)
            launch.start = row_of(launches, i)->sequence;
    return launch;
}

static int by_start(const void *left, const void *right) {
    const struct launch *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static bool are_by_start(const struct launches *launches) {
    for (size_t i = 1; i < launches->count; i++)
        if (launches->items[i].start < launches->items[i - 1].start)
            return false;
    return true;
}

static struct launches launches_make(const struct configuration *configuration) {
    CHECK(configuration->count < UINT32_MAX);
    struct launches launches = {.configuration = configuration, .order = order_make(configuration)};
    size_t longest = 0, room = 0;
    for (size_t begin = 0, end; begin < configuration->count; begin = end) {
        end = launch_end(&launches, begin);
        launches.items = array_grow(launches.items, launches.count, &room, sizeof *launches.items);
        launches.items[launches.count++] = launch_make(&launches, begin, end);
        longest = end - begin > longest ? end - begin : longest;
    }
    if (!are_by_start(&launches))
        qsort(launches.items, launches.count, sizeof *launches.items, by_start);
    launches.room = must_alloc(longest * sizeof *launches.room);
    return launches;
}

static void launches_clear(struct launches *launches) {
    free(launches->order);
    free(launches->items);
    free(launches->room);
}

/* Of sorted values; without limits, which would cost more than the sorting. */
static double middle(const double *sorted, size_t count) {
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

static double launch_time_s(const struct launches *launches, const struct launch *launch) {
    size_t count = 0;
    for (size_t i = launch->begin; i < launch->end; i++)
        launches->room[count++] = row_of(launches, i)->wall_s;
    values_sort(launches->room, count);
    return middle(launches->room, count);
}

static void times_collect(struct point *point, const struct launches *launches) {
    const size_t count = point->launches = launches->count;
    point->launch_s = must_alloc(count * sizeof *point->launch_s);
    point->ordered_s = must_alloc(count * sizeof *point->ordered_s);
    point->launch_starts = must_alloc(count * sizeof *point->launch_starts);
    for (size_t i = 0; i < count; i++) {
        point->ordered_s[i] = launch_time_s(launches, &launches->items[i]);
        point->launch_s[i] = point->ordered_s[i];
        point->launch_starts[i] = launches->items[i].start;
    }
    values_sort(point->launch_s, count);
}

static void range_find(struct point *point) {
    const struct configuration *configuration = point->configuration;
    point->min_s = point->max_s = configuration->items[0].wall_s;
    for (size_t i = 1; i < configuration->count; i++) {
        point->min_s = fmin(point->min_s, configuration->items[i].wall_s);
        point->max_s = fmax(point->max_s, configuration->items[i].wall_s);
    }
}

/* Sorts the known ones of `values` to the front and returns how many there are. */
static size_t known_sort(double *values, size_t count) {
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[known++] = values[i];
    values_sort(values, known);
    return known;
}

/* The median of a measure over the rows of one launch. */
static double launch_median(const float *values, const struct launches *launches,
                            const struct launch *launch) {
    size_t count = 0;
    for (size_t i = launch->begin; i < launch->end; i++)
        launches->room[count++] = values[row_at(launches, i)];
    count = known_sort(launches->room, count);
    return count ? middle(launches->room, count) : NAN;
}

/* `medians` holds as many values as there are launches. */
static struct estimate measure_summarise(const float *values, const struct launches *launches,
                                         double *medians) {
    for (size_t i = 0; i < launches->count; i++)
        medians[i] = launch_median(values, launches, &launches->items[i]);
    const size_t known = known_sort(medians, launches->count);
    return known ? median_of_sorted(medians, known) : estimate_unknown();
}

static void measures_summarise(struct point *point, const struct launches *launches) {
    double *medians = must_alloc(launches->count * sizeof *medians);
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        const float *values = point->configuration->measures[measure];
        point->measures[measure] =
            values ? measure_summarise(values, launches, medians) : estimate_unknown();
    }
    free(medians);
}

struct point point_measure(const struct configuration *configuration) {
    CHECK(configuration->count > 0);
    struct point point = {.configuration = configuration, .workers = configuration->setup.workers};
    struct launches launches = launches_make(configuration);
    times_collect(&point, &launches);
    range_find(&point);
    point.time_s = median_of_sorted(point.launch_s, point.launches);
    measures_summarise(&point, &launches);
    launches_clear(&launches);
    return point;
}

void point_clear(struct point *point) {
    free(point->launch_s);
    free(point->ordered_s);
    free(point->launch_starts);
}

bool point_launch_values(const struct point *point, enum measure measure, double *values) {
    const struct configuration *configuration = point->configuration;
    if (!configuration->measures[measure])
        return false;
    struct launches launches = launches_make(configuration);
    for (size_t i = 0; i < launches.count; i++)
        values[i] = launch_median(configuration->measures[measure], &launches, &launches.items[i]);
    launches_clear(&launches);
    return true;
}

struct estimate point_memory_bytes(const struct point *point) {
    const struct estimate pss_bytes = point->measures[MEASURE_pss_bytes];
    return pss_bytes.value > 0 ? pss_bytes : point->measures[MEASURE_rss_peak_bytes];
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

void points_leave(struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            struct point *point = &panel->items[s].items[p];
            point->speedup = point->efficiency = point->karp_flatt = estimate_unknown();
        }
}
