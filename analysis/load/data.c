#include "data.h"

#include "array.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

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

const char *data_text(const struct data *data, word text) {
    return words_text(data->words, text);
}
