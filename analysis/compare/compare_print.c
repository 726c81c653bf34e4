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

/* A mark, the series, its workers, two times, the slowdown with its limits, the trend. */
enum { SERIES_WIDTH = 24, RATIO_WIDTH = 25, NAMED_MAX = 8 };

/* Trends that are named in the summary even if there is none of them. */
static const struct {
    enum trend trend;
    const char *text;
    bool always;
} phrases[] = {
    {TREND_REGRESSION, "slower than the bound allows", true},
    {TREND_SLOWER, "slower, but not surely beyond the bound", false},
    {TREND_FASTER, "faster", false},
    {TREND_EQUAL, "equal", true},
    {TREND_UNDECIDED, "undecided", false},
    {TREND_EXPLORATORY, "without limits", false},
};

static struct number percent(double part) {
    struct number number;
    snprintf(number.text, sizeof number.text, "%.4g %%", 100 * part);
    return number;
}

/* "1.10 (1.09 to 1.11)". Free it. */
static char *slowdown_text(const struct change *change) {
    return must_format("%s (%s)", number_plain(change->slowdown.value).text,
                       number_limits(change->slowdown).text);
}

static void print_change(FILE *out, const struct change *change) {
    const struct spot *before = &change->match->before, *after = &change->match->after;
    char *slowdown = slowdown_text(change), *answer = change_short(change);
    fprintf(out, "%c ", change->trend == TREND_REGRESSION ? '!' : ' ');
    wrap_name(out, after->series->name, SERIES_WIDTH);
    fprintf(out, " %7g %8s %8s  %-*s %s%s\n", after->point->workers,
            number_time(before->point->time_s.value).text,
            number_time(after->point->time_s.value).text, RATIO_WIDTH, slowdown, answer,
            change->match->other_work ? " *" : "");
    free(slowdown);
    free(answer);
}

static void print_changes(FILE *out, const struct changes *changes) {
    fprintf(out, "  %-*s %7s %8s %8s  %s\n", SERIES_WIDTH, "", "workers", "old", "new",
            "new/old (95 % limits)");
    const struct panel *panel = NULL;
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->items[i].match->after.panel != panel) {
            panel = changes->items[i].match->after.panel;
            wrap_print(out, panel->name, 0, 2);
        }
        print_change(out, &changes->items[i]);
    }
    fputc('\n', out);
}

static bool any_other_work(const struct changes *changes) {
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].match->other_work)
            return true;
    return false;
}

/* Takes ownership of the sentence. */
static void say(FILE *out, char *sentence) {
    wrap_print(out, sentence, 0, 2);
    free(sentence);
}

static char *summary_text(const struct changes *changes) {
    char *text = must_format("%zu configuration%s compared:", changes->count,
                             number_plural((double)changes->count));
    bool first = true;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const size_t count = changes->trends[phrases[i].trend];
        if (!count && !phrases[i].always)
            continue;
        char *longer = must_format("%s%s %zu %s", text, first ? "" : ",", count, phrases[i].text);
        free(text);
        text = longer;
        first = false;
    }
    char *whole =
        must_format("%s. The bound is %s; that a configuration is slower than that is "
                    "excluded for %zu of %zu.",
                    text, percent(changes->max_slowdown).text, changes->excluded, changes->count);
    free(text);
    return whole;
}

static int by_slowdown(const void *left, const void *right) {
    const struct change *a = *(const struct change *const *)left;
    const struct change *b = *(const struct change *const *)right;
    if (a->slowdown.value != b->slowdown.value)
        return a->slowdown.value > b->slowdown.value ? -1 : 1;
    return (a > b) - (a < b);
}

/* The regressions, worst first, the first few in words. */
static void say_regressions(FILE *out, const struct changes *changes) {
    const struct change **worst = must_alloc((changes->count + 1) * sizeof *worst);
    size_t count = 0;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].trend == TREND_REGRESSION)
            worst[count++] = &changes->items[i];
    if (count)
        qsort(worst, count, sizeof *worst, by_slowdown);
    for (size_t i = 0; i < count && i < NAMED_MAX; i++) {
        char *name = spot_name(&worst[i]->match->after), *slowdown = slowdown_text(worst[i]);
        say(out, must_format("REGRESSION: %s: %s times as long as before.", name, slowdown));
        free(slowdown);
        free(name);
    }
    if (count > NAMED_MAX)
        say(out, must_format("... and %zu more regressions, marked ! above.", count - NAMED_MAX));
    free(worst);
}

static void say_exploratory(FILE *out, const struct changes *changes) {
    const size_t count = changes->trends[TREND_EXPLORATORY];
    if (!count)
        return;
    say(out, must_format("NO LIMITS for %zu of %zu configuration%s: fewer than %d launches on a "
                         "side. Whatever happened there, it cannot be told from chance and is "
                         "not counted as a regression.",
                         count, changes->count, number_plural((double)changes->count),
                         LAUNCHES_FOR_LIMITS));
}

static void say_undecided(FILE *out, const struct changes *changes) {
    unsigned wanted = 0;
    bool hopeless = false;
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        if (change->trend != TREND_UNDECIDED)
            continue;
        hopeless = hopeless || !change->launches_wanted;
        wanted = change->launches_wanted > wanted ? change->launches_wanted : wanted;
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

/* Each 95 % interval lies wholly above the truth one time in 40, however good the measurement. */
static void say_chance(FILE *out, const struct changes *changes) {
    enum { FEW = 20 };
    const size_t limited = changes->count - changes->trends[TREND_EXPLORATORY];
    if (limited < FEW)
        return;
    say(out, must_format("Chance: of %zu configurations that are as fast as before, about %.0f "
                         "would be called slower and as many faster; a slowdown of exactly the "
                         "bound is called a regression one time in 40.",
                         limited, fmax(1, round((double)limited / 40))));
}

static void say_same_samples(FILE *out, const struct changes *changes) {
    size_t same = 0;
    for (size_t i = 0; i < changes->count; i++)
        same += change_is_same_samples(&changes->items[i]);
    if (same)
        say(out,
            must_format("%zu of %zu configuration%s have the very same times on both sides: one "
                        "measurement, compared with itself.",
                        same, changes->count, number_plural((double)changes->count)));
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

static void say_contrast(FILE *out, const struct contrast *contrast) {
    if (contrast->count)
        fputs("\nWhat else differs (old / new)\n", out);
    for (size_t i = 0; i < contrast->count; i++) {
        char *text = must_format("%s%s.", contrast->items[i].refuse ? "NOT COMPARABLE, " : "",
                                 contrast->items[i].text);
        fputs("  ", out);
        wrap_print(out, text, 2, 4);
        free(text);
    }
}

static void say_all(FILE *out, const struct compare *compare) {
    const struct changes *changes = &compare->changes;
    say(out, summary_text(changes));
    say_regressions(out, changes);
    say_exploratory(out, changes);
    say_undecided(out, changes);
    say_chance(out, changes);
    say_same_samples(out, changes);
    if (any_other_work(changes))
        say(out, must_strdup("* Other work on the two sides: the times compare different things, "
                             "see below."));
    say_left(out, "OLD", compare->matching.removed, compare->matching.removed_count);
    say_left(out, "NEW", compare->matching.added, compare->matching.added_count);
    say_contrast(out, &compare->contrast);
}

void compare_print_table(FILE *out, const struct compare *compare) {
    say(out, must_format("Old: %s. New: %s.", compare->before->path, compare->after->path));
    print_changes(out, &compare->changes);
    say_all(out, compare);
}

void compare_print_csv(FILE *out, const struct compare *compare) {
    const struct changes *changes = &compare->changes;
    fprintf(out,
            "%s,workers,launches_old,launches_new,time_old_s,time_new_s,slowdown,slowdown_low,"
            "slowdown_high,max_slowdown,trend,equal_within_percent,launches_wanted,other_work\n",
            files_series_columns);
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        const struct spot *after = &change->match->after;
        const struct point *before = change->match->before.point;
        file_series(out, compare->after->data, after->panel, after->series);
        file_number(out, after->point->workers);
        file_number(out, (double)before->launches);
        file_number(out, (double)after->point->launches);
        file_number(out, before->time_s.value);
        file_number(out, after->point->time_s.value);
        file_estimate(out, change->slowdown);
        file_number(out, changes->max_slowdown);
        fprintf(out, ",%s", trend_names[change->trend]);
        file_count(out, change->equal_percent);
        file_count(out, change->launches_wanted);
        fprintf(out, ",%d\n", change->match->other_work);
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
    for (size_t i = 0; i < compare->changes.count; i++) {
        const struct change *change = &compare->changes.items[i];
        const struct spot *after = &change->match->after;
        char *answer = change_short(change);
        fputs("| ", out);
        print_md_text(out, after->panel->name);
        fputs(" | ", out);
        print_md_text(out, after->series->name);
        fprintf(out, " | %g | %s | %s | %s | %s | %s |\n", after->point->workers,
                number_time(change->match->before.point->time_s.value).text,
                number_time(after->point->time_s.value).text,
                number_plain(change->slowdown.value).text, number_limits(change->slowdown).text,
                change->trend == TREND_REGRESSION ? "**regression**" : answer);
        free(answer);
    }
    fputc('\n', out);
    say(out, summary_text(&compare->changes));
}
