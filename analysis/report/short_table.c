#include "short_table.h"

#include "array.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

const char *const short_side_names[SHORT_SIDES] = {
    [SHORT_THREADS] = "threads", [SHORT_LOCKED] = "threads_lock", [SHORT_PROCESSES] = "processes",
    [SHORT_HYBRIDS] = "hybrids", [SHORT_OTHER] = "other",
};

static const enum role roles[SHORT_SIDES] = {
    [SHORT_THREADS] = ROLE_THREADS,     [SHORT_LOCKED] = ROLE_THREADS,
    [SHORT_PROCESSES] = ROLE_PROCESSES, [SHORT_HYBRIDS] = ROLE_HYBRID,
    [SHORT_OTHER] = ROLE_OTHER,
};

/* The lock whose threads have a column: cpython's, else the first one found. "": none. */
static const char *lock_shown(const struct verdicts *verdicts) {
    const char *found = "";
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct advice *advice = verdicts->items[i].advice;
        for (size_t s = 0; s < advice->count; s++) {
            const struct series *series = advice->items[s].series;
            if (series->role != ROLE_THREADS || !*series->lock)
                continue;
            if (strcmp(series->lock, "cpython") == 0)
                return series->lock;
            found = *found ? found : series->lock;
        }
    }
    return found;
}

static const struct side *fastest_other(const struct advice *advice) {
    const struct side *best = NULL;
    for (size_t i = 0; i < advice->count; i++) {
        const struct side *side = &advice->items[i];
        if (side->series->role == ROLE_OTHER &&
            (!best || side->best->speedup.value > best->best->speedup.value))
            best = side;
    }
    return best;
}

static const struct side *find(const struct advice *advice, enum short_side which,
                               const char *lock) {
    if (which == SHORT_OTHER)
        return fastest_other(advice);
    if (which == SHORT_LOCKED)
        return *lock ? advice_side(advice, ROLE_THREADS, lock) : NULL;
    return advice_side(advice, roles[which], "");
}

static struct short_row panel_row(const struct verdict *verdict, const char *lock) {
    const struct advice *advice = verdict->advice;
    struct short_row row = {
        .class = verdict->panel->class,
        .verdict = verdict,
        .recommendation = choice_names[advice->choice],
        .text = advice_recommendation(advice),
        .brief = advice_short(advice),
    };
    for (enum short_side side = 0; side < SHORT_SIDES; side++)
        row.cells[side] = (struct short_cell){find(advice, side, lock), NAN, NAN};
    return row;
}

static struct short_row class_row(const struct group *group, const char *lock) {
    struct short_row row = {.class = group->class,
                            .recommendation = "",
                            .text = group_recommendation(group),
                            .brief = group_recommendation(group)};
    for (enum short_side which = 0; which < SHORT_SIDES; which++) {
        struct short_cell *cell = &row.cells[which];
        *cell = (struct short_cell){NULL, NAN, NAN};
        for (size_t i = 0; i < group->count; i++) {
            if (panel_is_floor(group->items[i].panel))
                continue;
            const struct side *side = find(group->items[i].advice, which, lock);
            const double speedup = side ? side->best->speedup.value : NAN;
            cell->lowest = fmin(cell->lowest, speedup);
            cell->highest = fmax(cell->highest, speedup);
        }
    }
    return row;
}

static void heads_fill(struct short_table *table, const char *lock) {
    static const char *const heads[SHORT_SIDES] = {
        [SHORT_THREADS] = "threads",
        [SHORT_PROCESSES] = "processes",
        [SHORT_HYBRIDS] = "hybrids",
        [SHORT_OTHER] = "other programs",
    };
    for (size_t i = 0; i < table->count; i++)
        for (enum short_side side = 0; side < SHORT_SIDES; side++)
            if (table->items[i].cells[side].side && !table->heads[side])
                table->heads[side] =
                    heads[side] ? must_strdup(heads[side]) : must_format("threads, %s lock", lock);
}

struct short_table short_table_make(const struct verdicts *verdicts) {
    struct short_table table = {0};
    const char *lock = lock_shown(verdicts);
    for (size_t first = 0; first < verdicts->count;) {
        const struct group group = group_at(verdicts, first);
        ARRAY_PUSH(&table, class_row(&group, lock));
        for (size_t i = 0; i < group.count; i++)
            ARRAY_PUSH(&table, panel_row(&group.items[i], lock));
        table.floors += group.floors;
        first += group.count;
    }
    heads_fill(&table, lock);
    return table;
}

void short_table_clear(struct short_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        free(table->items[i].text);
        free(table->items[i].brief);
    }
    for (size_t i = 0; i < SHORT_SIDES; i++)
        free(table->heads[i]);
    free(table->items);
    *table = (struct short_table){0};
}

static char *range_text(const struct short_cell *cell) {
    if (isnan(cell->lowest))
        return must_strdup("-");
    if (cell->lowest == cell->highest)
        return must_format("%sx", number_plain(cell->lowest).text);
    return must_format("%sx to %sx", number_plain(cell->lowest).text,
                       number_plain(cell->highest).text);
}

char *short_cell_text(const struct short_row *row, enum short_side which) {
    const struct short_cell *cell = &row->cells[which];
    if (!cell->side)
        return range_text(cell);
    const struct point *best = cell->side->best;
    const char *name = which == SHORT_OTHER ? cell->side->series->name : "";
    /* The base is 1 by definition, not by measurement. */
    const bool base = estimate_limited(best->speedup) && best->speedup.low == best->speedup.high;
    return must_format("%s%s%sx at %g (%s)", name, *name ? " " : "",
                       number_plain(best->speedup.value).text, best->workers,
                       base ? "the base" : number_limits(best->speedup).text);
}

const char *short_row_name(const struct short_row *row) {
    return row->verdict ? row->verdict->panel->name : page_class_title(row->class);
}
