#include "layout.h"

#include "array.h"
#include "check.h"
#include "holm.h"
#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ranks and threads of a point; false: it has no place here. */
static bool place_of(const struct series *series, const struct point *point, const char *lock,
                     struct layout *layout) {
    const unsigned workers = (unsigned)point->workers, threads = series->setup->threads;
    *layout = (struct layout){.ranks = workers, .threads = 1, .series = series, .point = point};
    if (series->role == ROLE_THREADS) {
        layout->ranks = 1;
        layout->threads = workers;
    } else if (series->role == ROLE_HYBRID && threads && workers % threads == 0) {
        layout->ranks = workers / threads;
        layout->threads = threads;
    } else if (series->role != ROLE_PROCESSES) {
        return false;
    }
    return strcmp(series->lock, lock) == 0 && point->speedup.value > 0 &&
           isfinite(point->speedup.value) && point->time_s.value > 0;
}

static bool is_faster(const struct point *a, const struct point *b) {
    return a->speedup.value > b->speedup.value;
}

static void take(struct layouts *layouts, const struct layout *layout) {
    for (size_t i = 0; i < layouts->count; i++) {
        struct layout *same = &layouts->items[i];
        if (same->ranks != layout->ranks || same->threads != layout->threads)
            continue;
        if (is_faster(layout->point, same->point))
            *same = *layout;
        return;
    }
    ARRAY_PUSH(layouts, *layout);
}

static int by_ranks(const void *left, const void *right) {
    const struct layout *a = left, *b = right;
    if (a->ranks != b->ranks)
        return a->ranks < b->ranks ? -1 : 1;
    return (a->threads > b->threads) - (a->threads < b->threads);
}

/* All against the fastest, which these very numbers chose: Holm's correction for so many tests. */
static void compare(struct layouts *layouts) {
    double *p_values = must_alloc(layouts->count * sizeof *p_values);
    const struct point *best = layouts->items[layouts->best].point;
    for (size_t i = 0; i < layouts->count; i++) {
        struct layout *layout = &layouts->items[i];
        layout->slower = contrast_make(layouts->panel, layout->point, best);
        p_values[i] = i == layouts->best ? NAN : layout->slower.p_value;
    }
    holm_adjust(p_values, layouts->count);
    for (size_t i = 0; i < layouts->count; i++) {
        struct layout *layout = &layouts->items[i];
        const struct estimate ratio = layout->slower.ratio;
        layout->p_holm = p_values[i];
        layout->distinguishable = i != layouts->best && estimate_limited(ratio) && ratio.low > 1 &&
                                  !(p_values[i] >= 1 - CONFIDENCE);
    }
    free(p_values);
}

static bool has_hybrid(const struct panel *panel, const char *lock) {
    struct layout layout;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (panel->items[s].role == ROLE_HYBRID &&
                place_of(&panel->items[s], &panel->items[s].items[p], lock, &layout))
                return true;
    return false;
}

struct layouts layouts_make(const struct panel *panel, const char *lock) {
    struct layouts layouts = {.panel = panel, .lock = lock};
    struct layout layout;
    if (!has_hybrid(panel, lock))
        return layouts;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (place_of(&panel->items[s], &panel->items[s].items[p], lock, &layout))
                take(&layouts, &layout);
    CHECK(layouts.items);
    qsort(layouts.items, layouts.count, sizeof *layouts.items, by_ranks);
    for (size_t i = 1; i < layouts.count; i++)
        if (is_faster(layouts.items[i].point, layouts.items[layouts.best].point))
            layouts.best = i;
    compare(&layouts);
    return layouts;
}

void layouts_clear(struct layouts *layouts) {
    free(layouts->items);
    *layouts = (struct layouts){0};
}

const char *layouts_lock(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (*panel->items[s].lock && has_hybrid(panel, panel->items[s].lock))
            return panel->items[s].lock;
    return NULL;
}

static void all_add(struct all_layouts *all, const struct panel *panel, const char *lock) {
    const struct layouts layouts = layouts_make(panel, lock);
    if (layouts.count)
        ARRAY_PUSH(all, layouts);
}

struct all_layouts all_layouts_make(const struct study *study) {
    struct all_layouts all = {0};
    for (size_t i = 0; i < study->count; i++) {
        const struct panel *panel = &study->items[i];
        const char *lock = layouts_lock(panel);
        all_add(&all, panel, "");
        if (lock)
            all_add(&all, panel, lock);
    }
    return all;
}

void all_layouts_clear(struct all_layouts *all) {
    for (size_t i = 0; i < all->count; i++)
        layouts_clear(&all->items[i]);
    free(all->items);
    *all = (struct all_layouts){0};
}

char *layouts_name(const struct layouts *layouts) {
    return must_format("%s%s%s%s", layouts->panel->name, *layouts->lock ? ", " : "", layouts->lock,
                       *layouts->lock ? " lock" : "");
}

bool layouts_limited(const struct layouts *layouts) {
    return estimate_limited(layouts->items[layouts->best].point->time_s);
}

/* Appends; takes both. */
static char *joined(char *text, char *more) {
    char *longer = must_format("%s%s", text, more);
    free(text);
    free(more);
    return longer;
}

bool layouts_decided(const struct layouts *layouts) {
    for (size_t i = 0; i < layouts->count; i++)
        if (i != layouts->best && !layouts->items[i].distinguishable)
            return false;
    return true;
}

static char *best_words(const struct layouts *layouts) {
    const struct layout *best = &layouts->items[layouts->best];
    const struct estimate time_s = best->point->time_s;
    if (!estimate_limited(time_s))
        return must_format("%u x %u (ranks x threads) had the shortest median: %s, no limits from "
                           "%zu launch%s.",
                           best->ranks, best->threads, number_time(time_s.value).text,
                           best->point->launches, best->point->launches == 1 ? "" : "es");
    return must_format("%u x %u (ranks x threads) %s: %s (%s to %s).", best->ranks, best->threads,
                       layouts_decided(layouts) ? "is the fastest" : "had the shortest median",
                       number_time(time_s.value).text, number_time(time_s.low).text,
                       number_time(time_s.high).text);
}

static char *alike_words(const struct layouts *layouts) {
    size_t alike = 0, written = 0;
    for (size_t i = 0; i < layouts->count; i++)
        alike += i != layouts->best && !layouts->items[i].distinguishable;
    if (alike + 1 == layouts->count)
        return must_strdup(" No other is distinguishable from it.");
    if (!alike)
        return must_strdup(" All others are distinguishable from it.");
    char *text = must_strdup(" Not distinguishable from it:");
    for (size_t i = 0; i < layouts->count; i++)
        if (i != layouts->best && !layouts->items[i].distinguishable)
            text = joined(text, must_format("%s %u x %u", written++ ? "," : "",
                                            layouts->items[i].ranks, layouts->items[i].threads));
    return joined(text, must_strdup("."));
}

static char *slowest_words(const struct layouts *layouts) {
    const struct layout *slowest = &layouts->items[0];
    for (size_t i = 1; i < layouts->count; i++)
        if (is_faster(slowest->point, layouts->items[i].point))
            slowest = &layouts->items[i];
    const struct estimate ratio = slowest->slower.ratio;
    if (!slowest->distinguishable)
        return must_strdup("");
    return must_format(" %u x %u is the slowest: %s times as long (%s).", slowest->ranks,
                       slowest->threads, number_plain(ratio.value).text, number_limits(ratio).text);
}

char *layouts_sentence(const struct layouts *layouts) {
    char *text = best_words(layouts);
    if (!layouts_limited(layouts) || layouts->count < 2)
        return text;
    text = joined(text, alike_words(layouts));
    return joined(text, slowest_words(layouts));
}
