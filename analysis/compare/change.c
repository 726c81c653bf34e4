#include "change.h"

#include "check.h"
#include "ratio.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

const char *const trend_names[TRENDS] = {
    [TREND_REGRESSION] = "regression",   [TREND_SLOWER] = "slower", [TREND_UNDECIDED] = "undecided",
    [TREND_EXPLORATORY] = "exploratory", [TREND_EQUAL] = "equal",   [TREND_FASTER] = "faster",
};

/* A is the new side: time of a / time of b above 1 means that b, the old one, is faster. */
static enum trend trend_from(enum outcome outcome) {
    switch (outcome) {
    case OUTCOME_A_FASTER:
        return TREND_FASTER;
    case OUTCOME_B_FASTER:
        return TREND_SLOWER;
    case OUTCOME_EQUAL:
        return TREND_EQUAL;
    case OUTCOME_UNDECIDED:
        return TREND_UNDECIDED;
    case OUTCOME_EXPLORATORY:
        break;
    }
    return TREND_EXPLORATORY;
}

enum trend trend_of(struct estimate slowdown, size_t launches, double max_slowdown,
                    unsigned *equal_percent, unsigned *launches_wanted) {
    const enum outcome outcome = outcome_of(slowdown, launches, equal_percent, launches_wanted);
    if (!(slowdown.low > 1 + max_slowdown))
        return trend_from(outcome);
    *equal_percent = *launches_wanted = 0;
    return TREND_REGRESSION;
}

bool change_is_same_samples(const struct change *change) {
    const struct point *before = change->match->before.point, *after = change->match->after.point;
    return before->launches == after->launches && before->launches >= LAUNCHES_FOR_LIMITS &&
           memcmp(before->ordered_s, after->ordered_s,
                  before->launches * sizeof *before->ordered_s) == 0;
}

/* Of a measurement against itself there is nothing to estimate. */
static struct estimate slowdown_of(const struct change *change) {
    const struct point *before = change->match->before.point, *after = change->match->after.point;
    if (change_is_same_samples(change))
        return (struct estimate){1, 1, 1};
    return ratio_of_sorted(after->launch_s, after->launches, before->launch_s, before->launches);
}

static struct change change_make(const struct match *match, double max_slowdown) {
    const struct point *before = match->before.point, *after = match->after.point;
    struct change change = {.match = match};
    change.slowdown = slowdown_of(&change);
    const size_t launches = before->launches < after->launches ? before->launches : after->launches;
    change.trend = trend_of(change.slowdown, launches, max_slowdown, &change.equal_percent,
                            &change.launches_wanted);
    return change;
}

struct changes changes_make(const struct matching *matching, double max_slowdown) {
    struct changes changes = {
        .max_slowdown = max_slowdown,
        .items = must_alloc((matching->count + 1) * sizeof *changes.items),
        .count = matching->count,
        .matching = matching,
    };
    for (size_t i = 0; i < matching->count; i++) {
        changes.items[i] = change_make(&matching->items[i], max_slowdown);
        changes.trends[changes.items[i].trend]++;
        changes.excluded += changes.items[i].slowdown.high <= 1 + max_slowdown;
    }
    return changes;
}

void changes_free(struct changes *changes) {
    free(changes->items);
    *changes = (struct changes){0};
}

char *change_short(const struct change *change) {
    static const char *const plain[TRENDS] = {
        [TREND_REGRESSION] = "REGRESSION", [TREND_SLOWER] = "slower",
        [TREND_UNDECIDED] = "undecided",   [TREND_EXPLORATORY] = "no limits, n < 6",
        [TREND_FASTER] = "faster",
    };
    if (change->trend == TREND_EQUAL)
        return must_format("equal within %u %%", change->equal_percent);
    if (change->trend == TREND_UNDECIDED && change->launches_wanted)
        return must_format("undecided, n = %u", change->launches_wanted);
    return must_strdup(plain[change->trend]);
}
