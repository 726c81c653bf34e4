#include "data.h"

#include "array.h"
#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const measure_names[MEASURES] = {
#define MEASURE(name) #name,
#include "measures.def"
#undef MEASURE
};

const char *const row_fate_names[ROW_FATES] = {
    [ROW_USED] = "used",
    [ROW_TORN] = "torn last line",
    [ROW_WARMUP] = "warm-up",
    [ROW_SKIPPED] = "skipped by the driver",
    [ROW_WRONG] = "not verified (ok is not 1)",
    [ROW_NOT_A_NUMBER] = "time is not a number",
    [ROW_NOT_POSITIVE] = "time is zero or negative",
};

enum { FIRST_SLOTS = 64 };

void tally_add(struct tallies *tallies, word text, uint64_t rows) {
    for (size_t i = 0; i < tallies->count; i++)
        if (tallies->items[i].text == text) {
            tallies->items[i].rows += rows;
            return;
        }
    const struct tally tally = {text, rows};
    ARRAY_PUSH(tallies, tally);
}

struct data *data_new(void) {
    struct data *data = must_alloc(sizeof *data);
    data->words = words_new();
    data->launches = words_new();
    data->slot_count = FIRST_SLOTS;
    data->slots = must_alloc(data->slot_count * sizeof *data->slots);
    return data;
}

void data_free(struct data *data) {
    if (!data)
        return;
    for (size_t i = 0; i < data->count; i++) {
        free(data->items[i].items);
        for (enum measure measure = 0; measure < MEASURES; measure++)
            free(data->items[i].measures[measure]);
        histogram_free(&data->items[i].latencies);
        free(data->items[i].flags.items);
    }
    free(data->items);
    free(data->slots);
    free(data->skips.items);
    free(data->hosts.items);
    words_free(data->words);
    words_free(data->launches);
    free(data);
}

/* A slot holds index + 1, 0 means free; linear probing, at most half full. */
static size_t slot_of(const struct data *data, const struct setup *setup) {
    size_t slot = hash_bytes(HASH_START, setup, sizeof *setup) & (data->slot_count - 1);
    while (data->slots[slot] &&
           memcmp(&data->items[data->slots[slot] - 1].setup, setup, sizeof *setup) != 0)
        slot = (slot + 1) & (data->slot_count - 1);
    return slot;
}

static void slots_double(struct data *data) {
    data->slot_count *= 2;
    free(data->slots);
    data->slots = must_alloc(data->slot_count * sizeof *data->slots);
    for (size_t i = 0; i < data->count; i++)
        data->slots[slot_of(data, &data->items[i].setup)] = (uint32_t)i + 1;
}

struct configuration *data_configuration(struct data *data, const struct setup *setup) {
    const size_t slot = slot_of(data, setup);
    if (data->slots[slot])
        return &data->items[data->slots[slot] - 1];
    const struct configuration configuration = {.setup = *setup};
    ARRAY_PUSH(data, configuration);
    data->slots[slot] = (uint32_t)data->count;
    if (2 * data->count > data->slot_count)
        slots_double(data);
    return &data->items[data->count - 1];
}

/* An array for a measure that so far no row of the configuration knew. */
static float *measure_begin(const struct configuration *configuration) {
    float *values = must_alloc(configuration->room * sizeof *values);
    for (size_t i = 0; i < configuration->count; i++)
        values[i] = NAN;
    return values;
}

static void measures_grow(struct configuration *configuration) {
    for (enum measure measure = 0; measure < MEASURES; measure++)
        if (configuration->measures[measure])
            configuration->measures[measure] =
                must_realloc(configuration->measures[measure], configuration->room * sizeof(float));
}

void configuration_add(struct configuration *configuration, const struct row *row,
                       const float *measures) {
    const size_t at = configuration->count, room = configuration->room;
    ARRAY_PUSH(configuration, *row);
    if (configuration->room != room)
        measures_grow(configuration);
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        if (!configuration->measures[measure] && !isnan(measures[measure]))
            configuration->measures[measure] = measure_begin(configuration);
        if (configuration->measures[measure])
            configuration->measures[measure][at] = measures[measure];
    }
}

const char *data_text(const struct data *data, word text) {
    return words_text(data->words, text);
}
