#include "name.h"

#include "check.h"
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

/* Two spellings of one role in a panel ("omp" and "pthread") keep their own names. */
static bool role_is_shared(const struct panel *panel, const struct series *series) {
    for (size_t i = 0; i < panel->count; i++)
        if (panel->items[i].role == series->role &&
            panel->items[i].setup->driver != series->setup->driver)
            return true;
    return false;
}

static char *series_first_name(const struct data *data, const struct panel *panel,
                               const struct series *series) {
    const char *driver = data_text(data, series->setup->driver);
    const enum role role = role_is_shared(panel, series) ? ROLE_OTHER : series->role;
    char *name = must_strdup(role_name(role, driver));
    if (series->setup->threads)
        append(&name, must_format(", %u per process", series->setup->threads));
    if (series->setup->gil)
        append(&name, must_format(", %s lock", data_text(data, series->setup->gil)));
    return name;
}

/* What may still tell series with one name apart, in this order. */
enum detail { DETAIL_SCHEDULE, DETAIL_PIN, DETAIL_INTERVAL, DETAIL_LABELS, DETAILS };

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

static bool detail_tells_apart(const struct panel *panel, const struct series *series,
                               char *const *firsts, enum detail detail) {
    const size_t self = (size_t)(series - panel->items);
    for (size_t i = 0; i < panel->count; i++)
        if (strcmp(firsts[i], firsts[self]) == 0 &&
            detail_of(&panel->items[i], detail) != detail_of(series, detail))
            return true;
    return false;
}

static void panel_name_series(const struct data *data, struct panel *panel) {
    char **firsts = must_alloc(panel->count * sizeof *firsts);
    for (size_t i = 0; i < panel->count; i++)
        firsts[i] = series_first_name(data, panel, &panel->items[i]);
    for (size_t i = 0; i < panel->count; i++) {
        struct series *series = &panel->items[i];
        series->name = must_strdup(firsts[i]);
        for (enum detail detail = 0; detail < DETAILS; detail++)
            if (detail_tells_apart(panel, series, firsts, detail))
                append(&series->name, detail_text(data, series, detail));
    }
    for (size_t i = 0; i < panel->count; i++)
        free(firsts[i]);
    free(firsts);
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

/* Whether another panel of that name differs in this word: then it belongs into the name. */
static bool word_tells_apart(const struct study *study, char *const *firsts, size_t self,
                             word (*get)(const struct setup *)) {
    for (size_t i = 0; i < study->count; i++)
        if (strcmp(firsts[i], firsts[self]) == 0 &&
            get(study->items[i].setup) != get(study->items[self].setup))
            return true;
    return false;
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

static void panel_name(const struct study *study, char *const *firsts, size_t self) {
    static const struct {
        word (*get)(const struct setup *);
        const char *before;
    } details[] = {
        {size_of, "size "}, {params_of, ""}, {class_of, "class "}, {scaling_of, "scaling "}};
    struct panel *panel = &study->items[self];
    panel->name = must_strdup(firsts[self]);
    for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
        if (!word_tells_apart(study, firsts, self, details[i].get))
            continue;
        const char *text = data_text(study->data, details[i].get(panel->setup));
        char *people = detail_for_people(text);
        append(&panel->name, must_format(", %s%s", details[i].before, people));
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

static bool slug_is_taken(const struct study *study, size_t before, const char *slug) {
    for (size_t i = 0; i < before; i++)
        if (strcmp(study->items[i].slug, slug) == 0)
            return true;
    return false;
}

static void panel_slug(struct study *study, size_t self) {
    char *slug = name_slug(study->items[self].name);
    if (!*slug || slug_is_taken(study, self, slug))
        append(&slug, must_format("%spanel-%zu", *slug ? "-" : "", self + 1));
    study->items[self].slug = slug;
}

void study_name(struct study *study) {
    char **firsts = must_alloc((study->count + 1) * sizeof *firsts);
    for (size_t i = 0; i < study->count; i++)
        firsts[i] = panel_first_name(study->data, &study->items[i]);
    for (size_t i = 0; i < study->count; i++) {
        panel_name(study, firsts, i);
        panel_slug(study, i);
        panel_name_series(study->data, &study->items[i]);
    }
    for (size_t i = 0; i < study->count; i++)
        free(firsts[i]);
    free(firsts);
}
