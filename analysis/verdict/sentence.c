/* Verdicts in plain words. */
#include "verdict.h"

#include "check.h"
#include "number.h"
#include "scaling.h"
#include "side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One panel's sentences while they are made: what was said before is not said again. */
struct speech {
    FILE *out;
    double workers; /* named last; 0: none yet */
    bool said;      /* a sentence is open */
    bool limits_named, bootstrap_named, exploratory_named;
};

/* Limits of another kind than the usual ones say so, the reason once. */
static const char *method_words(struct speech *speech, const struct comparison *comparison) {
    const bool again = speech->bootstrap_named;
    if (!comparison->bootstrap)
        return "";
    speech->bootstrap_named = true;
    return again ? "by bootstrap" : "by bootstrap, because the spreads differ";
}

/* " (95 % limits 1.95 to 2.01)", later " (1.95 to 2.01)"; `before` goes into the brackets. */
static void print_limits(struct speech *speech, const char *before,
                         const struct comparison *comparison, struct estimate ratio) {
    const char *method = method_words(speech, comparison);
    fprintf(speech->out, " (%s%s%s%s%s)", before, speech->limits_named ? "" : "95 % limits ",
            number_limits(ratio).text, *method ? ", " : "", method);
    speech->limits_named = true;
}

/* "B are 1.98 times as fast as A (95 % limits 1.95 to 2.01)"; ratio is time of slow / time of fast.
 */
static void print_faster(struct speech *speech, const struct comparison *comparison) {
    FILE *out = speech->out;
    const bool b_faster = comparison->outcome == OUTCOME_B_FASTER;
    const struct series *fast = b_faster ? comparison->b : comparison->a;
    const struct series *slow = b_faster ? comparison->a : comparison->b;
    const struct estimate ratio =
        b_faster ? comparison->ratio : estimate_inverse(comparison->ratio);
    side_print(out, fast);
    fprintf(out, " %s %s times as fast as ", side_is_plural(fast) ? "are" : "is",
            number_plain(ratio.value).text);
    side_print(out, slow);
    print_limits(speech, "", comparison, ratio);
}

static void print_both(FILE *out, const struct comparison *comparison) {
    side_print(out, comparison->a);
    fputs(" and ", out);
    side_print(out, comparison->b);
}

/* The same kind of worker on both sides, one with a lock: the question is what the lock costs. */
static bool is_about_lock(const struct comparison *comparison) {
    return comparison->question->a == comparison->question->b && *comparison->a->lock;
}

/* "processes look 1.04 times as fast": what limits do not support. */
static void print_look(FILE *out, const struct comparison *comparison) {
    const bool b_faster = comparison->ratio.value > 1;
    const double ratio = b_faster ? comparison->ratio.value : 1 / comparison->ratio.value;
    if (is_about_lock(comparison) && ratio <= 1 + EQUAL_WITHIN) {
        fprintf(out, "the %s lock seems to cost ", comparison->a->lock);
        side_print(out, comparison->b);
        fputs(" nothing", out);
        return;
    }
    if (is_about_lock(comparison) && b_faster) {
        fprintf(out, "with the %s lock ", comparison->a->lock);
        side_print(out, comparison->b);
        fprintf(out, " seem to take %s times as long", number_plain(ratio).text);
        return;
    }
    if (ratio <= 1 + EQUAL_WITHIN) {
        print_both(out, comparison);
        fprintf(out, " look alike, within %u %%", percent_up(ratio - 1));
        return;
    }
    const struct series *fast = b_faster ? comparison->b : comparison->a;
    side_print(out, fast);
    fprintf(out, " %s %s times as fast as ", side_is_plural(fast) ? "look" : "looks",
            number_plain(ratio).text);
    side_print(out, b_faster ? comparison->a : comparison->b);
}

static void print_undecided(struct speech *speech, const struct comparison *comparison) {
    FILE *out = speech->out;
    fputs("undecided: ", out);
    print_look(out, comparison);
    const struct estimate ratio =
        comparison->ratio.value > 1 ? comparison->ratio : estimate_inverse(comparison->ratio);
    fprintf(out, ", but the 95 %% limits %s", number_limits(ratio).text);
    speech->limits_named = true;
    const char *method = method_words(speech, comparison);
    fprintf(out, *method ? " (%s) allow both; " : "%s allow both; ", method);
    if (comparison->launches_wanted)
        fprintf(out, "about %u launches of each should decide (%zu and %zu now)",
                comparison->launches_wanted, comparison->point_a->launches,
                comparison->point_b->launches);
    else
        fprintf(out, "more than %d launches of each would be needed", LAUNCHES_WANTED_MAX);
}

static size_t launches_of(const struct comparison *comparison) {
    const size_t a = comparison->point_a->launches, b = comparison->point_b->launches;
    return a < b ? a : b;
}

static void print_exploratory(struct speech *speech, const struct comparison *comparison) {
    FILE *out = speech->out;
    const size_t launches = launches_of(comparison);
    if (!speech->exploratory_named)
        fprintf(out, "(exploratory: %zu launch%s, limits need %d) ", launches,
                launches == 1 ? "" : "es", LAUNCHES_FOR_LIMITS);
    speech->exploratory_named = true;
    print_look(out, comparison);
}

static void print_lock_cost(struct speech *speech, const struct comparison *comparison) {
    fprintf(speech->out, "with the %s lock ", comparison->a->lock);
    side_print(speech->out, comparison->b);
    fprintf(speech->out, " take %s times as long", number_plain(comparison->ratio.value).text);
    print_limits(speech, "", comparison, comparison->ratio);
}

static void print_equal(struct speech *speech, const struct comparison *comparison) {
    FILE *out = speech->out;
    if (is_about_lock(comparison)) {
        fprintf(out, "the %s lock costs ", comparison->a->lock);
        side_print(out, comparison->b);
        fputs(" nothing that matters:", out);
    } else {
        print_both(out, comparison);
        fputs(" are", out);
    }
    fprintf(out, " equal within %u %%", comparison->equal_percent);
    char *ratio = must_format("ratio %s, ", number_plain(comparison->ratio.value).text);
    print_limits(speech, ratio, comparison, comparison->ratio);
    free(ratio);
}

static void print_outcome(struct speech *speech, const struct comparison *comparison) {
    switch (comparison->outcome) {
    case OUTCOME_A_FASTER:
        print_faster(speech, comparison);
        break;
    case OUTCOME_B_FASTER:
        if (is_about_lock(comparison))
            print_lock_cost(speech, comparison);
        else
            print_faster(speech, comparison);
        break;
    case OUTCOME_EQUAL:
        print_equal(speech, comparison);
        break;
    case OUTCOME_UNDECIDED:
        print_undecided(speech, comparison);
        break;
    case OUTCOME_EXPLORATORY:
        print_exploratory(speech, comparison);
        break;
    }
}

/* A difference that its limits show, but not among all that the study compares. */
static void print_chance(FILE *out, const struct comparison *comparison) {
    if (comparison_may_be_chance(comparison))
        fprintf(out, ", which may be chance: %zu comparisons, Holm's p %.2g", comparison->family,
                comparison->p_holm);
}

/* Where no pair had the same schedule and pinning, what differs belongs to the answer. */
static void print_unlike(FILE *out, const struct comparison *comparison) {
    const struct series *a = comparison->a, *b = comparison->b;
    if (series_alike(a, b))
        return;
    if (strcmp(a->labels, b->labels) != 0) {
        fprintf(out, " [not alike: %s against %s]", a->name, b->name);
        return;
    }
    fprintf(out, " [not alike: %s ran with schedule %s, pin %s;", a->name,
            *a->schedule ? a->schedule : "unknown", *a->pin ? a->pin : "unknown");
    fprintf(out, " %s with schedule %s, pin %s]", b->name, *b->schedule ? b->schedule : "unknown",
            *b->pin ? b->pin : "unknown");
}

/* "4 nodes are 3.52 times as fast as 1 node", "4 nodes take 1.20 times as long as 1 node": for the
 * same work. Returns the ratio as it is worded. */
static struct estimate print_nodes_ratio(FILE *out, const struct comparison *comparison) {
    const uint32_t few = point_nodes(comparison->point_a), many = point_nodes(comparison->point_b);
    const bool slower = comparison->ratio.value < 1;
    const struct estimate ratio = slower ? estimate_inverse(comparison->ratio) : comparison->ratio;
    fprintf(out, "%u nodes %s %s times as %s as %u node%s", many, slower ? "take" : "are",
            number_plain(ratio.value).text, slower ? "long" : "fast", few, number_plural(few));
    return ratio;
}

static void print_nodes(struct speech *speech, const struct comparison *comparison) {
    FILE *out = speech->out;
    const size_t launches = launches_of(comparison);
    fprintf(out, "%sOver nodes: ", speech->said ? ". " : "");
    const struct estimate ratio = print_nodes_ratio(out, comparison);
    if (estimate_limited(ratio))
        print_limits(speech, "", comparison, ratio);
    else
        fprintf(out, " (exploratory: %zu launch%s, limits need %d)", launches,
                launches == 1 ? "" : "es", LAUNCHES_FOR_LIMITS);
    if (comparison->outcome == OUTCOME_UNDECIDED)
        fputs(", which may be no difference at all", out);
    fprintf(out, " [%s]", comparison->a->name);
}

static void print_workers(struct speech *speech, const struct comparison *comparison) {
    const double workers = comparison->point_a->workers, others = comparison->point_b->workers;
    const bool again = workers == speech->workers;
    if (strcmp(comparison->question->name, "best_of_each") == 0 && others == workers)
        fprintf(speech->out, ". Each at its best, with %g workers, ", workers);
    else if (strcmp(comparison->question->name, "best_of_each") == 0)
        fprintf(speech->out, ". Each at its best, with %g and %g workers, ", others, workers);
    else if (!again)
        fprintf(speech->out, "%sWith %g worker%s ", speech->workers > 0 ? ". " : "", workers,
                workers == 1 ? "" : "s");
    else
        fputs("; ", speech->out);
    speech->workers = workers;
    print_outcome(speech, comparison);
    print_chance(speech->out, comparison);
    print_unlike(speech->out, comparison);
}

static void print_comparison(struct speech *speech, const struct comparison *comparison) {
    if (comparison_is_over_nodes(comparison))
        print_nodes(speech, comparison);
    else
        print_workers(speech, comparison);
    speech->said = true;
}

static char *short_winner(const struct comparison *comparison, bool sure) {
    const bool b_faster = comparison->ratio.value > 1;
    const struct estimate ratio =
        b_faster ? comparison->ratio : estimate_inverse(comparison->ratio);
    const char *name = (b_faster ? comparison->b : comparison->a)->name;
    if (sure)
        return must_format("%s %sx (%s)%s", name, number_plain(ratio.value).text,
                           number_limits(ratio).text,
                           comparison_may_be_chance(comparison) ? ", chance?" : "");
    if (ratio.value <= 1 + EQUAL_WITHIN)
        return must_strdup("alike?");
    return must_format("%s %sx?", name, number_plain(ratio.value).text);
}

char *comparison_short(const struct comparison *comparison) {
    if (comparison->outcome == OUTCOME_EQUAL)
        return must_format("equal within %u %%", comparison->equal_percent);
    if (comparison->outcome == OUTCOME_A_FASTER || comparison->outcome == OUTCOME_B_FASTER)
        return short_winner(comparison, true);
    char *winner = short_winner(comparison, false);
    char *text = must_format(
        "%s: %s", comparison->outcome == OUTCOME_UNDECIDED ? "undecided" : "exploratory", winner);
    free(winner);
    return text;
}

char *comparison_sentence(const struct comparison *comparison) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    print_comparison(&(struct speech){.out = out}, comparison);
    fputc('.', out);
    CHECK(fclose(out) == 0);
    return text;
}

/* What a panel can say without a comparison: who reaches which speed-up with how many workers. */
static void print_best(FILE *out, const struct panel *panel) {
    const char *before = "Best speed-up: ";
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        if (series->role == ROLE_SERIAL)
            continue;
        const struct point *best = series_best(series);
        fprintf(out, "%s%s %s x at %g", before, series->name,
                number_plain(best->speedup.value).text, best->workers);
        before = "; ";
    }
    if (*before == ';')
        fputc('.', out);
}

char *verdict_sentence(const struct verdict *verdict) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    struct speech speech = {.out = out};
    for (size_t i = 0; i < verdict->count; i++)
        print_comparison(&speech, &verdict->items[i]);
    if (verdict->count) {
        fputc('.', out);
    } else {
        fputs("Nothing to compare: fewer than two models at the same number of workers. ", out);
        print_best(out, verdict->panel);
    }
    CHECK(fclose(out) == 0);
    return text;
}
