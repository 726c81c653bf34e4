/* Bailey's twelve ways to fool the masses, as far as raw data show whether one of them was gone. */
#include "check.h"
#include "number.h"
#include "rule.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A base may be this much slower than a competitor on one worker. */
#define BASE_SLACK 1.05

/* "kernel NAME: N of M rows" for an agreement that is broken. Free it. */
static char *broken_text(const struct agreement *agreement, const char *what) {
    return must_format("%s: %s in %" PRIu64 " of %" PRIu64 " rows", agreement->example, what,
                       agreement->broken, agreement->rows);
}

/* Way 1: single precision against double. */
static struct ruling precision_equal(const struct lint_input *input) {
    static const enum column_index wanted[] = {COLUMN_items, COLUMN_bytes, COLUMN_checksum};
    const struct agreement *bytes = &input->scan.agrees[AGREE_BYTES];
    struct ruling unknown;
    if (!columns_known(input, wanted, COUNT(wanted), &unknown))
        return unknown;
    if (bytes->broken)
        return ruling_not_kept(broken_text(bytes, "other bytes for the same items"));
    if (input->scan.agrees[AGREE_CHECKSUM].broken)
        return ruling_not_kept(
            broken_text(&input->scan.agrees[AGREE_CHECKSUM], "other bits for the same items"));
    return ruling_kept(must_strdup("the same items move the same bytes and give the same bits "
                                   "everywhere"));
}

/* Way 2: an inner kernel for the whole. */
static struct ruling whole_known(const struct lint_input *input) {
    static const enum column_index wanted[] = {COLUMN_spawn_s, COLUMN_setup_s};
    struct ruling unknown;
    if (!columns_known(input, wanted, COUNT(wanted), &unknown))
        return unknown;
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!scan_full(&input->scan, wanted[i]))
            return ruling_not_kept(must_format(
                "%" PRIu64 " of %" PRIu64 " rows do not say %s: part of what a run costs is hidden",
                input->scan.rows - input->scan.filled[wanted[i]], input->scan.rows,
                columns[wanted[i]].name));
    return ruling_kept(must_strdup("every row has start-up and preparation beside the kernel's "
                                   "time"));
}

/* Way 3: other code than one says. */
static struct ruling code_equal(const struct lint_input *input) {
    const struct agreement *program = &input->scan.agrees[AGREE_PROGRAM];
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_binary_id}, 1, &unknown))
        return unknown;
    if (program->broken)
        return ruling_not_kept(must_format(
            "driver %s was not one program: binary_id changes in %" PRIu64 " of %" PRIu64 " rows",
            program->example, program->broken, program->rows));
    if (!input->machine.known)
        return ruling_cannot_tell(must_strdup("without provenance.json nobody knows compiler and "
                                              "flags"));
    if (input->machine.variants[fact_find("flags")] != 1 ||
        input->machine.variants[fact_find("compiler")] != 1)
        return ruling_not_kept(must_strdup("the programs do not share one compiler and its flags"));
    return ruling_kept(must_strdup("each driver is one program, all of one compiler and the same "
                                   "flags"));
}

static size_t weak_count(const struct study *study) {
    size_t weak = 0;
    for (size_t i = 0; i < study->count; i++)
        weak += study->items[i].weak;
    return weak;
}

/* Way 4: a problem that grows in silence. */
static struct ruling growth_said(const struct lint_input *input) {
    const struct agreement *items = &input->scan.agrees[AGREE_ITEMS];
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_items}, 1, &unknown))
        return unknown;
    if (items->broken)
        return ruling_not_kept(broken_text(items, "the amount of work is not what scaling says"));
    const size_t weak = weak_count(input->study), panels = input->study->count;
    if (!weak)
        return ruling_kept(must_strdup("the items stay the same as the workers grow"));
    return ruling_kept(must_format("items are as scaling says in all rows; %zu of %zu panel%s grow "
                                   "with the workers and say so",
                                   weak, panels, number_plural((double)panels)));
}

/* Way 5: results of a machine that was not there. */
static struct ruling nothing_projected(const struct lint_input *input) {
    static const enum column_index wanted[] = {COLUMN_ranks, COLUMN_threads, COLUMN_pus};
    const struct scan *scan = &input->scan;
    struct ruling unknown;
    if (!columns_known(input, wanted, COUNT(wanted), &unknown))
        return unknown;
    if (scan->miscounted)
        return ruling_not_kept(must_format("in %" PRIu64 " of %" PRIu64 " rows workers are not "
                                           "ranks x threads",
                                           scan->miscounted, scan->rows));
    if (scan->crowded_unsaid)
        return ruling_not_kept(must_format("%" PRIu64 " of %" PRIu64 " rows with more workers than "
                                           "PUs do not say oversubscribed",
                                           scan->crowded_unsaid, scan->crowded));
    return ruling_kept(must_format("every worker existed; %" PRIu64 " of %" PRIu64 " rows had more "
                                   "of them than PUs and say so",
                                   scan->crowded, scan->rows));
}

/* A panel whose base is surely slower than another series on one worker, with that series. */
static const struct series *base_beaten(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++) {
        const struct point *point = series_at(&panel->items[s], 1);
        if (point && panel_base(panel)->workers == 1 && point->speedup.low > BASE_SLACK)
            return &panel->items[s];
    }
    return NULL;
}

static bool is_optimised(const char *flags) {
    static const char *const levels[] = {"-O2", "-O3", "-Ofast"};
    for (size_t i = 0; flags && i < COUNT(levels); i++)
        if (strstr(flags, levels[i]))
            return true;
    return false;
}

/* Way 6: a base that is made slow. */
static struct ruling base_optimised(const struct lint_input *input) {
    for (size_t i = 0; i < input->study->count; i++) {
        const struct panel *panel = &input->study->items[i];
        const struct series *faster = base_beaten(panel);
        if (faster)
            return ruling_not_kept(must_format(
                "%s: the base is slower than %s with one worker, "
                "which is %s times as fast",
                panel->name, faster->name, number_plain(series_at(faster, 1)->speedup.value).text));
    }
    const size_t flags = fact_find("flags");
    if (!input->machine.values[flags])
        return ruling_cannot_tell(must_strdup("without provenance.json nobody knows how the base "
                                              "was compiled"));
    if (input->machine.variants[flags] != 1 || !is_optimised(input->machine.values[flags]))
        return ruling_not_kept(must_format("compiled without -O2 or more, or not all alike: %.60s",
                                           input->machine.values[flags]));
    return ruling_kept(must_strdup("compiled and optimised as its competitors, and not slower than "
                                   "any of them with one worker"));
}

/* Way 7: old code on an old machine. */
static struct ruling system_equal(const struct lint_input *input) {
    const struct machine *machine = &input->machine;
    const size_t cpu = fact_find("cpu_model"), revision = fact_find("git_revision");
    if (!machine->known)
        return ruling_cannot_tell(must_strdup("there is no readable provenance.json beside the "
                                              "data"));
    if (machine->variants[cpu] != 1)
        return ruling_not_kept(
            must_format("%zu CPU models are put together", machine->variants[cpu]));
    if (machine->variants[revision] != 1)
        return ruling_not_kept(
            must_format("the programs are of %zu revisions", machine->variants[revision]));
    return ruling_kept(must_strdup("all programs are of one revision and ran on one CPU model"));
}

/* Way 8: operations counted on the parallel side. */
static struct ruling operations_equal(const struct lint_input *input) {
    static const enum column_index wanted[] = {COLUMN_items, COLUMN_flops};
    const struct agreement *flops = &input->scan.agrees[AGREE_FLOPS];
    struct ruling unknown;
    if (!columns_known(input, wanted, COUNT(wanted), &unknown))
        return unknown;
    if (flops->broken)
        return ruling_not_kept(broken_text(flops, "other operations for the same items"));
    return ruling_kept(must_strdup("the same items count as the same operations, serial or "
                                   "parallel"));
}

/* Way 9: utilisation and speed-ups in place of times. */
static struct ruling times_absolute(const struct lint_input *input) {
    size_t rows = 0, ones = 0;
    for (size_t i = 0; i < input->study->count; i++) {
        const struct configuration *base = panel_base(&input->study->items[i])->configuration;
        for (size_t r = 0; r < base->count; r++)
            ones += base->items[r].wall_s == 1;
        rows += base->count;
    }
    if (ones == rows && rows > 1)
        return ruling_not_kept(must_format("all %zu times of the base are exactly 1: they are "
                                           "ratios",
                                           rows));
    if (ones == rows)
        return ruling_cannot_tell(must_strdup("the only time of the base is exactly 1: it may be a "
                                              "ratio"));
    return ruling_kept(must_strdup("absolute times in seconds; the report names the base's time "
                                   "beside every speed-up"));
}

/* Way 10: another algorithm on the parallel side. */
static struct ruling algorithm_equal(const struct lint_input *input) {
    const struct agreement *checksum = &input->scan.agrees[AGREE_CHECKSUM];
    const uint64_t wrong = input->data->fates[ROW_WRONG];
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_checksum, COLUMN_ok}, 2, &unknown))
        return unknown;
    if (checksum->broken)
        return ruling_not_kept(broken_text(checksum, "another result for the same work"));
    if (wrong)
        return ruling_not_kept(must_format("%" PRIu64 " row%s gave a wrong result and are left out",
                                           wrong, number_plural((double)wrong)));
    return ruling_kept(must_format("%zu work%s, each with one checksum for all drivers and worker "
                                   "counts, verified",
                                   checksum->count - 1,
                                   number_plural((double)checksum->count - 1)));
}

/* First and last launch of the base and of the rest of a panel. */
struct span {
    uint32_t first, last;
    size_t launches;
};

static void span_add(struct span *span, const struct point *point) {
    const uint32_t first = point->launch_starts[0];
    const uint32_t last = point->launch_starts[point->launches - 1];
    span->first = span->launches && span->first < first ? span->first : first;
    span->last = span->launches && span->last > last ? span->last : last;
    span->launches += point->launches;
}

/* Whether the base was measured before or after all others; *judged: there was enough to see. */
static bool base_apart(const struct panel *panel, bool *judged) {
    struct span base = {0}, others = {0};
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            span_add(&panel->items[s].items[p] == panel_base(panel) ? &base : &others,
                     &panel->items[s].items[p]);
    if (base.launches < 2 || others.launches < 2)
        return false;
    *judged = true;
    return base.last < others.first || base.first > others.last;
}

/* Way 11: one side alone on the machine, the other among others. */
static struct ruling conditions_equal(const struct lint_input *input) {
    struct ruling unknown;
    if (!launches_known(input, &unknown))
        return unknown;
    bool judged = false;
    for (size_t i = 0; i < input->study->count; i++)
        if (base_apart(&input->study->items[i], &judged))
            return ruling_not_kept(must_format("%s: the base was measured before or after all that "
                                               "it is compared with",
                                               input->study->items[i].name));
    if (!judged)
        return ruling_cannot_tell(must_strdup("one launch of the base, or nothing beside it: when "
                                              "it ran says nothing"));
    return ruling_kept(must_strdup("the base was measured among what it is compared with, in every "
                                   "panel"));
}

/* Way 12: pictures in place of performance. */
static struct ruling performance_given(const struct lint_input *input) {
    struct ruling unknown;
    if (!columns_known(input, (const enum column_index[]){COLUMN_items}, 1, &unknown))
        return unknown;
    if (!scan_full(&input->scan, COLUMN_items))
        return ruling_not_kept(must_format("%" PRIu64 " of %" PRIu64 " rows do not say how many "
                                           "items were computed in their time",
                                           input->scan.rows - input->scan.filled[COLUMN_items],
                                           input->scan.rows));
    return ruling_kept(must_strdup("every time stands beside the number of items computed in it, "
                                   "and every picture beside its data"));
}

static const struct rule rules[] = {
    {"B1", "no single precision passed for double", precision_equal},
    {"B2", "no inner kernel passed for the whole run", whole_known},
    {"B3", "no special code for one side", code_equal},
    {"B4", "no problem that grows in silence", growth_said},
    {"B5", "no projection to a machine that was not there", nothing_projected},
    {"B6", "no base that was made slow", base_optimised},
    {"B7", "no old code on an old machine as competitor", system_equal},
    {"B8", "no operations counted that only one side needs", operations_equal},
    {"B9", "no speed-ups in place of times", times_absolute},
    {"B10", "no other algorithm on the parallel side", algorithm_equal},
    {"B11", "no quiet machine for one side only", conditions_equal},
    {"B12", "no pictures in place of performance", performance_given},
};

const struct rules rules_bailey = {"Bailey, Twelve Ways to Fool the Masses (Supercomputing Review, "
                                   "August 1991)",
                                   rules, COUNT(rules)};
