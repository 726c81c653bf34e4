#include "verdict.h"

#include "array.h"
#include "ratio.h"

#include <stdlib.h>
#include <string.h>

const char *const outcome_names[] = {
    [OUTCOME_A_FASTER] = "a_faster",
    [OUTCOME_B_FASTER] = "b_faster",
    [OUTCOME_EQUAL] = "equal",
    [OUTCOME_UNDECIDED] = "undecided",
    [OUTCOME_EXPLORATORY] = "exploratory",
};

/* Asked of every panel that has both sides; the order is that of the sentences. */
static const struct question questions[] = {
    {"threads_or_processes", ROLE_THREADS, ROLE_PROCESSES, "", ""},
    {"lock_cost", ROLE_THREADS, ROLE_THREADS, "cpython", ""},
    {"mutex_cost", ROLE_THREADS, ROLE_THREADS, "mutex", ""},
    {"locked_threads_or_processes", ROLE_THREADS, ROLE_PROCESSES, "cpython", ""},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

/* Names of other programs: the first two series that are no serial base. */
static const struct question other_question = {"a_or_b", ROLE_OTHER, ROLE_OTHER, "", ""};

const struct point *series_best(const struct series *series) {
    double best = 0;
    for (size_t p = 0; p < series->count; p++)
        best = fmax(best, series->items[p].speedup.value);
    size_t p = 0;
    while (series->items[p].speedup.value < best * (1 - EQUAL_WITHIN))
        p++;
    return &series->items[p];
}

static double shortest_s(const struct series *series) {
    double shortest = INFINITY;
    for (size_t p = 0; p < series->count; p++)
        shortest = fmin(shortest, series->items[p].time_s.value);
    return shortest;
}

const struct series *panel_series(const struct panel *panel, enum role role, const char *lock) {
    const struct series *best = NULL;
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        if (series->role != role || strcmp(series->lock, lock) != 0)
            continue;
        if (!best || shortest_s(series) < shortest_s(best))
            best = series;
    }
    return best;
}

/* Work of both sides at that number of workers, in the shorter of the two times; NaN: not both. */
static double rate_at(const struct panel *panel, const struct series *a, const struct series *b,
                      double workers) {
    const struct point *x = series_at(a, workers), *y = series_at(b, workers);
    if (!x || !y)
        return NAN;
    return (panel->weak ? workers : 1) / fmin(x->time_s.value, y->time_s.value);
}

/* One worker says nothing about working side by side: it counts only where there is nothing else.
 */
static double rate_best(const struct panel *panel, const struct series *a, const struct series *b,
                        double from) {
    double best = 0;
    for (size_t p = 0; p < a->count; p++)
        if (a->items[p].workers >= from)
            best = fmax(best, rate_at(panel, a, b, a->items[p].workers));
    return best;
}

/*
 * The number of workers at which two series are compared: the fewest with which the faster of the
 * two does (within EQUAL_WITHIN) what it can do at best. 0: no number of workers in common.
 */
static double workers_choose(const struct panel *panel, const struct series *a,
                             const struct series *b) {
    const double from = rate_best(panel, a, b, 2) > 0 ? 2 : 1;
    const double enough = rate_best(panel, a, b, from) * (1 - EQUAL_WITHIN);
    for (size_t p = 0; p < a->count && enough > 0; p++)
        if (a->items[p].workers >= from && rate_at(panel, a, b, a->items[p].workers) >= enough)
            return a->items[p].workers;
    return 0;
}

/*
 * How many launches shrink the limits so far that they exclude 1 or lie within EQUAL_WITHIN of it,
 * if the ratio stays what it is: their width goes with 1 / sqrt(launches).
 */
static unsigned launches_wanted_of(struct estimate ratio, size_t launches) {
    const double distance = fabs(log(ratio.value)), bound = log1p(EQUAL_WITHIN);
    const double half_width = (log(ratio.high) - log(ratio.low)) / 2;
    const double shrink = half_width / fmax(distance, bound - distance);
    const double wanted = ceil((double)launches * shrink * shrink);
    if (wanted > LAUNCHES_WANTED_MAX)
        return 0;
    return wanted > (double)launches ? (unsigned)wanted : (unsigned)launches + 1;
}

/* 1.02 - 1 is a little more than 0.02 in binary: that much is not rounded up. */
unsigned percent_up(double part) {
    return (unsigned)fmax(1, ceil(100 * part - 1e-6));
}

enum outcome outcome_of(struct estimate ratio, size_t launches, unsigned *equal_percent,
                        unsigned *launches_wanted) {
    *equal_percent = *launches_wanted = 0;
    if (!estimate_limited(ratio))
        return OUTCOME_EXPLORATORY;
    const double farthest = fmax(ratio.high, 1 / ratio.low) - 1;
    if (farthest <= EQUAL_WITHIN) {
        *equal_percent = percent_up(farthest);
        return OUTCOME_EQUAL;
    }
    if (ratio.low > 1)
        return OUTCOME_B_FASTER;
    if (ratio.high < 1)
        return OUTCOME_A_FASTER;
    *launches_wanted = launches_wanted_of(ratio, launches);
    return OUTCOME_UNDECIDED;
}

static void compare(struct verdict *verdict, const struct question *question,
                    const struct series *a, const struct series *b) {
    if (!a || !b)
        return;
    const double workers = workers_choose(verdict->panel, a, b);
    if (!(workers > 0))
        return;
    const struct point *x = series_at(a, workers), *y = series_at(b, workers);
    struct comparison comparison = {
        .question = question,
        .a = a,
        .b = b,
        .point_a = x,
        .point_b = y,
        .ratio = ratio_of_sorted(x->launch_s, x->launches, y->launch_s, y->launches),
    };
    const size_t launches = x->launches < y->launches ? x->launches : y->launches;
    comparison.outcome = outcome_of(comparison.ratio, launches, &comparison.equal_percent,
                                    &comparison.launches_wanted);
    ARRAY_PUSH(verdict, comparison);
}

/* The first two series that are neither serial nor `except`. */
static const struct series *other_series(const struct panel *panel, const struct series *except) {
    for (size_t i = 0; i < panel->count; i++)
        if (panel->items[i].role != ROLE_SERIAL && &panel->items[i] != except)
            return &panel->items[i];
    return NULL;
}

static void verdict_make(struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    for (size_t i = 0; i < QUESTIONS; i++)
        compare(verdict, &questions[i], panel_series(panel, questions[i].a, questions[i].lock_a),
                panel_series(panel, questions[i].b, questions[i].lock_b));
    if (verdict->count)
        return;
    const struct series *first = other_series(panel, NULL);
    if (first)
        compare(verdict, &other_question, first, other_series(panel, first));
}

struct verdicts verdicts_make(const struct study *study) {
    struct verdicts verdicts = {must_alloc((study->count + 1) * sizeof *verdicts.items),
                                study->count};
    for (size_t i = 0; i < study->count; i++) {
        verdicts.items[i].panel = &study->items[i];
        verdict_make(&verdicts.items[i]);
    }
    return verdicts;
}

const struct comparison *verdict_main(const struct verdict *verdict) {
    for (size_t i = 0; i < verdict->count; i++) {
        const struct question *question = verdict->items[i].question;
        if (question == &questions[0] || question == &other_question)
            return &verdict->items[i];
    }
    return NULL;
}

void verdicts_free(struct verdicts *verdicts) {
    for (size_t i = 0; i < verdicts->count; i++)
        free(verdicts->items[i].items);
    free(verdicts->items);
    *verdicts = (struct verdicts){0};
}
