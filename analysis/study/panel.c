#include "panel.h"

#include "array.h"
#include "keys.h"
#include "measure.h"
#include "name.h"

#include <stdlib.h>
#include <string.h>

/* The setup with everything cleared that does not tell one panel from another. */
static struct setup work_of(const struct setup *setup) {
    return (struct setup){
        .kernel = setup->kernel,
        .class = setup->class,
        .variant = setup->variant,
        .params = setup->params,
        .scaling = setup->scaling,
        .size = setup->size,
        .tasks = setup->tasks,
    };
}

/* Finds panels and series by what all their points share, while the study is made. */
struct finder {
    struct study *study;
    struct keys *works;  /* numbers the panels */
    struct keys *curves; /* numbers the series of all panels, setups without workers */
    struct {
        size_t *items; /* where in its panel a series is, by that number */
        size_t count, room;
    } places;
};

static struct panel *panel_of(const struct finder *finder, const struct setup *setup) {
    struct study *study = finder->study;
    const struct setup work = work_of(setup);
    const uint32_t number = keys_keep(finder->works, &work);
    if (number < study->count)
        return &study->items[number];
    const struct data *data = study->data;
    const struct panel panel = {
        .setup = setup,
        .kernel = data_text(data, setup->kernel),
        .class = data_text(data, setup->class),
        .weak = strcmp(data_text(data, setup->scaling), "weak") == 0,
        .tasks = setup->tasks,
    };
    ARRAY_PUSH(study, panel);
    return &study->items[number];
}

/* What the points of a series share: over nodes the workers on each of them. */
static struct setup curve_of(const struct setup *setup) {
    struct setup curve = *setup;
    curve.nodes = setup->nodes ? setup->workers / setup->nodes : 0;
    curve.workers = 0;
    return curve;
}

static struct series *series_of(struct finder *finder, struct panel *panel,
                                const struct setup *setup) {
    const struct setup curve = curve_of(setup);
    const uint32_t number = keys_keep(finder->curves, &curve);
    if (number < finder->places.count)
        return &panel->items[finder->places.items[number]];
    const struct data *data = finder->study->data;
    const struct series series = {
        .setup = setup,
        .role = role_of(data_text(data, setup->driver)),
        .lock = data_text(data, setup->gil),
        .schedule = data_text(data, setup->schedule),
        .pin = data_text(data, setup->pin),
        .labels = data_text(data, setup->labels),
        .per_node = curve.nodes,
    };
    ARRAY_PUSH(&finder->places, panel->count);
    ARRAY_PUSH(panel, series);
    return &panel->items[panel->count - 1];
}

/* A curve over nodes begins with what one node does with as many workers. */
static void first_node_add(struct finder *finder, const struct configuration *configuration) {
    const struct setup *setup = &configuration->setup;
    if (setup->nodes)
        return;
    struct setup spread = *setup;
    spread.nodes = 1; /* curve_of: as many workers on each */
    const struct setup curve = curve_of(&spread);
    const uint32_t number = keys_find(finder->curves, &curve);
    if (number == KEYS_NONE)
        return;
    struct panel *panel = panel_of(finder, setup);
    ARRAY_PUSH(&panel->items[finder->places.items[number]], point_measure(configuration));
}

/* Every configuration becomes a point of its series. */
static void points_place(struct study *study) {
    struct finder finder = {.study = study,
                            .works = keys_new(sizeof(struct setup)),
                            .curves = keys_new(sizeof(struct setup))};
    for (size_t i = 0; i < study->data->count; i++) {
        const struct configuration *configuration = &study->data->items[i];
        struct panel *panel = panel_of(&finder, &configuration->setup);
        struct series *series = series_of(&finder, panel, &configuration->setup);
        ARRAY_PUSH(series, point_measure(configuration));
        if (!configuration->setup.nodes && configuration->pus > panel->pus)
            panel->pus = configuration->pus;
    }
    for (size_t i = 0; i < study->data->count; i++)
        first_node_add(&finder, &study->data->items[i]);
    keys_free(finder.works);
    keys_free(finder.curves);
    free(finder.places.items);
}

static int by_workers(const void *left, const void *right) {
    const struct point *a = left, *b = right;
    return (a->workers > b->workers) - (a->workers < b->workers);
}

/* Serial first, then threads, processes, hybrids, others; without a lock first. */
static int by_role(const void *left, const void *right) {
    const struct series *a = left, *b = right;
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    if (!a->setup->gil != !b->setup->gil)
        return a->setup->gil ? 1 : -1;
    return (a->setup > b->setup) - (a->setup < b->setup);
}

static bool is_probe(const struct panel *panel) {
    return strcmp(panel->class, "probe") == 0;
}

/* Probes behind all others, also behind unknown classes. */
static size_t class_rank(const struct panel *panel) {
    static const char *const order[] = {"cpu", "memory", "os", "io", "comm", "mixed"};
    size_t i = 0;
    while (i < sizeof order / sizeof *order && strcmp(panel->class, order[i]) != 0)
        i++;
    return i + is_probe(panel);
}

static int by_class(const void *left, const void *right) {
    const struct panel *a = left, *b = right;
    const size_t x = class_rank(a), y = class_rank(b);
    if (x != y)
        return x < y ? -1 : 1;
    if (a->setup->kernel != b->setup->kernel)
        return a->setup->kernel < b->setup->kernel ? -1 : 1;
    return (a->setup > b->setup) - (a->setup < b->setup);
}

/* How well a point serves as base: smaller is better. */
static int base_rank(const struct series *series, const struct point *point) {
    if (point->workers > 1)
        return 4;
    if (series->role == ROLE_SERIAL)
        return 0;
    if (series->setup->gil)
        return 3;
    return series->role == ROLE_THREADS ? 1 : series->role == ROLE_PROCESSES ? 2 : 3;
}

static bool is_better_base(const struct panel *panel, size_t s, size_t p) {
    const struct series *series = &panel->items[s], *best = &panel->items[panel->base_series];
    const struct point *base = panel_base(panel);
    const int rank = base_rank(series, &series->items[p]), best_rank = base_rank(best, base);
    if (rank != best_rank)
        return rank < best_rank;
    return rank == 4 && series->items[p].workers < base->workers;
}

static void base_choose(struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (is_better_base(panel, s, p)) {
                panel->base_series = s;
                panel->base_point = p;
            }
}

static void panel_finish(struct panel *panel) {
    qsort(panel->items, panel->count, sizeof *panel->items, by_role);
    for (size_t s = 0; s < panel->count; s++)
        qsort(panel->items[s].items, panel->items[s].count, sizeof(struct point), by_workers);
    base_choose(panel);
    if (is_probe(panel))
        points_leave(panel);
    else
        points_compare(panel);
}

/* Names are unique in the study, those of probes included: they are counted apart only now. */
static void probes_part(struct study *study) {
    while (study->count && is_probe(&study->items[study->count - 1])) {
        study->count--;
        study->probe_count++;
    }
}

struct study *study_make(const struct data *data) {
    struct study *study = must_alloc(sizeof *study);
    study->data = data;
    points_place(study);
    qsort(study->items, study->count, sizeof *study->items, by_class);
    for (size_t i = 0; i < study->count; i++)
        panel_finish(&study->items[i]);
    study_name(study);
    probes_part(study);
    return study;
}

bool point_is_shared(const struct series *series, const struct point *point) {
    return series->per_node && !point->configuration->setup.nodes;
}

uint32_t point_nodes(const struct point *point) {
    const uint32_t nodes = point->configuration->setup.nodes;
    return nodes ? nodes : 1;
}

uint32_t series_pus(const struct panel *panel, const struct series *series) {
    uint32_t pus = series->per_node ? 0 : panel->pus;
    for (size_t p = 0; p < series->count && series->per_node; p++)
        if (series->items[p].configuration->pus > pus)
            pus = series->items[p].configuration->pus;
    return pus;
}

static void panel_clear(struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++) {
        struct series *series = &panel->items[s];
        for (size_t p = 0; p < series->count; p++)
            point_clear(&series->items[p]);
        free(series->items);
        free(series->name);
    }
    free(panel->items);
    free(panel->name);
    free(panel->slug);
}

void study_free(struct study *study) {
    if (!study)
        return;
    for (size_t i = 0; i < study->count + study->probe_count; i++)
        panel_clear(&study->items[i]);
    free(study->items);
    free(study);
}

const struct point *panel_base(const struct panel *panel) {
    return &panel->items[panel->base_series].items[panel->base_point];
}

bool panel_is_floor(const struct panel *panel) {
    return strcmp(panel->kernel, "empty") == 0;
}

const struct point *series_at(const struct series *series, double workers) {
    for (size_t p = 0; p < series->count; p++)
        if (series->items[p].workers == workers)
            return &series->items[p];
    return NULL;
}

char *panel_base_name(const struct panel *panel) {
    const double workers = panel_base(panel)->workers;
    return must_format("%s, %g worker%s", panel->items[panel->base_series].name, workers,
                       workers == 1 ? "" : "s");
}

size_t panel_launches_min(const struct panel *panel) {
    size_t fewest = panel_base(panel)->launches;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (panel->items[s].items[p].launches < fewest)
                fewest = panel->items[s].items[p].launches;
    return fewest;
}
