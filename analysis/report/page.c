#include "page.h"

#include "check.h"
#include "digest.h"
#include "html.h"
#include "number.h"
#include "outfile.h"
#include "style.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *class, *title;
} classes[] = {
    {"cpu", "Bound by computing"},      {"memory", "Bound by memory"},
    {"os", "Bound by the system"},      {"io", "Bound by waiting"},
    {"comm", "Bound by communication"}, {"mixed", "Mixed"},
};

const char *page_class_title(const char *class) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].class, class) == 0)
            return classes[i].title;
    return *class ? class : "Measurements";
}

static void print_head(FILE *out, const struct page *page) {
    fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n",
          out);
    html_element(out, "title", page->title);
    fprintf(out, "<style>\n%s</style>\n</head>\n<body>\n<main>\n<header>\n", page_style);
    html_element(out, "h1", page->title);
    const struct data *data = page->study->data;
    char *facts =
        must_format("%zu panel%s, %zu configuration%s, %" PRIu64 " of %" PRIu64 " row%s used",
                    page->study->count, number_plural((double)page->study->count), data->count,
                    number_plural((double)data->count), data->fates[ROW_USED], data->rows,
                    number_plural((double)data->rows));
    html_element(out, "p", facts);
    free(facts);
    fputs("</header>\n", out);
}

void page_print_timelines(FILE *out, const struct page *page) {
    bool open = false;
    for (size_t i = 0; i < page->pictures->count; i++) {
        const struct picture *picture = &page->pictures->items[i];
        if (picture->panel || !picture->drawn)
            continue;
        if (!open)
            fputs("<section id=\"timelines\">\n<h2>Who ran what, from when to when</h2>\n"
                  "<p>A bar is a task from its start to its end: waits for a lock are included. "
                  "Warm-up repetitions are shown, too.</p>\n",
                  out);
        open = true;
        char *path = must_format("%s/%s.svg", page->pictures->folder, picture->name);
        char *prefix = must_format("t%zu-", i);
        fputs("<article>\n<figure>\n", out);
        html_svg(out, path, prefix, picture->caption);
        fputs("</figure>\n</article>\n", out);
        free(prefix);
        free(path);
    }
    if (open)
        fputs("</section>\n", out);
}

void page_print_notes(FILE *out, const struct page *page) {
    fputs("<section id=\"doubts\">\n<h2>What may be wrong with this measurement</h2>\n", out);
    if (!page->notes->count)
        fputs("<p>Nothing was flagged, left out or too noisy. That does not prove it right.</p>\n",
              out);
    fputs("<ul>\n", out);
    for (size_t i = 0; i < page->notes->count; i++)
        html_element(out, "li", page->notes->items[i]);
    fputs("</ul>\n</section>\n", out);
}

static const char *const method_lines[] = {
    "One value per launch (start of the program): the median of its repetitions. All statistics "
    "are over "
    "launches.",
    "Limits are 95 % limits: of medians by order statistics with exact binomial ranks, of ratios "
    "and "
    "speed-ups by the Hodges-Lehmann estimate on logarithms of times with Mann-Whitney limits. "
    "Below 6 launches there are none and the figures are exploratory.",
    "Speed-up is the time of the base named in each panel over the time of the point; where the "
    "work grows with "
    "the workers (weak scaling), that times the workers. Efficiency is speed-up per worker.",
    "The serial fraction is Karp and Flatt's, (1/S - 1/p) / (1 - 1/p). A fraction that grows with "
    "the workers means overhead, not serial work.",
    "Equal means: both limits lie within 5 % of 1. Undecided means: the limits allow either "
    "answer.",
    "Compared are series of the same schedule and pinning; where there are several such pairs the "
    "fastest, where there is none the fastest of each side, and the verdict says so.",
    "At how many workers two series are compared follows from the design, not from the times. Of "
    "the numbers both have: the largest up to the cores, else the smallest; for work that waits "
    "(classes io and mixed) the number of tasks, else the largest.",
    "Dots are launches, large marks medians, bars their limits. Grey: the ideal line, the cores "
    "available and, for "
    "a given number of tasks, the steps ceil(tasks / min(workers, cores)).",
    "Time is from the first worker's start to the last worker's stop. What it costs to get workers "
    "stands apart, as start-up.",
};

void page_print_method(FILE *out, const struct page *page) {
    fputs("<section id=\"method\">\n<details>\n<summary>How these numbers were "
          "made</summary>\n<ul>\n",
          out);
    for (size_t i = 0; i < sizeof method_lines / sizeof *method_lines; i++)
        html_element(out, "li", method_lines[i]);
    fputs("</ul>\n", out);
    fputs("<p>Beside this page lie summary.csv, models.csv and verdicts.csv with all numbers, and "
          "plots/ with every picture as SVG and PDF, its data and its gnuplot script.</p>\n",
          out);
    fprintf(out, "<p>Made by convoy-report %s.</p>\n</details>\n</section>\n", page->version);
}

static void print_one_provenance(FILE *out, const char *provenance) {
    size_t left_out;
    char *digest = digest_make(provenance, &left_out);
    fputs("<details>\n<summary>Provenance: machine, build, environment, study</summary>\n", out);
    if (left_out)
        fprintf(out,
                "<p>Shown is the first launch of every driver; provenance.json beside the samples "
                "holds the other %zu, too.</p>\n",
                left_out);
    fputs("<pre>", out);
    html_text(out, digest);
    fputs("</pre>\n</details>\n", out);
    free(digest);
}

void page_print_provenance(FILE *out, const struct page *page) {
    fputs("<section id=\"provenance\">\n", out);
    if (!page->provenances[0])
        fputs("<p>There is no provenance.json beside the samples: where, how and by what they were "
              "taken is unknown.</p>\n",
              out);
    for (size_t i = 0; page->provenances[i]; i++)
        print_one_provenance(out, page->provenances[i]);
    fputs("</section>\n", out);
}

bool page_write(const struct page *page, const char *folder, struct fault *fault) {
    FILE *out = outfile_open(folder, "report", "html", fault);
    if (!out)
        return false;
    print_head(out, page);
    page_print_answers(out, page);
    page_print_panels(out, page);
    page_print_timelines(out, page);
    page_print_notes(out, page);
    page_print_method(out, page);
    page_print_provenance(out, page);
    fputs("</main>\n</body>\n</html>\n", out);
    return outfile_close(out, folder, fault);
}
