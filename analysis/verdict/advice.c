#include "advice.h"

#include "array.h"
#include "rate.h"
#include "side.h"

#include <stdlib.h>
#include <string.h>

const char *const choice_names[CHOICES] = {
    [CHOICE_NONE] = "none",           [CHOICE_THREADS] = "threads",
    [CHOICE_PROCESSES] = "processes", [CHOICE_HYBRIDS] = "hybrids",
    [CHOICE_OTHER] = "other",         [CHOICE_EITHER] = "either",
    [CHOICE_OPEN] = "more_launches",  [CHOICE_EXPLORATORY] = "exploratory",
};

static enum choice winner_choice(const struct series *winner) {
    switch (winner->role) {
    case ROLE_THREADS:
        return CHOICE_THREADS;
    case ROLE_PROCESSES:
        return CHOICE_PROCESSES;
    case ROLE_HYBRID:
        return CHOICE_HYBRIDS;
    default:
        return CHOICE_OTHER;
    }
}

static enum choice choice_of(const struct comparison *comparison) {
    if (!comparison)
        return CHOICE_NONE;
    if (comparison_may_be_chance(comparison))
        return CHOICE_OPEN;
    switch (comparison->outcome) {
    case OUTCOME_A_FASTER:
        return winner_choice(comparison->a);
    case OUTCOME_B_FASTER:
        return winner_choice(comparison->b);
    case OUTCOME_EQUAL:
        return CHOICE_EITHER;
    case OUTCOME_UNDECIDED:
        return CHOICE_OPEN;
    default:
        return CHOICE_EXPLORATORY;
    }
}

static struct side side_make(const struct panel *panel, const struct series *series,
                             const struct scaling *scaling) {
    const struct point *last = &series->items[series->count - 1];
    const bool locked = *series->lock;
    return (struct side){
        .series = series,
        .best = series_best(series),
        .stop = stop_find(panel, series, scaling),
        .memory_per_worker = series_memory_per_worker(series),
        .lock_switches_per_s = locked ? point_rate(last, MEASURE_gil_switches) : estimate_unknown(),
        .lock_wait = locked ? point_lock_wait(last) : estimate_unknown(),
        .comm_wait = point_comm_wait(last),
    };
}

/* Only a comparison of threads with processes tells what processes cost more. */
static const struct comparison *costs_of(const struct comparison *comparison) {
    const bool both =
        comparison && comparison->a->role == ROLE_THREADS && comparison->b->role == ROLE_PROCESSES;
    return both ? comparison : NULL;
}

static struct startup startup_of(const struct comparison *costs) {
    return costs ? startup_make(costs) : (struct startup){0};
}

/* More nodes first, of equally many the faster. */
static bool is_more(const struct comparison *item, const struct comparison *than) {
    const uint32_t nodes = point_nodes(item->point_b), others = point_nodes(than->point_b);
    if (nodes != others)
        return nodes > others;
    return item->point_b->speedup.value > than->point_b->speedup.value;
}

static const struct comparison *nodes_of(const struct verdict *verdict) {
    const struct comparison *best = NULL;
    for (size_t i = 0; i < verdict->count; i++) {
        const struct comparison *item = &verdict->items[i];
        if (comparison_is_over_nodes(item) && (!best || is_more(item, best)))
            best = item;
    }
    return best;
}

struct advice advice_make(const struct verdict *verdict, const struct scaling *scaling) {
    const struct panel *panel = verdict->panel;
    struct advice advice = {
        .verdict = verdict,
        .main = verdict_main(verdict),
        .decides = verdict_deciding(verdict),
        .lock_cost = verdict_find(verdict, "lock_cost"),
        .locked = verdict_find(verdict, "locked_threads_or_processes"),
        .nodes = nodes_of(verdict),
        .memory_extra = estimate_unknown(),
    };
    for (size_t i = 0; i < panel->count; i++)
        if (series_is_side(panel, &panel->items[i]))
            ARRAY_PUSH(&advice, side_make(panel, &panel->items[i], scaling));
    const struct comparison *costs = costs_of(advice.main ? advice.main : advice.locked);
    advice.startup = startup_of(costs);
    advice.locked_startup = startup_of(costs_of(advice.locked));
    if (costs)
        advice.memory_extra = comparison_memory_extra(costs);
    advice.choice = choice_of(advice.decides);
    advice.locked_choice = choice_of(advice.locked);
    advice.findings = findings_make(panel);
    return advice;
}

void advice_clear(struct advice *advice) {
    findings_clear(&advice->findings);
    free(advice->items);
    *advice = (struct advice){0};
}

const struct side *advice_side(const struct advice *advice, enum role role, const char *lock) {
    for (size_t i = 0; i < advice->count; i++)
        if (advice->items[i].series->role == role &&
            strcmp(advice->items[i].series->lock, lock) == 0)
            return &advice->items[i];
    return NULL;
}
