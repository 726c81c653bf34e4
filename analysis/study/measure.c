#include "measure.h"

#include "check.h"
#include "median.h"
#include "ratio.h"
#include "scaling.h"

#include <stdlib.h>

/* A row by its place in its configuration, so that its measures are found, too. */
struct place {
    const struct row *row;
    size_t index;
};

static int by_launch_and_time(const void *left, const void *right) {
    const struct row *a = ((const struct place *)left)->row,
                     *b = ((const struct place *)right)->row;
    if (a->launch != b->launch)
        return a->launch < b->launch ? -1 : 1;
    return (a->wall_s > b->wall_s) - (a->wall_s < b->wall_s);
}

/* The rows of one launch lie together, sorted by time: their median is in the middle. */
static struct place *places_make(const struct configuration *configuration) {
    struct place *places = must_alloc(configuration->count * sizeof *places);
    for (size_t i = 0; i < configuration->count; i++)
        places[i] = (struct place){&configuration->items[i], i};
    qsort(places, configuration->count, sizeof *places, by_launch_and_time);
    return places;
}

static size_t launch_end(const struct place *places, size_t count, size_t begin) {
    size_t end = begin;
    while (end < count && places[end].row->launch == places[begin].row->launch)
        end++;
    return end;
}

/* One start of the program within a configuration. */
struct launch {
    uint32_t start;    /* sequence number of its first row */
    size_t begin, end; /* its places */
};

static int by_start(const void *left, const void *right) {
    const struct launch *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static struct launch launch_make(const struct place *places, size_t begin, size_t end) {
    struct launch launch = {places[begin].row->sequence, begin, end};
    for (size_t i = begin; i < end; i++)
        if (places[i].row->sequence < launch.start)
            launch.start = places[i].row->sequence;
    return launch;
}

/* All launches in the order in which they began; returns how many. Free *launches. */
static size_t launches_make(const struct place *places, size_t count, struct launch **launches) {
    size_t used = 0;
    *launches = must_alloc(count * sizeof **launches);
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = launch_end(places, count, begin);
        (*launches)[used++] = launch_make(places, begin, end);
    }
    qsort(*launches, used, sizeof **launches, by_start);
    return used;
}

static void times_collect(struct point *point, const struct place *places,
                          const struct launch *launches) {
    const size_t count = point->launches;
    point->launch_s = must_alloc(count * sizeof *point->launch_s);
    point->ordered_s = must_alloc(count * sizeof *point->ordered_s);
    point->launch_starts = must_alloc(count * sizeof *point->launch_starts);
    for (size_t i = 0; i < count; i++) {
        const size_t begin = launches[i].begin, rows = launches[i].end - begin;
        point->ordered_s[i] =
            (places[begin + (rows - 1) / 2].row->wall_s + places[begin + rows / 2].row->wall_s) / 2;
        point->launch_s[i] = point->ordered_s[i];
        point->launch_starts[i] = launches[i].start;
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

/* The median of a measure over the rows of one launch; `room` holds as many values. */
static double launch_median(const float *values, const struct place *places,
                            const struct launch *launch, double *room) {
    size_t count = 0;
    for (size_t i = launch->begin; i < launch->end; i++)
        room[count++] = values[places[i].index];
    count = known_sort(room, count);
    return count ? median_of_sorted(room, count).value : NAN;
}

static struct estimate measure_summarise(const float *values, const struct place *places,
                                         const struct launch *launches, size_t launch_count,
                                         double *room) {
    double *medians = must_alloc(launch_count * sizeof *medians);
    for (size_t i = 0; i < launch_count; i++)
        medians[i] = launch_median(values, places, &launches[i], room);
    const size_t known = known_sort(medians, launch_count);
    const struct estimate estimate = known ? median_of_sorted(medians, known) : estimate_unknown();
    free(medians);
    return estimate;
}

static void measures_summarise(struct point *point, const struct place *places,
                               const struct launch *launches) {
    double *room = must_alloc(point->configuration->count * sizeof *room);
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        const float *values = point->configuration->measures[measure];
        point->measures[measure] =
            values ? measure_summarise(values, places, launches, point->launches, room)
                   : estimate_unknown();
    }
    free(room);
}

struct point point_measure(const struct configuration *configuration) {
    CHECK(configuration->count > 0);
    struct point point = {.configuration = configuration, .workers = configuration->setup.workers};
    struct place *places = places_make(configuration);
    struct launch *launches;
    point.launches = launches_make(places, configuration->count, &launches);
    times_collect(&point, places, launches);
    range_find(&point);
    point.time_s = median_of_sorted(point.launch_s, point.launches);
    measures_summarise(&point, places, launches);
    free(launches);
    free(places);
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
    struct place *places = places_make(configuration);
    struct launch *launches;
    const size_t count = launches_make(places, configuration->count, &launches);
    double *room = must_alloc(configuration->count * sizeof *room);
    for (size_t i = 0; i < count; i++)
        values[i] = launch_median(configuration->measures[measure], places, &launches[i], room);
    free(room);
    free(launches);
    free(places);
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
