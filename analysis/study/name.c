#include "name.h"

#include "array.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* name = name + addition; frees the old one. */
static void append(char **name, char *addition) {
    char *longer = must_format("%s%s", *name, addition);
    free(*name);
    free(addition);
    *name = longer;
}

static const char *role_name(enum role role, const char *driver) {
    static const char *const names[] = {[ROLE_SERIAL] = "serial",
                                        [ROLE_THREADS] = "threads",
                                        [ROLE_PROCESSES] = "processes",
                                        [ROLE_HYBRID] = "hybrid",
                                        [ROLE_OTHER] = NULL};
    return names[role] ? names[role] : *driver ? driver : "(no name)";
}

/*
 * What tells things of one name apart: a detail by which some of them differ belongs into the name
 * of all of them.
 */
enum { DETAILS_MAX = 4 };

struct namesakes {
    word details[DETAILS_MAX]; /* of the first of them */
    bool differ[DETAILS_MAX];
};

struct register_of_names {
    struct words *names; /* a name's word is the place of its namesakes */
    struct namesakes *items;
    size_t count, room;
};

static void name_register(struct register_of_names *names, const char *name, const word *details) {
    const word place = words_keep(names->names, name);
    while (names->count <= place) {
        struct namesakes first = {0};
        memcpy(first.details, details, sizeof first.details);
        ARRAY_PUSH(names, first);
    }
    for (size_t i = 0; i < DETAILS_MAX; i++)
        names->items[place].differ[i] |= names->items[place].details[i] != details[i];
}

static const bool *name_differences(const struct register_of_names *names, const char *name) {
    return names->items[words_keep(names->names, name)].differ;
}

static void register_clear(struct register_of_names *names) {
    words_free(names->names);
    free(names->items);
}

/* Two spellings of one role in a panel ("omp" and "pthread") keep their own names. */
struct spellings {
    word drivers[ROLE_OTHER + 1];
    bool found[ROLE_OTHER + 1], differ[ROLE_OTHER + 1];
};

static struct spellings spellings_find(const struct panel *panel) {
    struct spellings spellings = {0};
    for (size_t i = 0; i < panel->count; i++) {
        const enum role role = panel->items[i].role;
        const word driver = panel->items[i].setup->driver;
        spellings.differ[role] |= spellings.found[role] && spellings.drivers[role] != driver;
        spellings.found[role] = true;
        spellings.drivers[role] = driver;
    }
    return spellings;
}

static char *series_first_name(const struct data *data, const struct spellings *spellings,
                               const struct series *series) {
    const char *driver = data_text(data, series->setup->driver);
    const enum role role = spellings->differ[series->role] ? ROLE_OTHER : series->role;
    char *name = must_strdup(role_name(role, driver));
    if (series->setup->threads)
        append(&name, must_format(", %u per process", series->setup->threads));
    if (series->per_node)
        append(&name, must_format(", %u per node", series->per_node));
    if (series->setup->gil)
        append(&name, must_format(", %s lock", data_text(data, series->setup->gil)));
    return name;
}

/* What may still tell series with one name apart, in this order. */
enum detail { DETAIL_SCHEDULE, DETAIL_PIN, DETAIL_INTERVAL, DETAIL_LABELS, DETAILS };
_Static_assert((int)DETAILS <= (int)DETAILS_MAX, "room for the details of a series");

static word detail_of(const struct series *series, enum detail detail) {
    const struct setup *setup = series->setup;
    return detail == DETAIL_SCHEDULE ? setup->schedule
           : detail == DETAIL_PIN    ? setup->pin
           : detail == DETAIL_LABELS ? setup->labels
                                     : setup->gil_interval_us;
}

static char *detail_text(const struct data *data, const struct series *series, enum detail detail) {
    const char *text = data_text(data, detail_of(series, detail));
    if (detail == DETAIL_SCHEDULE)
        return must_format(", %s", *text ? text : "no schedule");
    if (detail == DETAIL_PIN)
        return must_format(", pin %s", *text ? text : "unknown");
    if (detail == DETAIL_LABELS)
        return must_format(", %s", *text ? text : "no label");
    double interval_us = 0;
    if (text_real(text, &interval_us))
        return must_strdup("");
    char people[32];
    text_for_people_s(interval_us * 1e-6, people);
    return must_format(", %s", people);
}

static void series_details(const struct series *series, word *details) {
    for (enum detail detail = 0; detail < DETAILS; detail++)
        details[detail] = detail_of(series, detail);
}

/* Takes ownership of the first name. */
static void series_name(const struct data *data, struct series *series, char *first,
                        const bool *differ) {
    series->name = first;
    for (enum detail detail = 0; detail < DETAILS; detail++)
        if (differ[detail])
            append(&series->name, detail_text(data, series, detail));
}

static void panel_name_series(const struct data *data, struct panel *panel) {
    const struct spellings spellings = spellings_find(panel);
    struct register_of_names names = {.names = words_new()};
    char **firsts = must_alloc(panel->count * sizeof *firsts);
    word details[DETAILS_MAX] = {0};
    for (size_t i = 0; i < panel->count; i++) {
        firsts[i] = series_first_name(data, &spellings, &panel->items[i]);
        series_details(&panel->items[i], details);
        name_register(&names, firsts[i], details);
    }
    for (size_t i = 0; i < panel->count; i++)
        series_name(data, &panel->items[i], firsts[i], name_differences(&names, firsts[i]));
    free(firsts);
    register_clear(&names);
}

static char *panel_first_name(const struct data *data, const struct panel *panel) {
    char *name = must_strdup(*panel->kernel ? panel->kernel : "(no name)");
    const char *variant = data_text(data, panel->setup->variant);
    if (*variant)
        append(&name, must_format(" (%s)", variant));
    if (panel->tasks)
        append(&name, must_format(", %u task%s", panel->tasks, panel->tasks == 1 ? "" : "s"));
    if (panel->weak)
        append(&name, must_strdup(", weak scaling"));
    return name;
}

static word size_of(const struct setup *setup) {
    return setup->size;
}
static word params_of(const struct setup *setup) {
    return setup->params;
}
static word class_of(const struct setup *setup) {
    return setup->class;
}
static word scaling_of(const struct setup *setup) {
    return setup->scaling;
}

/* Sizes as users write them, "200M"; other words as they are. */
static char *detail_for_people(const char *text) {
    uint64_t size;
    char people[32];
    if (text_count(text, 0, UINT64_MAX, &size))
        return must_strdup(*text ? text : "unknown");
    text_from_count(size, people);
    return must_strdup(people);
}

static const struct {
    word (*get)(const struct setup *);
    const char *before;
} panel_details[DETAILS_MAX] = {
    {size_of, "size "}, {params_of, ""}, {class_of, "class "}, {scaling_of, "scaling "}};

/* Takes ownership of the first name. */
static void panel_name(const struct data *data, struct panel *panel, char *first,
                       const bool *differ) {
    panel->name = first;
    for (size_t i = 0; i < DETAILS_MAX; i++) {
        if (!differ[i])
            continue;
        char *people = detail_for_people(data_text(data, panel_details[i].get(panel->setup)));
        append(&panel->name, must_format(", %s%s", panel_details[i].before, people));
        free(people);
    }
}

char *name_slug(const char *name) {
    enum { LONGEST = 60 };
    char *slug = must_alloc(LONGEST + 1);
    size_t used = 0;
    for (; *name && used < LONGEST; name++) {
        if (isalnum((unsigned char)*name))
            slug[used++] = (char)tolower((unsigned char)*name);
        else if (used && slug[used - 1] != '-')
            slug[used++] = '-';
    }
    while (used && slug[used - 1] == '-')
        used--;
    slug[used] = '\0';
    return slug;
}

/* Slugs taken so far are kept: a new one gets the next word. */
static void panel_slug(struct panel *panel, size_t number, struct words *slugs, word *taken) {
    char *slug = name_slug(panel->name);
    if (words_keep(slugs, slug) <= *taken)
        append(&slug, must_format("%spanel-%zu", *slug ? "-" : "", number));
    panel->slug = slug;
    const word kept = words_keep(slugs, slug);
    *taken = kept > *taken ? kept : *taken;
}

static void panels_slug(struct study *study) {
    struct words *slugs = words_new();
    word taken = 0;
    for (size_t i = 0; i < study->count; i++)
        panel_slug(&study->items[i], i + 1, slugs, &taken);
    words_free(slugs);
}

void study_name(struct study *study) {
    struct register_of_names names = {.names = words_new()};
    char **firsts = must_alloc((study->count + 1) * sizeof *firsts);
    for (size_t i = 0; i < study->count; i++) {
        const struct panel *panel = &study->items[i];
        word details[DETAILS_MAX];
        for (size_t detail = 0; detail < DETAILS_MAX; detail++)
            details[detail] = panel_details[detail].get(panel->setup);
        firsts[i] = panel_first_name(study->data, panel);
        name_register(&names, firsts[i], details);
    }
    for (size_t i = 0; i < study->count; i++) {
        struct panel *panel = &study->items[i];
        panel_name(study->data, panel, firsts[i], name_differences(&names, firsts[i]));
        panel_name_series(study->data, panel);
    }
    panels_slug(study);
    free(firsts);
    register_clear(&names);
}
