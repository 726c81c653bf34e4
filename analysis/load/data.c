#include "data.h"

#include "array.h"
#include "label.h"

#include <math.h>
#include <stdbool.h>
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
    [ROW_NO_TIME] = "no time given",
    [ROW_WRONG] = "wrong result (ok=0)",
    [ROW_UNVERIFIED] = "not verified (ok is neither 0 nor 1)",
    [ROW_NOT_A_NUMBER] = "time is not a number",
    [ROW_NOT_POSITIVE] = "time is zero or negative",
    [ROW_SIMULATED] = "simulated, not measured",
};

/* Up to so many, looking at all of them is quicker than a table. */
enum { TALLIES_FEW = 16 };

static struct tally *tally_find(const struct tallies *tallies, word text) {
    for (size_t i = 0; i < tallies->count; i++)
        if (tallies->items[i].text == text)
            return &tallies->items[i];
    return NULL;
}

/* The same by the table, which is made for all items before. */
static struct tally *tally_look_up(struct tallies *tallies, word text) {
    if (!tallies->texts) {
        tallies->texts = keys_new(sizeof text);
        for (size_t i = 0; i < tallies->count; i++)
            keys_keep(tallies->texts, &tallies->items[i].text);
    }
    const uint32_t number = keys_keep(tallies->texts, &text);
    return number < tallies->count ? &tallies->items[number] : NULL;
}

void tally_add(struct tallies *tallies, word text, uint64_t rows) {
    struct tally *old =
        tallies->count < TALLIES_FEW ? tally_find(tallies, text) : tally_look_up(tallies, text);
    if (old) {
        old->rows += rows;
        return;
    }
    const struct tally tally = {text, rows};
    ARRAY_PUSH(tallies, tally);
}

void tallies_free(struct tallies *tallies) {
    free(tallies->items);
    keys_free(tallies->texts);
    *tallies = (struct tallies){0};
}

void flags_add(struct data *data, struct tallies *tallies, const char *flags) {
    char *copy = must_strdup(flags), *rest = copy;
    for (char *flag; (flag = strsep(&rest, ";"));)
        if (*flag)
            tally_add(tallies, words_keep(data->words, flag), 1);
    free(copy);
}

struct data *data_new(void) {
    struct data *data = must_alloc(sizeof *data);
    data->words = words_new();
    data->setups = keys_new(sizeof(struct setup));
    data->skip_keys = keys_new(sizeof(struct skip));
    data->labels = labels_new();
    data->repeats = repeats_new();
    return data;
}

void configuration_clear(struct configuration *configuration) {
    free(configuration->items);
    free(configuration->block);
    for (enum measure measure = 0; !configuration->block && measure < MEASURES; measure++)
        free(configuration->measures[measure]);
    histogram_free(&configuration->latencies);
    node_times_free(&configuration->node_times);
    tallies_free(&configuration->flags);
}

void data_free(struct data *data) {
    if (!data)
        return;
    for (size_t i = 0; i < data->count; i++)
        configuration_clear(&data->items[i]);
    free(data->items);
    free(data->skips.items);
    free(data->simulations.items);
    tallies_free(&data->hosts);
    words_free(data->words);
    keys_free(data->setups);
    keys_free(data->skip_keys);
    labels_free(data->labels);
    repeats_free(data->repeats);
    free(data);
}

struct configuration *data_configuration(struct data *data, const struct setup *setup) {
    const uint32_t number = keys_keep(data->setups, setup);
    if (number == data->count) {
        const struct configuration configuration = {.setup = *setup};
        ARRAY_PUSH(data, configuration);
    }
    return &data->items[number];
}

void data_skip(struct data *data, const struct skip *skip) {
    if (keys_keep(data->skip_keys, skip) == data->skips.count)
        ARRAY_PUSH(&data->skips, *skip);
}

void data_wrong(struct data *data, word kernel, word driver) {
    struct wrongs *wrongs = &data->wrongs;
    for (size_t i = 0; i < wrongs->count; i++)
        if (wrongs->items[i].kernel == kernel && wrongs->items[i].driver == driver) {
            wrongs->items[i].rows++;
            return;
        }
    if (wrongs->count < WRONGS_MAX)
        wrongs->items[wrongs->count++] = (struct wrong){kernel, driver, 1};
    else
        wrongs->other_rows++;
}

static bool build_is(const struct build *build, word driver, word binary) {
    return build->driver == driver && build->binary == binary;
}

void data_build(struct data *data, word driver, word binary) {
    struct builds *builds = &data->builds;
    if (builds->count && build_is(&builds->items[builds->last], driver, binary))
        return;
    for (size_t i = 0; i < builds->count; i++)
        if (build_is(&builds->items[i], driver, binary)) {
            builds->last = i;
            return;
        }
    if (builds->count == BUILDS_MAX)
        return;
    builds->last = builds->count;
    builds->items[builds->count++] = (struct build){driver, binary};
}

/* An array for a measure that so far no row of the configuration knew. */
static float *measure_begin(const struct configuration *configuration) {
    float *values = must_alloc(configuration->room * sizeof *values);
    for (size_t i = 0; i < configuration->count; i++)
        values[i] = NAN;
    return values;
}

static void measures_resize(struct configuration *configuration) {
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
        measures_resize(configuration);
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        if (!configuration->measures[measure] && !isnan(measures[measure]))
            configuration->measures[measure] = measure_begin(configuration);
        if (configuration->measures[measure])
            configuration->measures[measure][at] = measures[measure];
    }
}

static size_t measures_count(const struct configuration *configuration) {
    size_t known = 0;
    for (enum measure measure = 0; measure < MEASURES; measure++)
        known += configuration->measures[measure] != NULL;
    return known;
}

/* What each small array could give back lies apart from the others and is of use to nobody: they
 * move together. */
static void configuration_trim(struct configuration *configuration) {
    const size_t count = configuration->count;
    configuration->room = count;
    configuration->items = must_realloc(configuration->items, count * sizeof *configuration->items);
    float *end = must_alloc(measures_count(configuration) * count * sizeof *end);
    configuration->block = end;
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        if (!configuration->measures[measure])
            continue;
        memcpy(end, configuration->measures[measure], count * sizeof *end);
        free(configuration->measures[measure]);
        configuration->measures[measure] = end;
        end += count;
    }
}

void data_trim(struct data *data) {
    for (size_t i = 0; i < data->count; i++)
        configuration_trim(&data->items[i]);
}

const char *data_text(const struct data *data, word text) {
    return words_text(data->words, text);
}
