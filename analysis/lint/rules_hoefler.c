/* The twelve rules of Hoefler and Belli, as a data set and the report made of it can keep them. */
#include "check.h"
#include "number.h"
#include "rule.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Speed-ups are not held against a bound that they pass by less than this. */
#define BOUND_SLACK 1.05

/* Names of columns in which others keep what they made of their times. */
static const char *const mean_words[] = {"mean", "average", "avg", NULL};
static const char *const deviation_words[] = {"std", "stdev", "sigma", "variance", NULL};
static const char *const ratio_words[] = {"speedup", "speed-up",   "speed_up", "efficiency",
                                          "ratio",   "normalized", "relative", NULL};

/* Rule 1. */
static struct ruling base_named(const struct lint_input *input) {
    size_t serial = 0;
    for (size_t i = 0; i < input->study->count; i++) {
        const struct panel *panel = &input->study->items[i];
        const enum role role = panel->items[panel->base_series].role;
        if (panel_base(panel)->workers > 1)
            return ruling_not_kept(must_format(
                "%s has no time of one worker: its speed-ups are relative to %g workers",
                panel->name, panel_base(panel)->workers));
        if (role == ROLE_OTHER)
            return ruling_cannot_tell(must_format(
                "%s: whether driver %s with one worker is serial or parallel is not known",
                panel->name, panel->items[panel->base_series].name));
        serial += role == ROLE_SERIAL;
    }
    const size_t panels = input->study->count;
    return ruling_kept(must_format("serial with 1 worker in %zu of %zu panel%s%s; times with "
                                   "limits in summary.csv",
                                   serial, panels, number_plural((double)panels),
                                   serial == panels ? ""
                                                    : ", one worker of a parallel program in the "
                                                      "others"));
}

static double workers_most(const struct panel *panel) {
    double most = 0;
    for (size_t s = 0; s < panel->count; s++)
        most = fmax(most, panel->items[s].items[panel->items[s].count - 1].workers);
    return most;
}

/* Rule 2. More workers than tasks could do nothing. */
static struct ruling subset_reasoned(const struct lint_input *input) {
    const struct scan *scan = &input->scan;
    if (scan->skips_unexplained)
        return ruling_not_kept(must_format("%" PRIu64 " of %" PRIu64 " skipped rows give no reason "
                                           "in flags",
                                           scan->skips_unexplained, scan->skips));
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_pus}, 1, &unknown))
        return unknown;
    for (size_t i = 0; i < input->study->count; i++) {
        const struct panel *panel = &input->study->items[i];
        const double usable = panel->tasks && panel->tasks < panel->pus ? panel->tasks : panel->pus;
        if (workers_most(panel) < usable)
            return ruling_not_kept(
                must_format("%s uses %g workers at most; it could use %g of the %u PUs, and no "
                            "skipped row says why not",
                            panel->name, workers_most(panel), usable, panel->pus));
    }
    if (!scan->skips)
        return ruling_kept(must_strdup("nothing was skipped, and worker counts reach all PUs that "
                                       "the tasks can use"));
    return ruling_kept(
        must_format("worker counts reach all PUs that the tasks can use; all %" PRIu64
                    " skipped row%s give a reason",
                    scan->skips, number_plural((double)scan->skips)));
}

/* Rule 3. */
static struct ruling means_of_costs(const struct lint_input *input) {
    const char *mean = scan_strange(&input->scan, mean_words);
    if (mean)
        return ruling_not_kept(must_format("column %s holds means: of what, and of how many, is "
                                           "lost",
                                           mean));
    if (points_are_single(input->study))
        return ruling_cannot_tell(must_strdup("one row per configuration: whether it is a "
                                              "measurement or a mean is not said"));
    return ruling_kept(must_format("%" PRIu64 " raw times; the report takes medians of times and "
                                   "forms no mean of rates",
                                   input->scan.rows));
}

/* Rule 4. */
static struct ruling ratios_not_averaged(const struct lint_input *input) {
    const char *ratio = scan_strange(&input->scan, ratio_words);
    if (ratio)
        return ruling_not_kept(must_format("column %s holds ratios that were formed before the "
                                           "data were collected",
                                           ratio));
    if (points_are_single(input->study))
        return ruling_cannot_tell(must_strdup("one row per configuration: what went into its "
                                              "time is not said"));
    return ruling_kept(must_strdup("times only; the report forms each ratio from the times of its "
                                   "two sides and averages none"));
}

/* Rule 5. */
static struct ruling limits_given(const struct lint_input *input) {
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_launch}, 1, &unknown))
        return unknown;
    size_t unlimited;
    char *first;
    const size_t points = points_count(input->study, &unlimited, &first);
    if (!unlimited)
        return ruling_kept(must_format("95 %% limits for all %zu point%s, of %d launches or more",
                                       points, number_plural((double)points), LAUNCHES_FOR_LIMITS));
    char *text = must_format("%zu of %zu points have fewer than %d launches, which is too few for "
                             "limits (first: %s)",
                             unlimited, points, LAUNCHES_FOR_LIMITS, first);
    free(first);
    return ruling_not_kept(text);
}

/* Whether the slowest launch is much farther from the median than the fastest. */
static bool is_skewed(const struct point *point) {
    enum { MUCH = 3 };
    const double median = point->time_s.value;
    return point->launch_s[point->launches - 1] - median > MUCH * (median - point->launch_s[0]);
}

static size_t skewed_count(const struct study *study, size_t *limited) {
    size_t skewed = 0;
    *limited = 0;
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct point *point = &study->items[i].items[s].items[p];
                const bool enough = point->launches >= LAUNCHES_FOR_LIMITS;
                *limited += enough;
                skewed += enough && is_skewed(point);
            }
    return skewed;
}

/* Rule 6. */
static struct ruling normality_not_assumed(const struct lint_input *input) {
    const char *deviation = scan_strange(&input->scan, deviation_words);
    if (deviation && points_are_single(input->study))
        return ruling_not_kept(must_format("column %s in place of the values: limits from it would "
                                           "assume a normal law that nobody can check",
                                           deviation));
    size_t limited;
    const size_t skewed = skewed_count(input->study, &limited);
    if (!limited)
        return ruling_cannot_tell(must_format("no point has %d launches: there is no shape to look "
                                              "at",
                                              LAUNCHES_FOR_LIMITS));
    return ruling_kept(must_format("the report's limits are order statistics and ranks; in %zu of "
                                   "%zu points the slowest launch is over 3 times as far from the "
                                   "median as the fastest",
                                   skewed, limited));
}

/* A kernel that threads and processes both ran, but never with the same work; NULL: none. */
static const char *kernel_never_met(const struct study *study) {
    for (size_t i = 0; i < study->count; i++) {
        unsigned apart = 0, together = 0;
        for (size_t j = 0; j < study->count; j++) {
            const struct panel *panel = &study->items[j];
            unsigned roles = 0;
            for (size_t s = 0; s < panel->count; s++)
                roles |= 1u << panel->items[s].role;
            roles &= 1u << ROLE_THREADS | 1u << ROLE_PROCESSES;
            if (strcmp(panel->kernel, study->items[i].kernel) != 0)
                continue;
            apart |= roles;
            together |= roles == (1u << ROLE_THREADS | 1u << ROLE_PROCESSES);
        }
        if (apart == (1u << ROLE_THREADS | 1u << ROLE_PROCESSES) && !together)
            return study->items[i].kernel;
    }
    return NULL;
}

/* Rule 7, on a data set whose sides can be compared and have an order. */
static struct ruling order_judged(const struct lint_input *input) {
    const struct order *order = &input->order;
    size_t unlimited;
    char *first;
    const size_t points = points_count(input->study, &unlimited, &first);
    free(first);
    if (unlimited)
        return ruling_not_kept(must_format("%zu of %zu points have fewer than %d launches: they "
                                           "can be compared by eye only",
                                           unlimited, points, LAUNCHES_FOR_LIMITS));
    switch (order->look) {
    case ORDER_UNKNOWN:
        break;
    case ORDER_BLOCKED:
        return ruling_not_kept(must_format("variants were measured one after the other (%zu of %zu "
                                           "launches follow one of their own kind): a drift of "
                                           "the machine looks like an effect",
                                           order->repeats, order->launches));
    case ORDER_FIXED:
        return ruling_not_kept(must_strdup("every round has the same order: what follows what is "
                                           "part of each time"));
    case ORDER_MIXED:
        return ruling_kept(
            must_format("ratios by ranks with limits first, on %zu kinds of launches "
                        "in rounds of varying order",
                        order->kinds));
    }
    return ruling_cannot_tell(
        must_strdup("only one kind of launch, or one launch of each: there is "
                    "no order to look at"));
}

/* Rule 7. */
static struct ruling comparisons_sound(const struct lint_input *input) {
    const char *apart = kernel_never_met(input->study);
    if (apart)
        return ruling_not_kept(must_format("kernel %s: threads and processes never did the same "
                                           "work",
                                           apart));
    struct ruling unknown;
    return launches_known(input, &unknown) ? order_judged(input) : unknown;
}

/* Rule 8. */
static struct ruling tails_shown(const struct lint_input *input) {
    const struct scan *scan = &input->scan;
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_blocking_calls}, 1, &unknown))
        return unknown;
    if (scan->blocking_unsaid)
        return ruling_not_kept(must_format("%" PRIu64 " of %" PRIu64 " rows with blocking calls "
                                           "have no median and maximum of their latency",
                                           scan->blocking_unsaid, scan->blocking));
    if (!scan->blocking)
        return ruling_kept(must_strdup("no row blocks: medians, and the fastest and slowest in "
                                       "summary.csv"));
    return ruling_kept(must_format("all %" PRIu64 " rows with blocking calls give median and "
                                   "maximum of the latency, p99 from 100 calls on",
                                   scan->blocking));
}

/* The needed facts that nobody states, or "" . Free it. */
static char *facts_missing(const struct machine *machine) {
    char *missing = must_strdup("");
    for (size_t i = 0; i < FACTS; i++) {
        const char *value = machine->values[i];
        if (!facts[i].needed || (value && strcmp(value, "unknown") != 0))
            continue;
        char *longer = must_format("%s%s%s", missing, *missing ? ", " : "", facts[i].name);
        free(missing);
        missing = longer;
    }
    return missing;
}

/* Rule 9. */
static struct ruling setup_documented(const struct lint_input *input) {
    static const enum column_index factors[] = {COLUMN_scaling,  COLUMN_size, COLUMN_tasks,
                                                COLUMN_schedule, COLUMN_pin,  COLUMN_seed};
    const struct machine *machine = &input->machine;
    struct ruling unknown;
    if (!columns_known(input, factors, COUNT(factors), &unknown))
        return unknown;
    if (!machine->known)
        return ruling_cannot_tell(must_strdup("there is no readable provenance.json beside the "
                                              "data: machine and program are not known"));
    char *missing = facts_missing(machine);
    if (*missing) {
        char *text = must_format("provenance.json does not say: %s", missing);
        free(missing);
        return ruling_not_kept(text);
    }
    free(missing);
    const char *revision = machine->values[fact_find("git_revision")];
    if (strstr(revision, "-dirty"))
        return ruling_not_kept(
            must_format("the program was built from changed sources: %.120s", revision));
    return ruling_kept(must_format("every factor has a column; machine, compiler, flags and "
                                   "revision %.12s are in provenance.json",
                                   revision));
}

/* The first contradiction between columns of time, or NULL. Free it. */
static char *times_contradict(const struct scan *scan) {
    const struct {
        uint64_t rows;
        const char *text;
    } contradictions[] = {
        {scan->busy_longer, "a worker was busy for longer than wall_s"},
        {scan->cpu_more, "cpu_s is more than all workers can have used in wall_s"},
        {scan->cpu_as_wall > 1 && scan->cpu_as_wall == scan->cpu_parallel ? scan->cpu_as_wall : 0,
         "wall_s of several workers is their CPU time"},
    };
    for (size_t i = 0; i < COUNT(contradictions); i++)
        if (contradictions[i].rows)
            return must_format("in %" PRIu64 " of %" PRIu64 " rows %s", contradictions[i].rows,
                               scan->rows, contradictions[i].text);
    return NULL;
}

/* Rule 10. */
static struct ruling time_explained(const struct lint_input *input) {
    static const enum column_index wanted[] = {COLUMN_phase, COLUMN_cpu_s, COLUMN_skew_us,
                                               COLUMN_busy_max_s};
    const struct scan *scan = &input->scan;
    char *wrong = times_contradict(scan);
    if (wrong)
        return ruling_not_kept(wrong);
    struct ruling unknown;
    if (!columns_known(input, wanted, COUNT(wanted), &unknown))
        return unknown;
    return ruling_kept(must_format("last stop minus first start, start skew and busy times beside "
                                   "it and none contradicts; %" PRIu64 " warm-up row%s kept apart",
                                   scan->warmups, number_plural((double)scan->warmups)));
}

/* What a speed-up cannot exceed: waiting needs no core. */
static double bound_of(const struct panel *panel, const struct point *point) {
    const bool waits = strcmp(panel->class, "io") == 0 || strcmp(panel->class, "mixed") == 0;
    if (waits)
        return point->workers;
    return fmin(point->workers, fmax(panel->pus, point->configuration->pus));
}

/* "NAME, threads, 4: 5.1 over 2", a speed-up that is surely above its bound, or NULL. Free it. */
static char *bound_passed(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct point *point = &panel->items[s].items[p];
            const double bound = bound_of(panel, point);
            if (point->speedup.low > BOUND_SLACK * bound)
                return must_format("%s, %s, %g: speed-up %s, bound %g", panel->name,
                                   panel->items[s].name, point->workers,
                                   number_plain(point->speedup.value).text, bound);
        }
    return NULL;
}

/* Rule 11. */
static struct ruling bounds_shown(const struct lint_input *input) {
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_pus}, 1, &unknown))
        return unknown;
    for (size_t i = 0; i < input->study->count; i++) {
        const struct panel *panel = &input->study->items[i];
        if (panel_base(panel)->workers > 1)
            return ruling_not_kept(must_format("%s has no time of one worker to draw the ideal "
                                               "line from",
                                               panel->name));
        char *passed = bound_passed(panel);
        if (!passed)
            continue;
        char *text = must_format("%s: base or bound is not what it seems, or caches help", passed);
        free(passed);
        return ruling_not_kept(text);
    }
    return ruling_kept(must_strdup("the ideal line and the cores are known in every panel, and no "
                                   "speed-up is surely above them"));
}

/* Rule 12. */
static struct ruling plots_honest(const struct lint_input *input) {
    size_t single = 0;
    for (size_t i = 0; i < input->data->count; i++)
        single += input->data->items[i].count < 2;
    if (single)
        return ruling_not_kept(must_format("%zu of %zu points have one value: no spread can be "
                                           "drawn",
                                           single, input->data->count));
    return ruling_kept(must_format("all %zu points have raw values to draw beside median and "
                                   "limits; the report's lines run along worker counts only",
                                   input->data->count));
}

static const struct rule rules[] = {
    {"H1", "base of every speed-up named, with its absolute time", base_named},
    {"H2", "reasons for what was left out or left unused", subset_reasoned},
    {"H3", "arithmetic means of costs only", means_of_costs},
    {"H4", "no averaged ratios", ratios_not_averaged},
    {"H5", "limits on everything that is not deterministic", limits_given},
    {"H6", "no normal law assumed unchecked", normality_not_assumed},
    {"H7", "sound comparisons", comparisons_sound},
    {"H8", "percentiles where the tail matters", tails_shown},
    {"H9", "factors and set-up documented", setup_documented},
    {"H10", "how parallel time was measured", time_explained},
    {"H11", "upper bounds", bounds_shown},
    {"H12", "plots that hide nothing", plots_honest},
};

const struct rules rules_hoefler = {"Hoefler and Belli, Scientific Benchmarking of Parallel "
                                    "Computing Systems (SC15)",
                                    rules, COUNT(rules)};
