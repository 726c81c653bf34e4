#include "remark.h"

#include "array.h"
#include "check.h"
#include "number.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_SHOWN = 60, REFUSALS_SHOWN = 4 };

/* Takes ownership of the text. */
static void add(struct remarks *remarks, bool refuse, char *text) {
    const struct remark remark = {refuse, text};
    ARRAY_PUSH(remarks, remark);
    remarks->refusals += refuse;
}

/* A value, cut to a length that leaves room for others; NULL: "unknown". Free it. */
static char *value_short(const char *value) {
    if (!value)
        return must_strdup("unknown");
    const bool whole = strlen(value) <= VALUE_SHOWN;
    return must_format("%.*s%s", VALUE_SHOWN, value, whole ? "" : "...");
}

static void add_pair(struct remarks *remarks, bool refuse, const char *name, const char *before,
                     const char *after) {
    char *x = value_short(before), *y = value_short(after);
    const bool alike = strcmp(x, y) == 0;
    add(remarks, refuse,
        must_format("%s: %s / %s%s", name, x, y, alike ? " (they differ further on)" : ""));
    free(x);
    free(y);
}

static void facts_remark(struct remarks *remarks, const struct machine *before,
                         const struct machine *after) {
    for (size_t i = 0; i < FACTS; i++) {
        const char *x = before->values[i], *y = after->values[i];
        if ((!x && !y) || (x && y && facts[i].same(x, y)))
            continue;
        add_pair(remarks, x && y && facts[i].weight == FACT_MACHINE, facts[i].name, x, y);
    }
}

/* Names of hosts as the rows have them: all a data set without provenance may know. */
static bool same_hosts(const struct data *before, const struct data *after) {
    if (before->hosts.count != after->hosts.count)
        return false;
    for (size_t i = 0; i < before->hosts.count; i++) {
        bool found = false;
        for (size_t j = 0; j < after->hosts.count; j++)
            found = found || strcmp(data_text(before, before->hosts.items[i].text),
                                    data_text(after, after->hosts.items[j].text)) == 0;
        if (!found)
            return false;
    }
    return true;
}

static void machines_unknown(struct remarks *remarks, const struct dataset *before,
                             const struct dataset *after) {
    const char *who = before->machine.known ? after->path : before->path;
    const bool both = !before->machine.known && !after->machine.known;
    const bool hosts = before->data->hosts.count && after->data->hosts.count;
    add(remarks, false,
        must_format("Cannot tell whether both were taken on one machine: there is no readable "
                    "provenance.json beside %.200s%s%s",
                    both ? "either of them" : who, !hosts ? "" : "; the hosts' names are ",
                    !hosts                                  ? ""
                    : same_hosts(before->data, after->data) ? "the same"
                                                            : "different"));
}

/* PUs that the matched configurations had to share, by the rows themselves. */
static void pus_remark(struct remarks *remarks, const struct matching *matching) {
    for (size_t i = 0; i < matching->count; i++) {
        const uint32_t x = matching->items[i].before.point->configuration->pus;
        const uint32_t y = matching->items[i].after.point->configuration->pus;
        if (!x || !y || x == y)
            continue;
        add(remarks, true, must_format("PUs that the workers had to share: %u / %u", x, y));
        return;
    }
}

static double rows_per_launch(const struct spot *spot) {
    return (double)spot->point->configuration->count / (double)spot->point->launches;
}

/* Repetitions warm caches and lock: their number shows in the medians of launches. */
static void reps_remark(struct remarks *remarks, const struct matching *matching) {
    size_t others = 0;
    double x = 0, y = 0;
    for (size_t i = 0; i < matching->count; i++) {
        const double before = rows_per_launch(&matching->items[i].before);
        const double after = rows_per_launch(&matching->items[i].after);
        if (before != after && others++ == 0) {
            x = before;
            y = after;
        }
    }
    if (others)
        add(remarks, false,
            must_format("Repetitions per launch: %.3g / %.3g, other numbers in %zu of %zu "
                        "configuration%s",
                        x, y, others, matching->count, number_plural((double)matching->count)));
}

static void fates_remark(struct remarks *remarks, const struct dataset *side, const char *which) {
    const uint64_t wrong = side->data->fates[ROW_WRONG] + side->data->fates[ROW_UNVERIFIED];
    if (wrong)
        add(remarks, false,
            must_format("%s holds %" PRIu64 " row%s whose result was not verified; they are left "
                        "out",
                        which, wrong, number_plural((double)wrong)));
}

static void warmup_remark(struct remarks *remarks, const struct data *before,
                          const struct data *after) {
    const uint64_t x = before->fates[ROW_WARMUP], y = after->fates[ROW_WARMUP];
    if (!x != !y)
        add(remarks, false,
            must_format("Warm-up repetitions: %s / %s", x ? "recorded" : "none recorded",
                        y ? "recorded" : "none recorded"));
}

/* Those that refuse first, otherwise the order stays. */
static void refusals_first(struct remarks *remarks) {
    struct remark *sorted = must_alloc((remarks->count + 1) * sizeof *sorted);
    size_t refused = 0, said = remarks->refusals;
    for (size_t i = 0; i < remarks->count; i++)
        sorted[remarks->items[i].refuse ? refused++ : said++] = remarks->items[i];
    free(remarks->items);
    remarks->items = sorted;
    remarks->room = remarks->count + 1;
}

struct remarks remarks_make(const struct dataset *before, const struct dataset *after,
                            const struct matching *matching) {
    struct remarks remarks = {0};
    for (size_t i = 0; i < matching->stranger_count; i++)
        add(&remarks, true, must_strdup(matching->strangers[i].text));
    if (before->machine.known && after->machine.known)
        facts_remark(&remarks, &before->machine, &after->machine);
    else
        machines_unknown(&remarks, before, after);
    pus_remark(&remarks, matching);
    reps_remark(&remarks, matching);
    warmup_remark(&remarks, before->data, after->data);
    fates_remark(&remarks, before, "OLD");
    fates_remark(&remarks, after, "NEW");
    refusals_first(&remarks);
    return remarks;
}

void remarks_free(struct remarks *remarks) {
    for (size_t i = 0; i < remarks->count; i++)
        free(remarks->items[i].text);
    free(remarks->items);
    *remarks = (struct remarks){0};
}

bool remarks_allow(const struct remarks *remarks, const struct dataset *before,
                   const struct dataset *after, struct fault *fault) {
    if (!remarks->refusals)
        return true;
    char *list = must_strdup("");
    for (size_t i = 0; i < remarks->refusals && i < REFUSALS_SHOWN; i++) {
        char *longer = must_format("%s%s%.180s", list, i ? "; " : "", remarks->items[i].text);
        free(list);
        list = longer;
    }
    const size_t more =
        remarks->refusals -
        (remarks->refusals < REFUSALS_SHOWN ? remarks->refusals : (size_t)REFUSALS_SHOWN);
    char *rest = more ? must_format("; and %zu more", more) : must_strdup("");
    fault_user(fault,
               "%.100s and %.100s are not comparable: %s%s (old / new); --despite-differences "
               "compares them all the same",
               before->path, after->path, list, rest);
    free(rest);
    free(list);
    return false;
}
