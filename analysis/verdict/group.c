#include "group.h"

#include "check.h"
#include "number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct group group_at(const struct verdicts *verdicts, size_t first) {
    const struct verdict *items = &verdicts->items[first];
    struct group group = {.class = items->panel->class, .items = items};
    while (first + group.count < verdicts->count &&
           strcmp(items[group.count].panel->class, group.class) == 0) {
        const struct advice *advice = items[group.count].advice;
        const bool floor = panel_is_floor(items[group.count++].panel);
        group.floors += floor;
        if (floor)
            continue;
        group.choices[advice->choice]++;
        group.locked_choices[advice->locked_choice]++;
    }
    return group;
}

/* Verdicts first, then what is missing for one; "of 5" stands behind the first number. */
static size_t print_counts(FILE *out, const size_t *choices) {
    static const struct {
        enum choice choice;
        const char *word;
    } words[] = {
        {CHOICE_THREADS, "threads"},         {CHOICE_PROCESSES, "processes"},
        {CHOICE_HYBRIDS, "hybrids"},         {CHOICE_OTHER, "another program"},
        {CHOICE_EITHER, "either"},           {CHOICE_OPEN, "open"},
        {CHOICE_EXPLORATORY, "exploratory"},
    };
    size_t total = 0, named = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        total += choices[words[i].choice];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t count = choices[words[i].choice];
        if (!count)
            continue;
        fprintf(out, "%s%s", named ? ", " : "", words[i].word);
        if (total > 1)
            fprintf(out, named ? " in %zu" : " in %zu of %zu", count, total);
        named++;
    }
    return total;
}

/* Where there is one kind of workers: what nodes bring it, as a range over the panels. */
static void print_nodes(FILE *out, const struct group *group) {
    double lowest = NAN, highest = NAN;
    for (size_t i = 0; i < group->count; i++) {
        const struct comparison *nodes = group->items[i].advice->nodes;
        if (!nodes || panel_is_floor(group->items[i].panel))
            continue;
        lowest = fmin(lowest, nodes->ratio.value);
        highest = fmax(highest, nodes->ratio.value);
    }
    if (isnan(lowest))
        fputs("nothing to compare", out);
    else if (lowest < highest)
        fprintf(out, "more nodes: %sx to %sx", number_plain(lowest).text,
                number_plain(highest).text);
    else
        fprintf(out, "more nodes: %sx", number_plain(lowest).text);
}

char *group_recommendation(const struct group *group) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    if (group->floors == group->count)
        fputs("no work", out);
    else if (!print_counts(out, group->choices))
        print_nodes(out, group);
    if (group->locked_choices[CHOICE_NONE] < group->count - group->floors) {
        fputs("; with the lock ", out);
        print_counts(out, group->locked_choices);
    }
    CHECK(fclose(out) == 0);
    return text;
}

/* In the order of enum stop_reason. */
static const char *const stop_words[] = {
    [STOP_LOCK] = "at a lock",
    [STOP_STEPS] = "for want of tasks",
    [STOP_CORES] = "at the cores",
    [STOP_BANDWIDTH] = "at the bandwidth",
    [STOP_COMMUNICATION] = "by communication",
    [STOP_FALLS] = "by getting slower",
    [STOP_OPEN] = "as far as the limits show",
    [STOP_UNKNOWN] = "for no reason that the data show",
};
enum { STOP_REASONS = sizeof stop_words / sizeof *stop_words };

char *group_stops(const struct group *group) {
    size_t counts[STOP_REASONS] = {0}, total = 0;
    for (size_t i = 0; i < group->count; i++)
        for (size_t s = 0;
             !panel_is_floor(group->items[i].panel) && s < group->items[i].advice->count; s++) {
            const enum stop_reason reason = group->items[i].advice->items[s].stop.reason;
            counts[reason]++;
            total += reason != STOP_NONE;
        }
    if (!total)
        return NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    fprintf(out, "of %zu curve%s", total, number_plural((double)total));
    if (counts[STOP_RISING])
        fprintf(out, " %zu gain%s up to the most workers measured", counts[STOP_RISING],
                counts[STOP_RISING] == 1 ? "s" : "");
    const char *before = counts[STOP_RISING] ? ", " : " ";
    bool said = false;
    for (size_t reason = STOP_RISING + 1; reason < STOP_REASONS; reason++) {
        if (!counts[reason])
            continue;
        fprintf(out, "%s%zu%s %s", before, counts[reason],
                said                  ? ""
                : counts[reason] == 1 ? " stops gaining"
                                      : " stop gaining",
                stop_words[reason]);
        before = ", ";
        said = true;
    }
    CHECK(fclose(out) == 0);
    return text;
}

const char *group_words(const char *class) {
    return strcmp(class, "os") == 0
               ? "Threads share one address space, one allocator and one file table: each of them "
                 "waits for the others' changes of it. Ranks are processes with their own, and "
                 "share none of it."
               : NULL;
}
