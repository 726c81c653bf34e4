#include "split.h"

#include "check.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A configuration while it is taken apart. */
struct split {
    size_t rows, parts;
    uint32_t *part_of; /* by row */
    size_t *counts;    /* rows by part */
    void **arrays;     /* by part: what is being filled */
};

/* Moves the elements of an array, in order, to one new array for each part. */
static void scatter(const struct split *split, const void *array, size_t size) {
    const char *from = array;
    size_t *used = must_alloc(split->parts * sizeof *used);
    for (size_t part = 0; part < split->parts; part++)
        split->arrays[part] = must_realloc(NULL, split->counts[part] * size);
    for (size_t row = 0; row < split->rows; row++, from += size) {
        const uint32_t part = split->part_of[row];
        memcpy((char *)split->arrays[part] + used[part]++ * size, from, size);
    }
    free(used);
}

static bool some_are_known(const float *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            return true;
    return false;
}

static void measure_move(const struct split *split, float *values, enum measure measure,
                         struct configuration *parts) {
    scatter(split, values, sizeof *values);
    free(values);
    for (size_t part = 0; part < split->parts; part++)
        if (some_are_known(split->arrays[part], split->counts[part]))
            parts[part].measures[measure] = split->arrays[part];
        else
            free(split->arrays[part]);
}

static void rows_move(const struct split *split, struct configuration *old,
                      struct configuration *parts) {
    scatter(split, old->items, sizeof *old->items);
    free(old->items);
    for (size_t part = 0; part < split->parts; part++) {
        parts[part].items = split->arrays[part];
        parts[part].count = parts[part].room = split->counts[part];
    }
    for (enum measure measure = 0; measure < MEASURES; measure++)
        if (old->measures[measure])
            measure_move(split, old->measures[measure], measure, parts);
}

/* New configurations for the labels; returns the first, behind which the others lie. */
static struct configuration *parts_make(struct data *data, const struct configuration *old,
                                        const struct keys *labels) {
    const size_t first = data->count;
    for (uint32_t part = 0; part < keys_count(labels); part++) {
        struct setup setup = old->setup;
        setup.labels = *(const word *)keys_at(labels, part);
        struct configuration *configuration = data_configuration(data, &setup);
        configuration->pus = old->pus;
        if (!setup.labels)
            configuration->flags = old->flags;
    }
    CHECK(data->count == first + keys_count(labels));
    return &data->items[first];
}

/* Sums cannot be divided: where the rows go to several configurations, nobody gets them. */
static void sums_move(struct configuration *old, struct configuration *parts, size_t count) {
    if (count == 1) {
        parts->latencies = old->latencies;
        parts->node_times = old->node_times;
    } else {
        histogram_free(&old->latencies);
        node_times_free(&old->node_times);
    }
}

static void configuration_split(struct data *data, struct configuration *old,
                                const word *row_labels) {
    struct keys *labels = keys_new(sizeof(word));
    struct split split = {.rows = old->count,
                          .part_of = must_realloc(NULL, old->count * sizeof *split.part_of)};
    for (size_t row = 0; row < split.rows; row++)
        split.part_of[row] = keys_keep(labels, &row_labels[row]);
    split.parts = keys_count(labels);
    split.counts = must_alloc(split.parts * sizeof *split.counts);
    split.arrays = must_alloc(split.parts * sizeof *split.arrays);
    for (size_t row = 0; row < split.rows; row++)
        split.counts[split.part_of[row]]++;
    struct configuration *parts = parts_make(data, old, labels);
    rows_move(&split, old, parts);
    sums_move(old, parts, split.parts);
    free(split.part_of);
    free(split.counts);
    free(split.arrays);
    keys_free(labels);
}

void data_split(struct data *data, const word *labels) {
    struct configuration *old = data->items;
    const size_t count = data->count;
    keys_free(data->setups);
    data->setups = keys_new(sizeof(struct setup));
    data->items = NULL;
    data->count = data->room = 0;
    for (size_t i = 0; i < count; i++) {
        configuration_split(data, &old[i], labels);
        labels += old[i].count;
    }
    free(old);
}
