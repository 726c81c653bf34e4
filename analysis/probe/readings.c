#include "readings.h"

#include "array.h"
#include "check.h"
#include "growth.h"
#include "measure.h"
#include "median.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* --- figures -----------------------------------------------------------------------------------
 */

/* One value per launch in the order of ordered_s, NaN where unknown. */
static void source_values(const struct point *point, unsigned source, double *values) {
    const bool measured = source < MEASURES && point_launch_values(point, source, values);
    for (size_t i = 0; i < point->launches && !measured; i++)
        values[i] = source == SOURCE_WALL_S ? point->ordered_s[i] : source == SOURCE_NONE ? 1 : NAN;
}

static void figure_values(const struct probe_figure *figure, const struct point *point,
                          double *values) {
    double *per = must_alloc(point->launches * sizeof *per);
    source_values(point, figure->value, values);
    source_values(point, figure->per, per);
    for (size_t i = 0; i < point->launches; i++)
        values[i] *= figure->scale / per[i];
    free(per);
}

size_t reading_launches(const struct probe_figure *figure, const struct point *point,
                        double *values) {
    size_t known = 0;
    figure_values(figure, point, values);
    for (size_t i = 0; i < point->launches; i++)
        if (isfinite(values[i]))
            values[known++] = values[i];
    values_sort(values, known);
    return known;
}

static struct estimate figure_estimate(const struct probe_figure *figure,
                                       const struct point *point) {
    double *values = must_alloc(point->launches * sizeof *values);
    const size_t known = figure->noun ? reading_launches(figure, point, values) : 0;
    const struct estimate estimate = known ? median_of_sorted(values, known) : estimate_unknown();
    free(values);
    return estimate;
}

/* --- readings ----------------------------------------------------------------------------------
 */

static char *label_make(const struct probe *probe, const struct reading *reading) {
    if (!*reading->variant)
        return must_strdup(reading->series->name);
    if (probe_variant_says_who(probe->name, reading->variant))
        return must_strdup(probe_variant_label(probe->name, reading->variant));
    return must_format("%s: %s", reading->series->name,
                       probe_variant_label(probe->name, reading->variant));
}

/* The number behind "bytes=" in the parameters. */
static double message_bytes_of(const char *params) {
    static const char name[] = "bytes=";
    for (const char *at = params; at; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, name, strlen(name)) == 0)
            return strtod(at + strlen(name), NULL);
    }
    return NAN;
}

static const char *transport_of(const struct data *data, const struct point *point) {
    static const char name[] = "transport=";
    const struct tallies *flags = &point->configuration->flags;
    for (size_t i = 0; i < flags->count; i++) {
        const char *text = data_text(data, flags->items[i].text);
        if (strncmp(text, name, strlen(name)) == 0)
            return text + strlen(name);
    }
    return "";
}

/* What the first figure is unknown of says nothing. */
static void reading_add(struct probe *probe, const struct data *data, const struct panel *panel,
                        const struct series *series, const struct point *point) {
    struct reading reading = {
        .panel = panel,
        .series = series,
        .point = point,
        .variant = data_text(data, panel->setup->variant),
        .message_bytes = message_bytes_of(data_text(data, panel->setup->params)),
        .transport = transport_of(data, point),
    };
    for (size_t i = 0; i < FIGURES_MAX; i++)
        reading.figures[i] = figure_estimate(&probe->kind->figures[i], point);
    if (isnan(reading.figures[0].value))
        return;
    reading.label = label_make(probe, &reading);
    ARRAY_PUSH(probe, reading);
}

static struct probe *probe_of(struct probes *probes, const char *name) {
    for (size_t i = 0; i < probes->count; i++)
        if (strcmp(probes->items[i].name, name) == 0)
            return &probes->items[i];
    const struct probe probe = {.kind = probe_kind_find(name), .name = name};
    ARRAY_PUSH(probes, probe);
    return &probes->items[probes->count - 1];
}

static int by_variant(const struct reading *a, const struct reading *b) {
    const size_t x = probe_variant_place(a->panel->kernel, a->variant);
    const size_t y = probe_variant_place(b->panel->kernel, b->variant);
    return x != y ? (x > y) - (x < y) : strcmp(a->variant, b->variant);
}

static int by_label(const struct reading *a, const struct reading *b) {
    const int variant = by_variant(a, b);
    if (variant)
        return variant;
    if (a->series->role != b->series->role)
        return a->series->role < b->series->role ? -1 : 1;
    return strcmp(a->label, b->label);
}

static int by_place(const void *left, const void *right) {
    const struct reading *a = left, *b = right;
    const int label = by_label(a, b);
    if (label)
        return label;
    if (a->point->workers != b->point->workers)
        return a->point->workers < b->point->workers ? -1 : 1;
    if (a->message_bytes != b->message_bytes)
        return a->message_bytes < b->message_bytes ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}

/* --- comparisons -------------------------------------------------------------------------------
 */

static bool is_pair(const struct reading *a, const struct reading *b) {
    return a->panel == b->panel && a->series->role == ROLE_THREADS &&
           b->series->role == ROLE_PROCESSES && a->point->workers == b->point->workers &&
           strcmp(a->series->lock, b->series->lock) == 0 &&
           strcmp(a->series->schedule, b->series->schedule) == 0 &&
           strcmp(a->series->pin, b->series->pin) == 0;
}

/* A ratio needs figures above zero: of nothing lost there is none. */
static void pair_add(struct probe *probe, size_t threads, size_t processes) {
    const struct probe_figure *figure = &probe->kind->figures[0];
    const struct point *a = probe->items[threads].point, *b = probe->items[processes].point;
    double *x = must_alloc(a->launches * sizeof *x), *y = must_alloc(b->launches * sizeof *y);
    const size_t n = reading_launches(figure, a, x), m = reading_launches(figure, b, y);
    if (x[0] > 0 && y[0] > 0) {
        const struct reading_pair pair = {threads, processes, ratio_compare(y, m, x, n)};
        ARRAY_PUSH(&probe->pairs, pair);
    }
    free(x);
    free(y);
}

static void pairs_find(struct probe *probe) {
    for (size_t i = 0; i < probe->count; i++)
        for (size_t j = 0; j < probe->count; j++)
            if (is_pair(&probe->items[i], &probe->items[j]))
                pair_add(probe, i, j);
}

/* All launches of the readings first .. end-1, which differ in their workers. */
static void growth_add(struct probe *probe, size_t first, size_t end) {
    size_t room = 0, count = 0;
    for (size_t i = first; i < end; i++)
        room += probe->items[i].point->launches;
    double *workers = must_alloc(room * sizeof *workers),
           *values = must_alloc(room * sizeof *values);
    for (size_t i = first; i < end; i++) {
        const struct point *point = probe->items[i].point;
        const size_t known = reading_launches(&probe->kind->figures[0], point, values + count);
        for (size_t k = 0; k < known; k++)
            workers[count++] = point->workers;
    }
    const struct reading_growth growth = {probe->items[first].label,
                                          growth_fit(workers, values, count)};
    if (!isnan(growth.per_worker.value))
        ARRAY_PUSH(&probe->growths, growth);
    free(workers);
    free(values);
}

static void growths_find(struct probe *probe) {
    for (size_t first = 0, end; first < probe->count; first = end) {
        end = first + 1;
        while (end < probe->count && by_label(&probe->items[end], &probe->items[first]) == 0)
            end++;
        growth_add(probe, first, end);
    }
}

/* --- start-up ----------------------------------------------------------------------------------
 */

const char *const start_phases[STARTERS][START_PHASES] = {
    {"launcher", "exec", "init", "barrier"},
    {"bare_launcher", "bare_exec", "bare_init", "bare_barrier"},
};

const struct reading *reading_find(const struct probe *probe, const char *variant, double workers) {
    for (size_t i = 0; i < probe->count; i++)
        if (strcmp(probe->items[i].variant, variant) == 0 &&
            probe->items[i].point->workers == workers)
            return &probe->items[i];
    return NULL;
}

size_t start_sums(const struct probe *probe, enum starter whose, double workers, double **sums) {
    size_t launches = 0;
    *sums = NULL;
    for (size_t i = 0; i < START_PHASES; i++) {
        const struct reading *phase = reading_find(probe, start_phases[whose][i], workers);
        if (!phase || (i && phase->point->launches != launches))
            return 0;
        launches = phase->point->launches;
        if (!i)
            *sums = must_alloc(launches * sizeof **sums);
        for (size_t k = 0; k < launches; k++)
            (*sums)[k] += phase->point->ordered_s[k];
    }
    values_sort(*sums, launches);
    return launches;
}

/* -----------------------------------------------------------------------------------------------
 */

static int by_kind(const void *left, const void *right) {
    const struct probe *a = left, *b = right;
    return a->kind != b->kind ? (a->kind > b->kind) - (a->kind < b->kind)
                              : strcmp(a->name, b->name);
}

struct probes probes_make(const struct study *study) {
    struct probes probes = {0};
    for (size_t i = study->count; i < study->count + study->probe_count; i++) {
        const struct panel *panel = &study->items[i];
        struct probe *probe = probe_of(&probes, panel->kernel);
        for (size_t s = 0; s < panel->count; s++)
            for (size_t p = 0; p < panel->items[s].count; p++)
                reading_add(probe, study->data, panel, &panel->items[s], &panel->items[s].items[p]);
    }
    if (probes.count)
        qsort(probes.items, probes.count, sizeof *probes.items, by_kind);
    for (size_t i = 0; i < probes.count; i++) {
        struct probe *probe = &probes.items[i];
        if (probe->count)
            qsort(probe->items, probe->count, sizeof *probe->items, by_place);
        pairs_find(probe);
        if (probe->kind->growth)
            growths_find(probe);
    }
    return probes;
}

void probes_free(struct probes *probes) {
    for (size_t i = 0; i < probes->count; i++) {
        struct probe *probe = &probes->items[i];
        for (size_t r = 0; r < probe->count; r++)
            free(probe->items[r].label);
        free(probe->items);
        free(probe->pairs.items);
        free(probe->growths.items);
    }
    free(probes->items);
    *probes = (struct probes){0};
}
