/*
 * The page's table of the twelve rules of T. Hoefler, R. Belli: Scientific Benchmarking of Parallel
 * Computing Systems, SC15 (doi 10.1145/2807591.2807644), and where the page keeps each of them.
 * What depends on the data is counted, so that a reader sees how far it goes.
 */
#include "html.h"
#include "number.h"
#include "page.h"

#include <inttypes.h>
#include <string.h>

/* What the data say about the rules. */
struct counts {
    size_t points, limited, with_tails;
    size_t comparisons, comparisons_limited;
    uint64_t local_clocks; /* rows that each host timed for itself */
    bool has_provenance;
};

static void count_points(const struct study *study, struct counts *counts) {
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct point *point = &study->items[i].items[s].items[p];
                if (point_is_shared(&study->items[i].items[s], point))
                    continue;
                counts->points++;
                counts->limited += estimate_limited(point->time_s);
                counts->with_tails += !isnan(point->measures[MEASURE_op_p99_us].value);
            }
}

static void count_comparisons(const struct verdicts *verdicts, struct counts *counts) {
    for (size_t i = 0; i < verdicts->count; i++)
        for (size_t j = 0; j < verdicts->items[i].count; j++) {
            counts->comparisons++;
            counts->comparisons_limited += estimate_limited(verdicts->items[i].items[j].ratio);
        }
}

static uint64_t rows_flagged(const struct data *data, const char *flag) {
    uint64_t rows = 0;
    for (size_t i = 0; i < data->count; i++)
        for (size_t f = 0; f < data->items[i].flags.count; f++)
            if (strcmp(data_text(data, data->items[i].flags.items[f].text), flag) == 0)
                rows += data->items[i].flags.items[f].rows;
    return rows;
}

static struct counts counts_of(const struct page *page) {
    struct counts counts = {
        .local_clocks = rows_flagged(page->study->data, "local_clocks"),
        .has_provenance = page->provenances[0] != NULL,
    };
    count_points(page->study, &counts);
    count_comparisons(page->verdicts, &counts);
    return counts;
}

typedef void rule_printer(FILE *, const struct page *, const struct counts *);

static void print_base(FILE *out, const struct page *page, const struct counts *counts) {
    (void)counts;
    if (!page->study->count) {
        fputs("no speed-up is computed: there are only probes", out);
        return;
    }
    fprintf(out, "at the head of each of the %zu article%s, with limits where there are any",
            page->study->count, number_plural((double)page->study->count));
}

static void print_left_out(FILE *out, const struct page *page, const struct counts *counts) {
    const struct data *data = page->study->data;
    const uint64_t rows = data->rows - data->fates[ROW_USED];
    (void)counts;
    fprintf(out,
            "%" PRIu64 " of %" PRIu64 " row%s, each with its reason, under <a "
            "href=\"#part_doubts\">doubts</a>",
            rows, data->rows, number_plural((double)data->rows));
}

static void print_means(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    (void)counts;
    fputs("no mean of times or of rates is formed: all centres are medians over launches", out);
}

static void print_ratios(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    (void)counts;
    fputs("none is: every ratio comes from the launches of its own two points", out);
}

/* Where no kernel has what a rule is about. */
static void print_of_probes(FILE *out, const struct page *page) {
    fputs(page->verdicts->probes.count ? "of probes, in <a href=\"#part_probes\">their tables</a>"
                                       : "nothing was measured",
          out);
}

static void print_limits(FILE *out, const struct page *page, const struct counts *counts) {
    if (!counts->points) {
        print_of_probes(out, page);
        return;
    }
    fprintf(out, "95 %% limits at %zu of %zu point%s", counts->limited, counts->points,
            number_plural((double)counts->points));
    if (counts->limited < counts->points)
        fprintf(out, "; the others have fewer than %d launches and are called exploratory",
                LAUNCHES_FOR_LIMITS);
}

static void print_normality(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    (void)counts;
    fputs("limits come from ranks: order statistics and Mann-Whitney", out);
}

static void print_tests(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    if (!counts->comparisons) {
        fputs("nothing is tested here", out);
        return;
    }
    fprintf(out,
            "%zu of %zu comparison%s %s a ratio with limits, the effect size; those of threads "
            "with processes are corrected for their number (Holm)",
            counts->comparisons_limited, counts->comparisons,
            number_plural((double)counts->comparisons), counts->comparisons == 1 ? "has" : "have");
}

static void print_tails(FILE *out, const struct page *page, const struct counts *counts) {
    if (counts->with_tails)
        fprintf(out,
                "p50, p99 and maximum of the calls' latencies at %zu of %zu points, in "
                "summary.csv",
                counts->with_tails, counts->points);
    else if (page->verdicts->probes.count)
        print_of_probes(out, page);
    else
        fputs("no latencies of single calls were recorded", out);
}

static void print_set_up(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    fputs("the <a href=\"#part_factors\">factors and their levels</a>; ", out);
    fputs(counts->has_provenance
              ? "<a href=\"#part_provenance\">machine, build, launches and environment</a>"
              : "there is no provenance.json, so the set-up is unknown",
          out);
}

static void print_time(FILE *out, const struct page *page, const struct counts *counts) {
    const uint64_t used = page->study->data->fates[ROW_USED];
    if (counts->local_clocks)
        fprintf(out,
                "as stated below; %" PRIu64 " of %" PRIu64 " row%s from clocks of several hosts: "
                "the longest of their durations after a common start",
                counts->local_clocks, used, number_plural((double)used));
    else
        fputs("as stated below; all on one clock, as far as the rows say", out);
}

static void print_bounds(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    (void)counts;
    fputs("ideal line and cores; steps where the number of tasks is given; what the lock allows "
          "where one is held",
          out);
}

static void print_drawing(FILE *out, const struct page *page, const struct counts *counts) {
    (void)page;
    (void)counts;
    fputs("dots are launches, marks medians, bars limits; a line joins points only along worker "
          "counts between which others are possible",
          out);
}

static const struct {
    const char *rule;
    rule_printer *print;
} rules[] = {
    {"The base of a speed-up is named, with its time", print_base},
    {"What was left out has a reason", print_left_out},
    {"Means are for costs only", print_means},
    {"Ratios are not averaged", print_ratios},
    {"What varies has limits", print_limits},
    {"Nothing is taken for normally distributed", print_normality},
    {"Comparisons are sound and say by how much", print_tests},
    {"Percentiles where the tail matters", print_tails},
    {"All factors and the set-up are documented", print_set_up},
    {"How parallel time was measured, synchronised and summarised is stated", print_time},
    {"Bounds are shown", print_bounds},
    {"Pictures show the data, and join only what can be interpolated", print_drawing},
};

void page_print_rules(FILE *out, const struct page *page) {
    static const char *const heads[] = {"", "rule", "here", NULL};
    const struct counts counts = counts_of(page);
    fputs("<article>\n<h3>The twelve rules of Hoefler and Belli (SC15), one by one</h3>\n", out);
    html_heads(out, "sheet rules", heads);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        fprintf(out, "<tr><td class=\"n\">%zu</td><th scope=\"row\">%s</th><td>", i + 1,
                rules[i].rule);
        rules[i].print(out, page, &counts);
        fputs("</td></tr>\n", out);
    }
    html_heads_end(out);
    fputs("</article>\n", out);
}
