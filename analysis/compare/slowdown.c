#include "slowdown.h"

#include "check.h"
#include "holm.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

const char *const pace_names[PACES] = {
    [PACE_REGRESSION] = "regression",   [PACE_SLOWER] = "slower", [PACE_UNDECIDED] = "undecided",
    [PACE_EXPLORATORY] = "exploratory", [PACE_EQUAL] = "equal",   [PACE_FASTER] = "faster",
};

/* A is the new side: time of a / time of b above 1 means that b, the old one, is faster. */
static enum pace pace_from(enum outcome outcome) {
    switch (outcome) {
    case OUTCOME_A_FASTER:
        return PACE_FASTER;
    case OUTCOME_B_FASTER:
        return PACE_SLOWER;
    case OUTCOME_EQUAL:
        return PACE_EQUAL;
    case OUTCOME_UNDECIDED:
        return PACE_UNDECIDED;
    case OUTCOME_EXPLORATORY:
        break;
    }
    return PACE_EXPLORATORY;
}

enum pace pace_of(struct estimate ratio, size_t launches, double max_slowdown,
                  unsigned *equal_percent, unsigned *launches_wanted) {
    const enum outcome outcome = outcome_of(ratio, launches, equal_percent, launches_wanted);
    if (!(ratio.low > 1 + max_slowdown))
        return pace_from(outcome);
    *equal_percent = *launches_wanted = 0;
    return PACE_REGRESSION;
}

bool slowdown_is_same_samples(const struct slowdown *slowdown) {
    const struct point *before = slowdown->match->before.point,
                       *after = slowdown->match->after.point;
    return before->launches == after->launches && before->launches >= LAUNCHES_FOR_LIMITS &&
           memcmp(before->ordered_s, after->ordered_s,
                  before->launches * sizeof *before->ordered_s) == 0;
}

/* Of a measurement against itself there is nothing to estimate. */
static struct ratio ratio_of(const struct slowdown *slowdown) {
    const struct point *before = slowdown->match->before.point,
                       *after = slowdown->match->after.point;
    struct ratio ratio =
        ratio_compare(after->launch_s, after->launches, before->launch_s, before->launches);
    if (slowdown_is_same_samples(slowdown))
        ratio.estimate = (struct estimate){1, 1, 1};
    return ratio;
}

static struct slowdown slowdown_make(const struct match *match, double max_slowdown) {
    const struct point *before = match->before.point, *after = match->after.point;
    struct slowdown slowdown = {.match = match};
    const struct ratio ratio = ratio_of(&slowdown);
    const size_t launches = before->launches < after->launches ? before->launches : after->launches;
    slowdown.ratio = ratio.estimate;
    slowdown.method = ratio.method;
    slowdown.p_value = estimate_limited(ratio.estimate) ? ratio.test.p_value : NAN;
    slowdown.pace = pace_of(slowdown.ratio, launches, max_slowdown, &slowdown.equal_percent,
                            &slowdown.launches_wanted);
    return slowdown;
}

static void holm_fill(struct slowdowns *slowdowns) {
    double *p_values = must_alloc((slowdowns->count + 1) * sizeof *p_values);
    for (size_t i = 0; i < slowdowns->count; i++)
        p_values[i] = slowdowns->items[i].p_value;
    holm_adjust(p_values, slowdowns->count);
    for (size_t i = 0; i < slowdowns->count; i++)
        slowdowns->items[i].p_holm = p_values[i];
    free(p_values);
}

struct slowdowns slowdowns_make(const struct matching *matching, double max_slowdown) {
    struct slowdowns slowdowns = {
        .max_slowdown = max_slowdown,
        .items = must_alloc((matching->count + 1) * sizeof *slowdowns.items),
        .count = matching->count,
        .matching = matching,
    };
    for (size_t i = 0; i < matching->count; i++) {
        slowdowns.items[i] = slowdown_make(&matching->items[i], max_slowdown);
        slowdowns.paces[slowdowns.items[i].pace]++;
        slowdowns.excluded += slowdowns.items[i].ratio.high <= 1 + max_slowdown;
    }
    holm_fill(&slowdowns);
    return slowdowns;
}

void slowdowns_free(struct slowdowns *slowdowns) {
    free(slowdowns->items);
    *slowdowns = (struct slowdowns){0};
}

char *slowdown_short(const struct slowdown *slowdown) {
    static const char *const plain[PACES] = {
        [PACE_REGRESSION] = "REGRESSION", [PACE_SLOWER] = "slower",
        [PACE_UNDECIDED] = "undecided",   [PACE_EXPLORATORY] = "no limits, n < 6",
        [PACE_FASTER] = "faster",
    };
    if (slowdown->pace == PACE_EQUAL)
        return must_format("equal within %u %%", slowdown->equal_percent);
    if (slowdown->pace == PACE_UNDECIDED && slowdown->launches_wanted)
        return must_format("undecided, n = %u", slowdown->launches_wanted);
    return must_strdup(plain[slowdown->pace]);
}
