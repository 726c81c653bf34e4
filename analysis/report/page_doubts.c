/* The page's part about what may be wrong: findings in words, what became of every row, what was
 * not run. */
#include "array.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <inttypes.h>
#include <stdlib.h>

/* More rows of a table than this say nothing that the files do not say better. */
enum { SKIPS_SHOWN_MAX = 100 };

static void print_findings(FILE *out, const struct notes *notes) {
    if (!notes->count) {
        fputs("<p>Nothing was flagged, left out or too noisy. That does not prove it right.</p>\n",
              out);
        return;
    }
    fputs("<ul class=\"notes\">\n", out);
    for (size_t i = 0; i < notes->count; i++)
        html_element(out, "li", notes->items[i]);
    fputs("</ul>\n", out);
}

static const char *const fate_reasons[ROW_FATES] = {
    [ROW_USED] = "measured, not known to be wrong, with a time: all numbers come from these",
    [ROW_TORN] = "the file ends within this row: the program was stopped while writing it",
    [ROW_WARMUP] = "kept in the samples, never part of a statistic",
    [ROW_SKIPPED] = "nothing was run; the reasons stand below",
    [ROW_NO_TIME] = "nobody says whether something was run",
    [ROW_WRONG] = "the work was done wrong: no time of a wrong result is used",
    [ROW_UNVERIFIED] = "nobody says that the result was right",
    [ROW_NOT_A_NUMBER] = "nothing can be computed from it",
    [ROW_NOT_POSITIVE] = "no work takes no time: the clock or the file is wrong",
    [ROW_SIMULATED] = "predictions: shown apart, never part of a statistic, a fit or a verdict",
};

static void print_fates(FILE *out, const struct data *data) {
    static const char *const heads[] = {"rows", "what became of them", "why", NULL};
    fputs("<h3>Every row accounted for</h3>\n", out);
    html_heads(out, "sheet", heads);
    for (enum row_fate fate = 0; fate < ROW_FATES; fate++) {
        if (!data->fates[fate])
            continue;
        fprintf(out, "<tr><td class=\"n\">%" PRIu64 "</td>", data->fates[fate]);
        html_cell(out, NULL, row_fate_names[fate]);
        html_cell(out, NULL, fate_reasons[fate]);
        fputs("</tr>\n", out);
    }
    fprintf(out, "<tr><td class=\"n\">%" PRIu64 "</td><td>in all</td><td></td></tr>\n", data->rows);
    html_heads_end(out);
}

/* One line of the table: equal skips, which differ in the number of workers. */
struct gap {
    const struct skip *first;
    uint32_t workers_low, workers_high;
    uint64_t rows;
};

struct gaps {
    struct gap *items;
    size_t count, room;
};

static struct gap *gap_of(struct gaps *gaps, const struct skip *skip) {
    for (size_t i = 0; i < gaps->count; i++) {
        const struct skip *first = gaps->items[i].first;
        if (first->kernel == skip->kernel && first->driver == skip->driver &&
            first->reason == skip->reason)
            return &gaps->items[i];
    }
    const struct gap gap = {.first = skip, .workers_low = skip->workers};
    ARRAY_PUSH(gaps, gap);
    return &gaps->items[gaps->count - 1];
}

static void print_gap(FILE *out, const struct data *data, const struct gap *gap) {
    const char *reason = data_text(data, gap->first->reason);
    fputs("<tr>", out);
    html_cell(out, NULL, data_text(data, gap->first->kernel));
    html_cell(out, NULL, data_text(data, gap->first->driver));
    fprintf(out, "<td>%" PRIu32, gap->workers_low);
    if (gap->workers_high > gap->workers_low)
        fprintf(out, " to %" PRIu32, gap->workers_high);
    fprintf(out, "</td><td class=\"n\">%" PRIu64 "</td>", gap->rows);
    html_cell(out, NULL, *reason ? reason : "no reason given");
    fputs("</tr>\n", out);
}

static void print_skips(FILE *out, const struct data *data) {
    static const char *const heads[] = {"kernel", "driver", "workers", "rows", "reason", NULL};
    struct gaps gaps = {0};
    for (size_t i = 0; i < data->skips.count && gaps.count < SKIPS_SHOWN_MAX; i++) {
        const struct skip *skip = &data->skips.items[i];
        struct gap *gap = gap_of(&gaps, skip);
        gap->rows++;
        gap->workers_low = skip->workers < gap->workers_low ? skip->workers : gap->workers_low;
        gap->workers_high = skip->workers > gap->workers_high ? skip->workers : gap->workers_high;
    }
    if (gaps.count) {
        fputs("<h3>What was not run, and why</h3>\n", out);
        html_heads(out, "sheet", heads);
        for (size_t i = 0; i < gaps.count; i++)
            print_gap(out, data, &gaps.items[i]);
        html_heads_end(out);
    }
    free(gaps.items);
}

void page_print_doubts(FILE *out, const struct page *page) {
    fputs("<section id=\"part_doubts\">\n<h2>What may be wrong with this measurement</h2>\n"
          "<article>\n",
          out);
    print_findings(out, page->notes);
    print_fates(out, page->study->data);
    print_skips(out, page->study->data);
    fputs("</article>\n</section>\n", out);
}
