#include "machine.h"

#include "array.h"
#include "check.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

/* The kernel keeps a little more or less for itself at every boot. Of several values all must
 * agree. */
static bool same_amount(const char *a, const char *b) {
    char *end_a, *end_b;
    const double x = strtod(a, &end_a), y = strtod(b, &end_b);
    if (*end_a || *end_b)
        return strcmp(a, b) == 0;
    return fabs(x - y) <= 0.01 * fmax(x, y);
}

/* Copies `text` without its memory sizes, which vary like that: "NUMANode(memory=519...)". */
static char *shape_of(const char *text) {
    char *shape = must_strdup(text), *to = shape;
    for (const char *from = text; *from;) {
        static const char size[] = "memory=";
        const size_t length = sizeof size - 1;
        const bool skip = strncmp(from, size, length) == 0;
        if (skip)
            from += length + strspn(from + length, "0123456789");
        else
            *to++ = *from++;
    }
    *to = '\0';
    return shape;
}

static bool same_shape(const char *a, const char *b) {
    char *x = shape_of(a), *y = shape_of(b);
    const bool same = strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

const struct fact facts[FACTS] = {
    {"cpu_model", "CPU model", FACT_OF_HOST, FACT_MACHINE, true, same_text},
    {"architecture", "architecture", FACT_OF_HOST, FACT_MACHINE, true, same_text},
    {"hwloc_topology", "topology", FACT_OF_HOST, FACT_MACHINE, true, same_shape},
    {"pus_unmasked", "PUs", FACT_OF_HOST, FACT_MACHINE, true, same_text},
    {"memory_bytes", "memory", FACT_OF_HOST, FACT_MACHINE, true, same_amount},
    {"kernel", "operating system's kernel", FACT_OF_HOST, FACT_MACHINE, true, same_text},
    {"governor", "governor", FACT_OF_HOST, FACT_MACHINE, false, same_text},
    {"turbo_off", "turbo off", FACT_OF_HOST, FACT_MACHINE, false, same_text},
    {"smt", "SMT", FACT_OF_HOST, FACT_MACHINE, false, same_text},
    {"cgroup_cpu_max", "CPU limit of the control group", FACT_OF_HOST, FACT_MACHINE, false,
     same_text},
    {"cgroup_memory_max", "memory limit of the control group", FACT_OF_HOST, FACT_NAME, false,
     same_text},
    {"clock_source", "clock source", FACT_OF_HOST, FACT_NAME, true, same_text},
    {"transparent_huge_pages", "transparent huge pages", FACT_OF_HOST, FACT_NAME, false, same_text},
    {"address_space_randomised", "address space randomised", FACT_OF_HOST, FACT_NAME, false,
     same_text},
    {"host", "host", FACT_OF_HOST, FACT_NAME, true, same_text},
    {"mask", "CPUs that could be used", FACT_OF_LAUNCH, FACT_MACHINE, true, same_text},
    {"version", "version", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"git_revision", "git revision", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"compiler", "compiler", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"flags", "compiler flags", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"build_type", "build type", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"libraries", "libraries", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
    {"binary_id", "program files", FACT_OF_PROGRAM, FACT_PROGRAM, true, same_text},
};

/* The different values of one fact, sorted so that the order of launches does not matter. */
struct values {
    char **items;
    size_t count, room;
};

/* A number, truth value or text as text; NULL for what says nothing. Free it. */
static char *value_text(const cJSON *value) {
    if (cJSON_IsString(value))
        return *value->valuestring ? must_strdup(value->valuestring) : NULL;
    if (cJSON_IsNumber(value))
        return must_format("%.15g", value->valuedouble);
    if (cJSON_IsBool(value))
        return must_strdup(cJSON_IsTrue(value) ? "yes" : "no");
    return NULL;
}

static void values_add(struct values *values, char *value) {
    for (size_t i = 0; value && i < values->count; i++)
        if (strcmp(values->items[i], value) == 0) {
            free(value);
            return;
        }
    if (value)
        ARRAY_PUSH(values, value);
}

static int by_text(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All values joined, or NULL; frees them. */
static char *values_join(struct values *values) {
    char *text = NULL;
    if (values->count)
        qsort(values->items, values->count, sizeof *values->items, by_text);
    for (size_t i = 0; i < values->count; i++) {
        char *longer =
            text ? must_format("%s; %s", text, values->items[i]) : must_strdup(values->items[i]);
        free(text);
        free(values->items[i]);
        text = longer;
    }
    free(values->items);
    return text;
}

static const cJSON *place_in(const cJSON *item, enum fact_place place) {
    return place == FACT_OF_PROGRAM ? cJSON_GetObjectItem(item, "program") : item;
}

static void fact_collect(const cJSON *document, const struct fact *fact, struct values *values) {
    const char *list = fact->place == FACT_OF_HOST ? "hosts" : "launches";
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(document, list))
        values_add(values, value_text(cJSON_GetObjectItem(place_in(item, fact->place), fact->key)));
}

/* All documents, or none if one of them is none. Free *documents in any case. */
static bool documents_parse(const char *const *provenances, size_t count, cJSON **documents) {
    bool good = count > 0;
    for (size_t i = 0; i < count; i++) {
        documents[i] = provenances[i] ? cJSON_Parse(provenances[i]) : NULL;
        good = good && cJSON_IsArray(cJSON_GetObjectItem(documents[i], "hosts"));
    }
    return good;
}

struct machine machine_read(const char *const *provenances, size_t count) {
    struct machine machine = {0};
    cJSON **documents = must_alloc((count + 1) * sizeof(cJSON *));
    machine.known = documents_parse(provenances, count, documents);
    for (size_t f = 0; machine.known && f < FACTS; f++) {
        struct values values = {0};
        for (size_t i = 0; i < count; i++)
            fact_collect(documents[i], &facts[f], &values);
        machine.variants[f] = values.count;
        machine.values[f] = values_join(&values);
    }
    for (size_t i = 0; i < count; i++)
        cJSON_Delete(documents[i]);
    free(documents);
    return machine;
}

void machine_free(struct machine *machine) {
    for (size_t i = 0; i < FACTS; i++)
        free(machine->values[i]);
    *machine = (struct machine){0};
}

size_t fact_find(const char *key) {
    size_t i = 0;
    while (i < FACTS && strcmp(facts[i].key, key) != 0)
        i++;
    CHECK(i < FACTS);
    return i;
}
