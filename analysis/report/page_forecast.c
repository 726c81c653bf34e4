/* Simulated curves: what they are, how far off they were here, numbers and pictures. */
#include "check.h"
#include "forecast.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

static const char model[] =
    "How: the MPI driver itself ran in SimGrid, with its messages, collectives and schedule, moved "
    "to the platform described below. Computing was replaced by its cost: the median time of the "
    "same work in convoy-serial on this machine, interpolated in the logarithm of the items of a "
    "task and divided by the speed of a simulated core. A message takes the overhead at both ends, "
    "the latency, and its bytes through the links of its two nodes; collectives use recursive "
    "doubling. A dynamic schedule is dealt by messages between the first ranks of nodes, where the "
    "root answers between two tasks of its own, and within a node from memory that its ranks "
    "share, which costs nothing here.";
static const char limits[] =
    "Not in it: start-up, noise and imbalance (all cores take the same time), contention in "
    "memory, caches and switches, ranks that take turns on a core. Expect real curves below the "
    "dashed ones: they say what messages alone allow. Simulated rows enter no statistic, fit, "
    "verdict or summary.";

static void print_number_cell(FILE *out, const char *label, const char *text) {
    fprintf(out, "<td class=\"n\" data-label=\"%s\">", label);
    html_text(out, text);
    fputs("</td>", out);
}

/* Only against what it simulates. */
static char *error_text(const struct forecast *forecast, const struct forecast_point *point) {
    const struct estimate error = forecast_error(point);
    if (!forecast->here || isnan(error.value))
        return must_strdup("");
    if (!estimate_limited(error))
        return must_format("%+.0f %% (no limits)", 100 * error.value);
    return must_format("%+.0f %% (%+.0f to %+.0f)", 100 * error.value, 100 * error.low,
                       100 * error.high);
}

static char *fastest_text(const struct forecast *forecast, const struct forecast_point *point) {
    if (!point->launches)
        return must_strdup("");
    if (!forecast->here)
        return must_strdup(number_time(point->fastest_s).text);
    return must_format("%s (%+.0f %%)", number_time(point->fastest_s).text,
                       100 * forecast_error_fastest(point));
}

static void print_point(FILE *out, const struct forecast *forecast,
                        const struct forecast_point *point) {
    char *workers = must_format("%u", point->workers);
    fputs("<tr>", out);
    print_number_cell(out, "ranks", workers);
    const bool simulated = !isnan(point->simulated_s);
    print_number_cell(out, "simulated", simulated ? number_time(point->simulated_s).text : "");
    print_number_cell(out, "efficiency, simulated",
                      simulated ? number_plain(point->simulated_efficiency).text : "");
    const bool known = point->launches > 0;
    print_number_cell(out, "measured here", known ? number_time(point->measured_s.value).text : "");
    char *error = error_text(forecast, point), *fastest = fastest_text(forecast, point);
    print_number_cell(out, "error", error);
    print_number_cell(out, "fastest here", fastest);
    free(fastest);
    free(error);
    fputs("</tr>\n", out);
    free(workers);
}

static void print_table(FILE *out, const struct forecast *forecast) {
    static const char *const heads[] = {
        "ranks",        "simulated", "efficiency, simulated", "measured here", "error",
        "fastest here", NULL};
    html_heads(out, "numbers all-n", heads);
    for (size_t i = 0; i < forecast->count; i++)
        print_point(out, forecast, &forecast->items[i]);
    html_heads_end(out);
}

static void print_figure(FILE *out, const struct page *page, size_t number) {
    char *name = must_format("forecast-%zu", number);
    for (size_t i = 0; i < page->pictures->count; i++)
        if (page->pictures->items[i].drawn && strcmp(page->pictures->items[i].name, name) == 0 &&
            page->pictures->items[i].on_page != PICTURE_BESIDE)
            page_print_figure(out, page, i);
    free(name);
}

static void print_forecast(FILE *out, const struct page *page, const struct forecast *forecast,
                           size_t number) {
    fprintf(out, "<article class=\"panel\" id=\"forecast_%zu\">\n", number);
    html_element(out, "h3", forecast->name);
    char *platform = must_format("%s: %s", forecast->here ? "Validation" : "Simulated platform",
                                 forecast->platform);
    html_element(out, "p", platform);
    free(platform);
    fputs("<div class=\"pictures\">\n", out);
    print_figure(out, page, number);
    fputs("</div>\n", out);
    print_table(out, forecast);
    fputs("</article>\n", out);
}

void page_print_forecasts(FILE *out, const struct page *page) {
    struct forecasts forecasts = forecasts_make(page->study->data);
    if (forecasts.count) {
        char *sentence = forecast_sentence(&forecasts);
        fputs("<section id=\"part_simulated\">\n<h2>Simulated: beyond this machine</h2>\n", out);
        html_element(out, "p",
                     "Predictions, not measurements. Dashed is simulated, solid is "
                     "measured on this machine.");
        html_element(out, "p", sentence);
        html_element(out, "p", model);
        html_element(out, "p", limits);
        for (size_t i = 0; i < forecasts.count; i++)
            print_forecast(out, page, &forecasts.items[i], i);
        fputs("</section>\n", out);
        free(sentence);
    }
    forecasts_free(&forecasts);
}
