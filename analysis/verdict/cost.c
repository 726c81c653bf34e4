#include "cost.h"

#include "scaling.h"

struct estimate estimate_minus(struct estimate a, struct estimate b) {
    return (struct estimate){a.value - b.value, a.low - b.high, a.high - b.low};
}

/* a of any sign: the end of b that makes the result smaller (larger) goes with that sign. */
struct estimate estimate_over(struct estimate a, struct estimate b) {
    struct estimate quotient = {a.value / b.value, NAN, NAN};
    if (!estimate_limited(a) || !estimate_limited(b))
        return quotient;
    if (b.low > 0) {
        quotient.low = a.low / (a.low > 0 ? b.high : b.low);
        quotient.high = a.high / (a.high > 0 ? b.low : b.high);
    } else if (a.low > 0) {
        quotient.low = a.low / b.high;
        quotient.high = INFINITY;
    }
    return quotient;
}

static bool processes_are_faster(const struct comparison *comparison) {
    return comparison->outcome == OUTCOME_B_FASTER || (comparison->outcome == OUTCOME_EXPLORATORY &&
                                                       comparison->ratio.value > 1 + EQUAL_WITHIN);
}

struct startup startup_make(const struct comparison *comparison) {
    const struct point *threads = comparison->point_a, *processes = comparison->point_b;
    struct startup startup = {
        .comparison = comparison,
        .threads_s = threads->measures[MEASURE_spawn_s],
        .processes_s = processes->measures[MEASURE_spawn_s],
        .break_even_size = estimate_unknown(),
        .items = processes->measures[MEASURE_items].value,
    };
    startup.extra_s = estimate_minus(startup.processes_s, startup.threads_s);
    startup.small_s = estimate_scaled(startup.extra_s, 1 / STARTUP_SMALL);
    startup.small_size = estimate_over(startup.small_s, processes->time_s);
    const struct estimate gain_s = estimate_minus(threads->time_s, processes->time_s);
    if (processes_are_faster(comparison) && gain_s.value > 0)
        startup.break_even_size = estimate_over(startup.extra_s, gain_s);
    if (isnan(startup.extra_s.value))
        startup.comparison = NULL;
    return startup;
}

struct estimate series_memory_per_worker(const struct series *series) {
    const struct point *first = NULL, *last = NULL;
    for (size_t p = 0; p < series->count; p++) {
        if (isnan(point_memory_bytes(&series->items[p]).value))
            continue;
        first = first ? first : &series->items[p];
        last = &series->items[p];
    }
    if (first == last)
        return estimate_unknown();
    return estimate_scaled(estimate_minus(point_memory_bytes(last), point_memory_bytes(first)),
                           1 / (last->workers - first->workers));
}

struct estimate comparison_memory_extra(const struct comparison *comparison) {
    const struct point *a = comparison->point_a, *b = comparison->point_b;
    return estimate_scaled(estimate_minus(point_memory_bytes(b), point_memory_bytes(a)),
                           1 / a->workers);
}
