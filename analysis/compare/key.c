#include "key.h"

#include "check.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { KIND_WORD, KIND_COUNT };

/* The class is left out: it is a property of the kernel. */
static const struct {
    const char *name;
    size_t offset;
    enum kind kind;
    bool fixed;
} fields[KEY_FIELDS] = {
    {"kernel", offsetof(struct setup, kernel), KIND_WORD, true},
    {"variant", offsetof(struct setup, variant), KIND_WORD, false},
    {"params", offsetof(struct setup, params), KIND_WORD, false},
    {"scaling", offsetof(struct setup, scaling), KIND_WORD, false},
    {"size", offsetof(struct setup, size), KIND_WORD, false},
    {"tasks", offsetof(struct setup, tasks), KIND_COUNT, false},
    {"driver", offsetof(struct setup, driver), KIND_WORD, false},
    {"gil", offsetof(struct setup, gil), KIND_WORD, false},
    {"gil_interval_us", offsetof(struct setup, gil_interval_us), KIND_WORD, false},
    {"schedule", offsetof(struct setup, schedule), KIND_WORD, false},
    {"pin", offsetof(struct setup, pin), KIND_WORD, false},
    {"labels", offsetof(struct setup, labels), KIND_WORD, false},
    {"threads", offsetof(struct setup, threads), KIND_COUNT, false},
    {"nodes", offsetof(struct setup, nodes), KIND_COUNT, false},
    {"workers", offsetof(struct setup, workers), KIND_COUNT, true},
};

const char *key_field_name(size_t field) {
    return fields[field].name;
}

bool key_field_is_fixed(size_t field) {
    return fields[field].fixed;
}

static uint32_t number_of(const struct setup *setup, size_t field) {
    uint32_t number;
    memcpy(&number, (const char *)setup + fields[field].offset, sizeof number);
    return number;
}

static bool is_word(size_t field) {
    return fields[field].kind == KIND_WORD;
}

char *key_field_text(const struct data *data, const struct setup *setup, size_t field) {
    const uint32_t number = number_of(setup, field);
    if (!is_word(field))
        return number ? must_format("%u", number) : must_strdup("none");
    const char *text = data_text(data, number);
    uint64_t count;
    char people[32];
    if (text_count(text, 0, UINT64_MAX, &count))
        return must_strdup(*text ? text : "none");
    text_from_count(count, people);
    return must_strdup(people);
}

bool key_field_same(const struct data *data, const struct setup *setup,
                    const struct data *other_data, const struct setup *other, size_t field) {
    const uint32_t a = number_of(setup, field), b = number_of(other, field);
    return is_word(field) ? strcmp(data_text(data, a), data_text(other_data, b)) == 0 : a == b;
}

char *key_text(const struct data *data, const struct setup *setup, key_set without) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    for (size_t field = 0; field < KEY_FIELDS; field++) {
        if (!(without & 1u << field) && is_word(field))
            fputs(data_text(data, number_of(setup, field)), out);
        else if (!(without & 1u << field))
            fprintf(out, "%u", number_of(setup, field));
        fputc('\n', out);
    }
    CHECK(fclose(out) == 0);
    return text;
}
