#include "label.h"

#include "array.h"
#include "keys.h"
#include "real.h"
#include "split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct column {
    const char *name;
    uint32_t file; /* that had it last */
    word values[LABEL_VALUES_MAX];
    uint8_t value_count, last; /* number of the value found last, from 1 */
    bool text;                 /* some value is no number */
    bool dropped;              /* too many values */
    bool passed_over;          /* the result, for people */
    uint64_t said;             /* rows with a value */
    /* By recorded row: number of the value from 1, 0 for none; those behind `count` say nothing. */
    uint8_t *items;
    size_t count, room;
};

struct record {
    uint32_t configuration;
    word flags;
};

struct labels {
    struct words *names; /* word - 1 is the column's index */
    struct {
        struct column *items;
        size_t count, room;
    } columns;
    size_t looked_at; /* columns that are not dropped */
    struct {
        struct record *items;
        size_t count, room;
    } records;
    /* Rows that each configuration had when recording began; those that came later had none. */
    uint32_t *starts;
    size_t start_count;
};

struct labels *labels_new(void) {
    struct labels *labels = must_alloc(sizeof *labels);
    labels->names = words_new();
    return labels;
}

static void column_forget_rows(struct column *column) {
    free(column->items);
    column->items = NULL;
    column->count = column->room = 0;
}

static void records_free(struct labels *labels) {
    free(labels->records.items);
    free(labels->starts);
    labels->records.items = NULL;
    labels->records.count = labels->records.room = 0;
    labels->starts = NULL;
    labels->start_count = 0;
}

void labels_free(struct labels *labels) {
    for (size_t i = 0; i < labels->columns.count; i++)
        column_forget_rows(&labels->columns.items[i]);
    free(labels->columns.items);
    records_free(labels);
    words_free(labels->names);
    free(labels);
}

static void recording_begin(struct data *data) {
    struct labels *labels = data->labels;
    labels->start_count = data->count;
    labels->starts = must_alloc(data->count * sizeof *labels->starts);
    for (size_t i = 0; i < data->count; i++)
        labels->starts[i] = (uint32_t)data->items[i].count;
}

int labels_column(struct data *data, const char *name, uint32_t file) {
    struct labels *labels = data->labels;
    if (!*name)
        return LABEL_NONE;
    const size_t index = words_keep(labels->names, name) - 1;
    if (index == labels->columns.count) {
        const struct column column = {.name = words_text(labels->names, (word)index + 1)};
        ARRAY_PUSH(&labels->columns, column);
        if (!labels->looked_at++)
            recording_begin(data);
    } else if (labels->columns.items[index].file == file)
        return LABEL_NONE;
    labels->columns.items[index].file = file;
    return labels->columns.items[index].dropped ? LABEL_NONE : (int)index;
}

bool labels_recording(const struct data *data) {
    return data->labels->looked_at > 0;
}

void labels_row(struct data *data, uint32_t configuration, word flags) {
    const struct record record = {configuration, flags};
    ARRAY_PUSH(&data->labels->records, record);
}

/* Counts the flags of recorded rows, each for its configuration as it is. */
static void flags_count(struct data *data) {
    const struct labels *labels = data->labels;
    for (size_t i = 0; i < labels->records.count; i++)
        if (labels->records.items[i].flags)
            flags_add(data, &data->items[labels->records.items[i].configuration].flags,
                      data_text(data, labels->records.items[i].flags));
}

static void column_give_up(struct data *data, struct column *column) {
    column_forget_rows(column);
    column->dropped = true;
    if (--data->labels->looked_at)
        return;
    flags_count(data);
    records_free(data->labels);
}

/* The number of a value that the column has, or 0. */
static uint8_t value_find(const struct data *data, const struct column *column, const char *text) {
    if (column->last && strcmp(data_text(data, column->values[column->last - 1]), text) == 0)
        return column->last;
    for (uint8_t i = 0; i < column->value_count; i++)
        if (strcmp(data_text(data, column->values[i]), text) == 0)
            return i + 1;
    return 0;
}

/* Rows in between said nothing. */
static void column_record(struct column *column, size_t row, uint8_t number) {
    while (column->count < row)
        ARRAY_PUSH(column, 0);
    ARRAY_PUSH(column, number);
}

bool labels_value(struct data *data, int index, const char *text) {
    struct column *column = &data->labels->columns.items[index];
    if (!*text)
        return true;
    uint8_t number = value_find(data, column, text);
    if (!number && column->value_count == LABEL_VALUES_MAX) {
        column_give_up(data, column);
        return false;
    }
    if (!number) {
        double real;
        column->text |= !real_read(text, &real);
        column->values[column->value_count++] = words_keep(data->words, text);
        number = column->value_count;
    }
    column->last = number;
    column->said++;
    column_record(column, data->labels->records.count - 1, number);
    return true;
}

static bool says_the_same(const struct data *data, const struct column *column) {
    return !column->dropped &&
           (column->value_count == 0 ||
            (column->value_count == 1 && column->said == data->fates[ROW_USED]));
}

static bool tells_apart(const struct data *data, const struct column *column) {
    return column->text && !column->dropped && !says_the_same(data, column);
}

/* The columns that make labels, while configurations are split. */
struct chosen {
    struct data *data;
    const struct column **items;
    size_t count, room;
    size_t key_bytes;
    uint8_t *key;      /* the values of the row that is looked at */
    struct keys *keys; /* numbers what rows say */
    struct {
        word *items; /* the label by that number */
        size_t count, room;
    } labels;
};

static void chosen_find(struct chosen *chosen) {
    const struct labels *labels = chosen->data->labels;
    for (size_t i = 0; i < labels->columns.count; i++)
        if (tells_apart(chosen->data, &labels->columns.items[i]))
            ARRAY_PUSH(chosen, &labels->columns.items[i]);
    chosen->key_bytes = (chosen->count + 3) / 4 * 4;
    chosen->key = must_alloc(chosen->key_bytes);
    chosen->keys = keys_new(chosen->key_bytes);
}

static void chosen_free(struct chosen *chosen) {
    free(chosen->items);
    free(chosen->key);
    free(chosen->labels.items);
    keys_free(chosen->keys);
}

/* "python=3.13t; machine=a" for what stands in chosen->key; nothing for a column without a value.
 */
static word label_make(const struct chosen *chosen) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    const char *before = "";
    for (size_t i = 0; i < chosen->count; i++) {
        const struct column *column = chosen->items[i];
        if (!chosen->key[i])
            continue;
        fprintf(out, "%s%s=%s", before, column->name,
                data_text(chosen->data, column->values[chosen->key[i] - 1]));
        before = "; ";
    }
    CHECK(fclose(out) == 0);
    const word label = words_keep(chosen->data->words, text);
    free(text);
    return label;
}

static word label_of(struct chosen *chosen, size_t record) {
    for (size_t i = 0; i < chosen->count; i++)
        chosen->key[i] = record < chosen->items[i]->count ? chosen->items[i]->items[record] : 0;
    const uint32_t number = keys_keep(chosen->keys, chosen->key);
    if (number < chosen->labels.count)
        return chosen->labels.items[number];
    const word label = label_make(chosen);
    ARRAY_PUSH(&chosen->labels, label);
    return label;
}

/* The labels of all rows, those of one configuration together and in order; free it. */
static word *labels_by_row(struct chosen *chosen) {
    const struct data *data = chosen->data;
    const struct labels *labels = data->labels;
    size_t *ends = must_alloc((data->count + 1) * sizeof *ends), rows = 0;
    for (size_t i = 0; i < data->count; i++) {
        ends[i] = rows + (i < labels->start_count ? labels->starts[i] : 0);
        rows += data->items[i].count;
    }
    word *by_row = must_alloc((rows + 1) * sizeof *by_row);
    for (size_t i = 0; i < labels->records.count; i++)
        by_row[ends[labels->records.items[i].configuration]++] = label_of(chosen, i);
    free(ends);
    return by_row;
}

/* Counts the flags of recorded rows, each for the configuration that it came into. */
static void flags_deal(struct chosen *chosen, const struct setup *setups) {
    struct data *data = chosen->data;
    const struct labels *labels = data->labels;
    for (size_t i = 0; i < labels->records.count; i++) {
        const struct record *record = &labels->records.items[i];
        if (!record->flags)
            continue;
        struct setup setup = setups[record->configuration];
        setup.labels = label_of(chosen, i);
        flags_add(data, &data_configuration(data, &setup)->flags, data_text(data, record->flags));
    }
}

static struct setup *setups_copy(const struct data *data) {
    struct setup *setups = must_alloc((data->count + 1) * sizeof *setups);
    for (size_t i = 0; i < data->count; i++)
        setups[i] = data->items[i].setup;
    return setups;
}

static void split_by_label(struct chosen *chosen) {
    struct setup *setups = setups_copy(chosen->data);
    word *labels = labels_by_row(chosen);
    data_split(chosen->data, labels);
    free(labels);
    flags_deal(chosen, setups);
    free(setups);
}

void labels_settle(struct data *data) {
    struct chosen chosen = {.data = data};
    chosen_find(&chosen);
    if (chosen.count)
        split_by_label(&chosen);
    else
        flags_count(data);
    chosen_free(&chosen);
    struct labels *labels = data->labels;
    records_free(labels);
    for (size_t i = 0; i < labels->columns.count; i++) {
        struct column *column = &labels->columns.items[i];
        column->passed_over = !says_the_same(data, column) && !tells_apart(data, column);
        column_forget_rows(column);
    }
    labels->looked_at = 0;
}

const char *labels_passed_over(const struct labels *labels, size_t *at) {
    while (*at < labels->columns.count) {
        const struct column *column = &labels->columns.items[(*at)++];
        if (column->passed_over)
            return column->name;
    }
    return NULL;
}
