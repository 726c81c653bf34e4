#include "verdict.h"

#include "advice.h"
#include "array.h"
#include "contrast.h"
#include "holm.h"
#include "model.h"
#include "side.h"

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

/* The two sides of a comparison. */
struct pair {
    const struct series *a, *b;
};

/* Names of other programs: the fastest two series that are no serial base. */
static const struct question other_question = {"a_or_b", ROLE_OTHER, ROLE_OTHER, "", ""};

/* Each side at the number of workers that suits it best; only asked where the answer is another. */
static const struct question best_question = {"best_of_each", ROLE_OTHER, ROLE_OTHER, "", ""};

/* One curve over nodes: its fewest nodes against its most, the same workers on each. */
static const struct question nodes_question = {"over_nodes", ROLE_OTHER, ROLE_OTHER, "", ""};

const struct point *series_best(const struct series *series) {
    double best = 0;
    for (size_t p = 0; p < series->count; p++)
        best = fmax(best, series->items[p].speedup.value);
    size_t p = 0;
    while (series->items[p].speedup.value < best * (1 - EQUAL_WITHIN))
        p++;
    return &series->items[p];
}

/* The point with the highest speed-up. */
static const struct point *series_peak(const struct series *series) {
    const struct point *peak = &series->items[0];
    for (size_t p = 1; p < series->count; p++)
        if (series->items[p].speedup.value > peak->speedup.value)
            peak = &series->items[p];
    return peak;
}

static double shortest_s(const struct series *series) {
    double shortest = INFINITY;
    for (size_t p = 0; p < series->count; p++)
        shortest = fmin(shortest, series->items[p].time_s.value);
    return shortest;
}

static bool series_is(const struct series *series, enum role role, const char *lock) {
    return series->role == role && strcmp(series->lock, lock) == 0;
}

const struct series *panel_series(const struct panel *panel, enum role role, const char *lock) {
    const struct series *best = NULL;
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        if (!series_is(series, role, lock))
            continue;
        if (!best || shortest_s(series) < shortest_s(best))
            best = series;
    }
    return best;
}

/* Waiting needs no core: there the number of tasks counts, not that of the cores. */
static bool panel_waits(const struct panel *panel) {
    return strcmp(panel->class, "io") == 0 || strcmp(panel->class, "mixed") == 0;
}

double workers_choose(const struct panel *panel, const struct series *a, const struct series *b) {
    const bool waits = panel_waits(panel);
    if (waits && panel->tasks && series_at(a, panel->tasks) && series_at(b, panel->tasks))
        return panel->tasks;
    const double bound = waits ? INFINITY : panel_cores(panel);
    double fewest = 0, most = 0;
    for (size_t p = 0; p < a->count; p++) {
        const double workers = a->items[p].workers;
        if (!series_at(b, workers))
            continue;
        fewest = fewest > 0 ? fewest : workers;
        most = workers <= bound ? workers : most;
    }
    return most > 0 ? most : fewest;
}

bool series_alike(const struct series *a, const struct series *b) {
    return strcmp(a->schedule, b->schedule) == 0 && strcmp(a->pin, b->pin) == 0 &&
           strcmp(a->labels, b->labels) == 0;
}

/* Whether a pair is faster than another: its faster side decides, if that is shared the other. */
static bool pair_is_faster(const struct pair *pair, const struct pair *than) {
    const double a_s = shortest_s(pair->a), b_s = shortest_s(pair->b);
    const double x_s = shortest_s(than->a), y_s = shortest_s(than->b);
    if (fmin(a_s, b_s) != fmin(x_s, y_s))
        return fmin(a_s, b_s) < fmin(x_s, y_s);
    return fmax(a_s, b_s) < fmax(x_s, y_s);
}

/* The fastest pair of equal schedule and pin that can be compared; {NULL, NULL}: there is none. */
static struct pair pair_alike(const struct panel *panel, const struct question *question) {
    struct pair best = {NULL, NULL};
    for (size_t i = 0; i < panel->count; i++)
        for (size_t j = 0; j < panel->count; j++) {
            const struct pair pair = {&panel->items[i], &panel->items[j]};
            if (!series_is(pair.a, question->a, question->lock_a) ||
                !series_is(pair.b, question->b, question->lock_b) ||
                !series_alike(pair.a, pair.b) || pair.a->per_node != pair.b->per_node ||
                !(workers_choose(panel, pair.a, pair.b) > 0))
                continue;
            if (!best.a || pair_is_faster(&pair, &best))
                best = pair;
        }
    return best;
}

static struct pair pair_choose(const struct panel *panel, const struct question *question) {
    const struct pair pair = pair_alike(panel, question);
    if (pair.a)
        return pair;
    return (struct pair){panel_series(panel, question->a, question->lock_a),
                         panel_series(panel, question->b, question->lock_b)};
}

/*
 * How many launches shrink the limits so far that they exclude 1 or lie within EQUAL_WITHIN of it
 * in four of five studies like this, if the ratio stays what it is. Their width goes with 1 /
 * sqrt(launches); that they just reach happens in every second study, so the distance must be
 * (z(0.975) + z(0.8)) / z(0.975) half-widths (power of a two-sided test: Lachin, Controlled
 * Clinical Trials 2, 1981).
 */
#define REACH_FOR_FOUR_OF_FIVE 1.4294

static unsigned launches_wanted_of(struct estimate ratio, size_t launches) {
    const double distance = fabs(log(ratio.value)), bound = log1p(EQUAL_WITHIN);
    const double half_width = (log(ratio.high) - log(ratio.low)) / 2;
    const double shrink = REACH_FOR_FOUR_OF_FIVE * half_width / fmax(distance, bound - distance);
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

static struct comparison comparison_make(const struct panel *panel, const struct question *question,
                                         struct pair pair, const struct point *x,
                                         const struct point *y) {
    const struct contrast contrast = contrast_make(panel, x, y);
    struct comparison comparison = {
        .question = question,
        .a = pair.a,
        .b = pair.b,
        .point_a = x,
        .point_b = y,
        .ratio = contrast.ratio,
        .bootstrap = contrast.bootstrap,
        .p_value = contrast.p_value,
        .p_holm = NAN,
    };
    const size_t launches = x->launches < y->launches ? x->launches : y->launches;
    comparison.outcome = outcome_of(comparison.ratio, launches, &comparison.equal_percent,
                                    &comparison.launches_wanted);
    return comparison;
}

static void compare(struct verdict *verdict, const struct question *question, struct pair pair) {
    const struct panel *panel = verdict->panel;
    const double workers = pair.a && pair.b ? workers_choose(panel, pair.a, pair.b) : 0;
    if (!(workers > 0))
        return;
    const struct comparison comparison = comparison_make(
        panel, question, pair, series_at(pair.a, workers), series_at(pair.b, workers));
    ARRAY_PUSH(verdict, comparison);
}

/*
 * What a search for the fastest series leaves out beside serial runs: `rival` and the same side on
 * other numbers of nodes. A curve over nodes begins with launches of the curve within one, and more
 * nodes are no other way of working.
 */
struct search {
    const struct series *rival; /* NULL: none */
    bool locks;                 /* take those with a lock, too */
    /* Only who has as many nodes is beaten by workers and not by machines. NULL: any nodes. */
    const struct comparison *level;
};

static bool is_sought(const struct search *search, const struct series *series) {
    const struct series *rival = search->rival;
    if (series->role == ROLE_SERIAL || (*series->lock && !search->locks))
        return false;
    if (rival &&
        (series == rival || (same_side(series, rival) && series->per_node != rival->per_node)))
        return false;
    const struct comparison *level = search->level;
    return !level ||
           (series->per_node == level->a->per_node && series->per_node == level->b->per_node);
}

/* The series with the highest speed-up that is sought; NULL: there is none. */
static const struct series *fastest_series(const struct panel *panel, struct search search) {
    const struct series *best = NULL;
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        if (is_sought(&search, series) &&
            (!best || series_peak(series)->speedup.value > series_peak(best)->speedup.value))
            best = series;
    }
    return best;
}

static bool is_decisive(const struct comparison *comparison) {
    return comparison->outcome == OUTCOME_A_FASTER || comparison->outcome == OUTCOME_B_FASTER;
}

static const struct series *winner_of(const struct comparison *comparison) {
    return !is_decisive(comparison)                  ? NULL
           : comparison->outcome == OUTCOME_A_FASTER ? comparison->a
                                                     : comparison->b;
}

/*
 * A comparison at one number of workers can be won by a side that loses where each takes the number
 * that suits it best, or by one that a third beats. Both numbers are then chosen by their times,
 * which makes the limits a little too narrow; so it is added only where it says something else.
 */
static void compare_best(struct verdict *verdict, struct comparison first) {
    const struct panel *panel = verdict->panel;
    const struct series *champion = fastest_series(panel, (struct search){.level = &first});
    if (!champion || winner_of(&first) == champion)
        return;
    const struct series *other = first.a == champion ? first.b : first.a;
    if (first.a != champion && first.b != champion &&
        series_peak(first.b)->speedup.value > series_peak(first.a)->speedup.value)
        other = first.b;
    const struct comparison best =
        comparison_make(panel, &best_question, (struct pair){other, champion}, series_peak(other),
                        series_peak(champion));
    if (best.outcome == OUTCOME_B_FASTER)
        ARRAY_PUSH(verdict, best);
}

/* What more nodes bring, of every curve over nodes. */
static void compare_nodes(struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        if (!series->per_node || series->count < 2)
            continue;
        const struct comparison nodes =
            comparison_make(panel, &nodes_question, (struct pair){series, series},
                            &series->items[0], &series->items[series->count - 1]);
        ARRAY_PUSH(verdict, nodes);
    }
}

static struct comparison *main_of(const struct verdict *verdict) {
    for (size_t i = 0; i < verdict->count; i++) {
        const struct question *question = verdict->items[i].question;
        if (question == &questions[0] || question == &other_question)
            return &verdict->items[i];
    }
    return NULL;
}

static void verdict_make(struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    for (size_t i = 0; i < QUESTIONS; i++)
        compare(verdict, &questions[i], pair_choose(panel, &questions[i]));
    const struct series *first = fastest_series(panel, (struct search){.locks = true});
    if (!verdict->count && first) {
        const struct search others = {.rival = first, .locks = true};
        compare(verdict, &other_question, (struct pair){first, fastest_series(panel, others)});
    }
    const struct comparison *main = main_of(verdict);
    verdict->several = several_make(panel, main ? main->point_a->workers : NAN);
    if (main)
        compare_best(verdict, *main);
    compare_nodes(verdict);
}

bool comparison_is_over_nodes(const struct comparison *comparison) {
    return comparison->question == &nodes_question;
}

/* The main questions of all panels are one family: each is a chance to be misled. */
static void family_correct(struct verdicts *verdicts) {
    double *p_values = must_alloc((verdicts->count + 1) * sizeof *p_values);
    size_t family = 0;
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct comparison *first = main_of(&verdicts->items[i]);
        p_values[i] = first ? first->p_value : NAN;
        family += !isnan(p_values[i]);
    }
    holm_adjust(p_values, verdicts->count);
    for (size_t i = 0; i < verdicts->count; i++) {
        struct comparison *first = main_of(&verdicts->items[i]);
        if (!first)
            continue;
        first->p_holm = p_values[i];
        first->family = isnan(p_values[i]) ? 0 : family;
    }
    free(p_values);
}

/* The same for the question whether several ways differ at all. */
static void several_correct(struct verdicts *verdicts) {
    double *p_values = must_alloc((verdicts->count + 1) * sizeof *p_values);
    size_t family = 0;
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct several *several = &verdicts->items[i].several;
        p_values[i] = isnan(several->workers) ? NAN : several->test.p_value;
        family += !isnan(p_values[i]);
    }
    holm_adjust(p_values, verdicts->count);
    for (size_t i = 0; i < verdicts->count; i++) {
        verdicts->items[i].several.p_holm = p_values[i];
        verdicts->items[i].several.family = family;
    }
    free(p_values);
}

static struct advice *advise(const struct verdict *verdict, const struct scaling *scaling) {
    struct advice *advice = must_alloc(sizeof *advice);
    *advice = advice_make(verdict, scaling);
    return advice;
}

struct verdicts verdicts_make(const struct study *study, const struct scaling *scaling) {
    struct verdicts verdicts = {scaling, must_alloc((study->count + 1) * sizeof *verdicts.items),
                                study->count, probes_make(study), all_layouts_make(study)};
    for (size_t i = 0; i < study->count; i++) {
        verdicts.items[i].panel = &study->items[i];
        verdict_make(&verdicts.items[i]);
    }
    family_correct(&verdicts);
    several_correct(&verdicts);
    for (size_t i = 0; i < study->count; i++)
        verdicts.items[i].advice = advise(&verdicts.items[i], scaling);
    return verdicts;
}

const struct comparison *verdict_main(const struct verdict *verdict) {
    return main_of(verdict);
}

const struct comparison *verdict_deciding(const struct verdict *verdict) {
    const struct comparison *best = verdict_find(verdict, best_question.name);
    return best ? best : main_of(verdict);
}

const struct comparison *verdict_find(const struct verdict *verdict, const char *question) {
    for (size_t i = 0; i < verdict->count; i++)
        if (strcmp(verdict->items[i].question->name, question) == 0)
            return &verdict->items[i];
    return NULL;
}

bool comparison_may_be_chance(const struct comparison *comparison) {
    const bool faster =
        comparison->outcome == OUTCOME_A_FASTER || comparison->outcome == OUTCOME_B_FASTER;
    return faster && comparison->p_holm >= 1 - CONFIDENCE;
}

void verdicts_free(struct verdicts *verdicts) {
    for (size_t i = 0; i < verdicts->count; i++) {
        advice_clear(verdicts->items[i].advice);
        free(verdicts->items[i].advice);
        free(verdicts->items[i].items);
    }
    free(verdicts->items);
    probes_free(&verdicts->probes);
    all_layouts_clear(&verdicts->layouts);
    *verdicts = (struct verdicts){0};
}
