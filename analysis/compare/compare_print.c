/* A comparison as a table for terminals, as CSV and as Markdown. */
#include "check.h"
#include "compare.h"
#include "csvline.h"
#include "files_inside.h"
#include "number.h"
#include "verdict.h"
#include "wrap.h"

#include <stdlib.h>
#include <string.h>

/* A mark, the series, its workers, two times, the slowdown with its limits, the answer. */
enum { SERIES_WIDTH = 24, RATIO_WIDTH = 25, NAMED_MAX = 8 };

/* Trends that are named in the summary even if there is none of them. */
static const struct {
    enum pace pace;
    const char *text;
    bool always;
} phrases[] = {
    {PACE_REGRESSION, "slower than the bound allows", true},
    {PACE_SLOWER, "slower, but within the bound or not surely beyond it", false},
    {PACE_FASTER, "faster", false},
    {PACE_EQUAL, "equal", true},
    {PACE_UNDECIDED, "undecided", false},
    {PACE_EXPLORATORY, "without limits", false},
};

static struct number percent(double part) {
    struct number number;
    snprintf(number.text, sizeof number.text, "%.4g %%", 100 * part);
    return number;
}

/* "1.10 (1.09 to 1.11)", "~" behind it where that is by bootstrap. Free it. */
static char *ratio_text(const struct slowdown *slowdown) {
    return must_format("%s (%s)%s", number_plain(slowdown->ratio.value).text,
                       number_limits(slowdown->ratio).text,
                       slowdown->method == RATIO_BOOTSTRAP ? "~" : "");
}

static void print_slowdown(FILE *out, const struct slowdown *slowdown) {
    const struct spot *before = &slowdown->match->before, *after = &slowdown->match->after;
    char *ratio = ratio_text(slowdown), *answer = slowdown_short(slowdown);
    fprintf(out, "%c ", slowdown->pace == PACE_REGRESSION ? '!' : ' ');
    wrap_name(out, after->series->name, SERIES_WIDTH);
    fprintf(out, " %7g %8s %8s  %-*s %s%s\n", after->point->workers,
            number_time(before->point->time_s.value).text,
            number_time(after->point->time_s.value).text, RATIO_WIDTH, ratio, answer,
            slowdown->match->other_work ? " *" : "");
    free(ratio);
    free(answer);
}

static void print_slowdowns(FILE *out, const struct slowdowns *slowdowns) {
    fprintf(out, "  %-*s %7s %8s %8s  %s\n", SERIES_WIDTH, "", "workers", "old", "new",
            "new/old (95 % limits)");
    const struct panel *panel = NULL;
    for (size_t i = 0; i < slowdowns->count; i++) {
        if (slowdowns->items[i].match->after.panel != panel) {
            panel = slowdowns->items[i].match->after.panel;
            wrap_print(out, panel->name, 0, 2);
        }
        print_slowdown(out, &slowdowns->items[i]);
    }
    fputc('\n', out);
}

static bool any_other_work(const struct slowdowns *slowdowns) {
    for (size_t i = 0; i < slowdowns->count; i++)
        if (slowdowns->items[i].match->other_work)
            return true;
    return false;
}

/* Takes ownership of the sentence. */
static void say(FILE *out, char *sentence) {
    wrap_print(out, sentence, 0, 2);
    free(sentence);
}

static char *summary_text(const struct slowdowns *slowdowns) {
    char *text = must_format("%zu configuration%s compared:", slowdowns->count,
                             number_plural((double)slowdowns->count));
    bool first = true;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const size_t count = slowdowns->paces[phrases[i].pace];
        if (!count && !phrases[i].always)
            continue;
        char *longer = must_format("%s%s %zu %s", text, first ? "" : ",", count, phrases[i].text);
        free(text);
        text = longer;
        first = false;
    }
    char *whole = must_format("%s. The bound is %s; that a configuration is slower than that is "
                              "excluded for %zu of %zu.",
                              text, percent(slowdowns->max_slowdown).text, slowdowns->excluded,
                              slowdowns->count);
    free(text);
    return whole;
}

static int by_slowdown(const void *left, const void *right) {
    const struct slowdown *a = *(const struct slowdown *const *)left;
    const struct slowdown *b = *(const struct slowdown *const *)right;
    if (a->ratio.value != b->ratio.value)
        return a->ratio.value > b->ratio.value ? -1 : 1;
    return (a > b) - (a < b);
}

/* The regressions, worst first, the first few in words. */
static void say_regressions(FILE *out, const struct slowdowns *slowdowns) {
    const struct slowdown **worst = must_alloc((slowdowns->count + 1) * sizeof *worst);
    size_t count = 0;
    for (size_t i = 0; i < slowdowns->count; i++)
        if (slowdowns->items[i].pace == PACE_REGRESSION)
            worst[count++] = &slowdowns->items[i];
    if (count)
        qsort(worst, count, sizeof *worst, by_slowdown);
    for (size_t i = 0; i < count && i < NAMED_MAX; i++) {
        char *name = spot_name(&worst[i]->match->after), *ratio = ratio_text(worst[i]);
        say(out, must_format("REGRESSION: %s: %s times as long as before.", name, ratio));
        free(ratio);
        free(name);
    }
    if (count > NAMED_MAX)
        say(out, must_format("... and %zu more regressions, marked ! above.", count - NAMED_MAX));
    free(worst);
}

static void say_exploratory(FILE *out, const struct slowdowns *slowdowns) {
    const size_t count = slowdowns->paces[PACE_EXPLORATORY];
    if (!count)
        return;
    say(out, must_format("NO LIMITS for %zu of %zu configuration%s: fewer than %d launches on a "
                         "side. Whatever happened there, it cannot be told from chance and is "
                         "not counted as a regression.",
                         count, slowdowns->count, number_plural((double)slowdowns->count),
                         LAUNCHES_FOR_LIMITS));
}

static void say_undecided(FILE *out, const struct slowdowns *slowdowns) {
    unsigned wanted = 0;
    bool hopeless = false;
    for (size_t i = 0; i < slowdowns->count; i++) {
        const struct slowdown *slowdown = &slowdowns->items[i];
        if (slowdown->pace != PACE_UNDECIDED)
            continue;
        hopeless = hopeless || !slowdown->launches_wanted;
        wanted = slowdown->launches_wanted > wanted ? slowdown->launches_wanted : wanted;
    }
    if (wanted)
        say(out,
            must_format("Behind \"undecided\" stands with how many launches per side the limits "
                        "would decide, %u at most here.",
                        wanted));
    if (hopeless)
        say(out, must_format("\"undecided\" alone: more than %d launches would be needed.",
                             LAUNCHES_WANTED_MAX));
}

/*
 * Each 95 % interval lies wholly above the truth one time in 40, however good the measurement.
 * Holm's correction tells which of the slower ones are so even if all were looked at together.
 */
static void say_chance(FILE *out, const struct slowdowns *slowdowns) {
    enum { FEW = 20 };
    const size_t limited = slowdowns->count - slowdowns->paces[PACE_EXPLORATORY];
    const size_t slower = slowdowns->paces[PACE_REGRESSION] + slowdowns->paces[PACE_SLOWER];
    if (limited < FEW)
        return;
    say(out, must_format("Chance: of %zu configurations that are as fast as before, about %.0f "
                         "would be called slower and as many faster; a slowdown of exactly the "
                         "bound is called a regression one time in 40.",
                         limited, fmax(1, round((double)limited / 40))));
    size_t sure = 0;
    for (size_t i = 0; i < slowdowns->count; i++)
        sure += slowdowns->items[i].pace <= PACE_SLOWER && slowdowns->items[i].p_holm < 0.05;
    if (slower)
        say(out, must_format("After Holm's correction for %zu tests %zu of the %zu slower "
                             "configuration%s differ from equal (p < 5 %%).",
                             limited, sure, slower, number_plural((double)slower)));
}

static void say_bootstrap(FILE *out, const struct slowdowns *slowdowns) {
    size_t bootstraps = 0;
    for (size_t i = 0; i < slowdowns->count; i++)
        bootstraps += slowdowns->items[i].method == RATIO_BOOTSTRAP;
    if (bootstraps)
        say(out,
            must_format("The spreads of old and new differ by more than a factor of %g in %zu "
                        "of %zu configuration%s, marked ~: there ratio and limits are those of "
                        "the medians, by bootstrap.",
                        SPREAD_RATIO_MAX, bootstraps, slowdowns->count,
                        number_plural((double)slowdowns->count)));
}

static void say_same_samples(FILE *out, const struct slowdowns *slowdowns) {
    size_t same = 0;
    for (size_t i = 0; i < slowdowns->count; i++)
        same += slowdown_is_same_samples(&slowdowns->items[i]);
    if (same)
        say(out,
            must_format("%zu of %zu configuration%s have the very same times on both sides: one "
                        "measurement, compared with itself.",
                        same, slowdowns->count, number_plural((double)slowdowns->count)));
}

static void say_left(FILE *out, const char *where, const struct spot *spots, size_t count) {
    if (!count)
        return;
    char *names = must_strdup("");
    for (size_t i = 0; i < count && i < NAMED_MAX; i++) {
        char *name = spot_name(&spots[i]);
        char *longer = must_format("%s%s%s", names, i ? "; " : "", name);
        free(name);
        free(names);
        names = longer;
    }
    char *more =
        count > NAMED_MAX ? must_format("; and %zu more", count - NAMED_MAX) : must_strdup("");
    say(out, must_format("Only in %s: %s%s.", where, names, more));
    free(more);
    free(names);
}

static void say_remarks(FILE *out, const struct remarks *remarks) {
    if (remarks->count)
        fputs("\nWhat else differs (old / new)\n", out);
    for (size_t i = 0; i < remarks->count; i++) {
        char *text = must_format("%s%s.", remarks->items[i].refuse ? "NOT COMPARABLE, " : "",
                                 remarks->items[i].text);
        fputs("  ", out);
        wrap_print(out, text, 2, 4);
        free(text);
    }
}

static void say_all(FILE *out, const struct compare *compare) {
    const struct slowdowns *slowdowns = &compare->slowdowns;
    say(out, summary_text(slowdowns));
    say_regressions(out, slowdowns);
    say_exploratory(out, slowdowns);
    say_undecided(out, slowdowns);
    say_bootstrap(out, slowdowns);
    say_chance(out, slowdowns);
    say_same_samples(out, slowdowns);
    if (any_other_work(slowdowns))
        say(out, must_strdup("* Other work on the two sides: the times compare different things, "
                             "see below."));
    say_left(out, "OLD", compare->matching.removed, compare->matching.removed_count);
    say_left(out, "NEW", compare->matching.added, compare->matching.added_count);
    say_remarks(out, &compare->remarks);
}

void compare_print_table(FILE *out, const struct compare *compare) {
    say(out, must_format("Old: %s. New: %s.", compare->before->path, compare->after->path));
    print_slowdowns(out, &compare->slowdowns);
    say_all(out, compare);
}

void compare_print_csv(FILE *out, const struct compare *compare) {
    const struct slowdowns *slowdowns = &compare->slowdowns;
    fprintf(out,
            "%s,workers,launches_old,launches_new,time_old_s,time_new_s,slowdown,slowdown_low,"
            "slowdown_high,method,p_value,p_holm,max_slowdown,outcome,equal_within_percent,"
            "launches_wanted,other_work\n",
            files_series_columns);
    for (size_t i = 0; i < slowdowns->count; i++) {
        const struct slowdown *slowdown = &slowdowns->items[i];
        const struct spot *after = &slowdown->match->after;
        const struct point *before = slowdown->match->before.point;
        file_series(out, compare->after->data, after->panel, after->series);
        file_number(out, after->point->workers);
        file_number(out, (double)before->launches);
        file_number(out, (double)after->point->launches);
        file_number(out, before->time_s.value);
        file_number(out, after->point->time_s.value);
        file_estimate(out, slowdown->ratio);
        fprintf(out, ",%s", ratio_method_name(slowdown->method));
        file_number(out, slowdown->p_value);
        file_number(out, slowdown->p_holm);
        file_number(out, slowdowns->max_slowdown);
        fprintf(out, ",%s", pace_names[slowdown->pace]);
        file_count(out, slowdown->equal_percent);
        file_count(out, slowdown->launches_wanted);
        fprintf(out, ",%d\n", slowdown->match->other_work);
    }
}

/* A cell of a Markdown table: bars would end it. */
static void print_md_text(FILE *out, const char *text) {
    for (; *text; text++)
        fprintf(out, *text == '|' ? "\\%c" : "%c", *text == '\n' ? ' ' : *text);
}

void compare_print_md(FILE *out, const struct compare *compare) {
    fputs("| work | series | workers | old | new | new / old | 95 % limits | verdict |\n"
          "| --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n",
          out);
    for (size_t i = 0; i < compare->slowdowns.count; i++) {
        const struct slowdown *slowdown = &compare->slowdowns.items[i];
        const struct spot *after = &slowdown->match->after;
        char *answer = slowdown_short(slowdown);
        fputs("| ", out);
        print_md_text(out, after->panel->name);
        fputs(" | ", out);
        print_md_text(out, after->series->name);
        fprintf(out, " | %g | %s | %s | %s | %s | %s |\n", after->point->workers,
                number_time(slowdown->match->before.point->time_s.value).text,
                number_time(after->point->time_s.value).text,
                number_plain(slowdown->ratio.value).text, number_limits(slowdown->ratio).text,
                slowdown->pace == PACE_REGRESSION ? "**regression**" : answer);
        free(answer);
    }
    fputc('\n', out);
    say(out, summary_text(&compare->slowdowns));
}
