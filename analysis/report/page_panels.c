/* The page's second part: per panel pictures, the verdict in words, and all numbers on request. */
#include "advice.h"
#include "check.h"
#include "figure.h"
#include "group.h"
#include "html.h"
#include "number.h"
#include "page.h"
#include "stroke.h"

#include <stdlib.h>
#include <string.h>

static void print_base_time(FILE *out, struct estimate time_s) {
    fprintf(out, ": %s ", number_time(time_s.value).text);
    if (estimate_limited(time_s))
        fprintf(out, "(median, 95 %% limits %s to %s)", number_time(time_s.low).text,
                number_time(time_s.high).text);
    else
        fputs("(median, no limits)", out);
}

static void print_facts(FILE *out, const struct page *page, const struct panel *panel) {
    const struct data *data = page->study->data;
    const char *size = data_text(data, panel->setup->size);
    const char *params = data_text(data, panel->setup->params);
    const size_t launches = panel_launches_min(panel);
    char *base = panel_base_name(panel);
    fputs("<p class=\"facts\">base ", out);
    html_text(out, base);
    print_base_time(out, panel_base(panel)->time_s);
    if (*size) {
        fputs(" &#183; size ", out);
        html_text(out, size);
    }
    if (*params) {
        fputs(" &#183; ", out);
        html_text(out, params);
    }
    fprintf(out, " &#183; %zu launch%s%s</p>\n", launches, launches == 1 ? "" : "es",
            launches < LAUNCHES_FOR_LIMITS ? " (exploratory)" : "");
    free(base);
}

static void print_pictures(FILE *out, const struct page *page, const struct panel *panel,
                           enum importance importance) {
    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < page->pictures->count; i++)
        if (page->pictures->items[i].panel == panel &&
            page->pictures->items[i].on_page == importance &&
            !page_is_of_layouts(&page->pictures->items[i]))
            page_print_figure(out, page, i);
    fputs("</div>\n", out);
}

/* Those that are seen at once. */
static size_t count_pictures(const struct page *page, const struct panel *panel) {
    size_t count = 0;
    for (size_t i = 0; i < page->pictures->count; i++) {
        const struct picture *picture = &page->pictures->items[i];
        count += picture->panel == panel && picture->drawn && picture->on_page == PICTURE_MAIN &&
                 !page_is_of_layouts(picture);
    }
    return count;
}

static void print_more_pictures(FILE *out, const struct page *page, const struct panel *panel) {
    if (!page_has_pictures(page, panel, PICTURE_MORE))
        return;
    fputs("<details>\n<summary>More pictures</summary>\n", out);
    print_pictures(out, page, panel, PICTURE_MORE);
    fputs("</details>\n", out);
}

/* gnuplot's point types that series have, as signs of text. */
static const char *marker_sign(unsigned marker) {
    static const char *const signs[] = {
        [1] = "+",        [2] = "&#215;",   [4] = "&#9633;",  [5] = "&#9632;",
        [6] = "&#9675;",  [7] = "&#9679;",  [8] = "&#9651;",  [9] = "&#9650;",
        [10] = "&#9661;", [11] = "&#9660;", [12] = "&#9671;", [13] = "&#9670;"};
    return marker < sizeof signs / sizeof *signs && signs[marker] ? signs[marker] : "&#9679;";
}

/* A box per series, which the style sheet looks at: no script is needed to switch a series off. */
static void print_switches(FILE *out, const struct panel *panel) {
    if (panel->count < 2)
        return;
    fputs("<fieldset class=\"switches\"><legend>Series</legend>\n", out);
    for (size_t s = 0; s < panel->count && s < FIGURE_SERIES_MAX; s++) {
        const struct stroke stroke = stroke_of(panel, s);
        fprintf(out,
                "<label><input type=\"checkbox\" class=\"k%zu\" checked> <span class=\"sign\" "
                "style=\"color:%s\" aria-hidden=\"true\">%s</span> ",
                s, figure_colour(stroke.colour), marker_sign(stroke.marker));
        html_text(out, panel->items[s].name);
        fputs("</label>\n", out);
    }
    fputs("</fieldset>\n", out);
}

static void print_cell(FILE *out, const char *label, const char *value, const char *limits) {
    fprintf(out, "<td class=\"n\" data-label=\"%s\">%s", label, value);
    if (limits)
        fprintf(out, " <small>(%s)</small>", limits);
    fputs("</td>", out);
}

static void print_with_limits(FILE *out, const char *label, struct estimate estimate) {
    const char *value = isnan(estimate.value) ? "" : number_plain(estimate.value).text;
    print_cell(out, label, value, estimate_limited(estimate) ? number_limits(estimate).text : NULL);
}

static void print_time(FILE *out, struct estimate time_s) {
    char *limits = estimate_limited(time_s) ? must_format("%s to %s", number_time(time_s.low).text,
                                                          number_time(time_s.high).text)
                                            : NULL;
    print_cell(out, "time", number_time(time_s.value).text, limits);
    free(limits);
}

static void row_begin(FILE *out, const struct panel *panel, const struct series *series) {
    fprintf(out, "<tr class=\"s%zu\"><th scope=\"row\">", (size_t)(series - panel->items));
    html_text(out, series->name);
    fputs("</th>", out);
}

static void print_point(FILE *out, const struct panel *panel, const struct series *series,
                        const struct point *point) {
    char count[32];
    row_begin(out, panel, series);
    snprintf(count, sizeof count, "%g", point->workers);
    print_cell(out, "workers", count, NULL);
    snprintf(count, sizeof count, "%zu", point->launches);
    print_cell(out, "launches", count, NULL);
    print_time(out, point->time_s);
    print_with_limits(out, "speed-up", point->speedup);
    print_with_limits(out, "efficiency", point->efficiency);
    print_with_limits(out, "serial fraction", point->karp_flatt);
    const double cpu_s = point->measures[MEASURE_cpu_s].value;
    const double spawn_s = point->measures[MEASURE_spawn_s].value;
    const double memory_bytes = point_memory_bytes(point).value;
    print_cell(out, "CPU time", isnan(cpu_s) ? "" : number_time(cpu_s).text, NULL);
    print_cell(out, "start-up", isnan(spawn_s) ? "" : number_time(spawn_s).text, NULL);
    print_cell(out, "memory", isnan(memory_bytes) ? "" : number_bytes(memory_bytes).text, NULL);
    fputs("</tr>\n", out);
}

/* Rows beyond what a page has room for are counted. */
static void print_points(FILE *out, const struct panel *panel) {
    enum { ROW_BYTES = 1000 };
    size_t left_out = 0;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (page_has_room(out, ROW_BYTES))
                print_point(out, panel, &panel->items[s], &panel->items[s].items[p]);
            else
                left_out++;
    html_heads_end(out);
    if (left_out)
        fprintf(out,
                "<p class=\"hint\">Left out, to keep this page small: %zu more row%s, which are in "
                "summary.csv beside it.</p>\n",
                left_out, number_plural((double)left_out));
}

static void print_numbers(FILE *out, const struct panel *panel) {
    static const char *const heads[] = {
        "series",          "workers",  "launches", "time",   "speed-up", "efficiency",
        "serial fraction", "CPU time", "start-up", "memory", NULL};
    html_heads(out, "numbers", heads);
    print_points(out, panel);
}

static bool has_curve(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].count > 1)
            return true;
    return false;
}

/* What launches show beside chance, next to the numbers it concerns. */
static void print_findings(FILE *out, const struct findings *findings) {
    if (!findings->count)
        return;
    fputs("<ul class=\"findings\">\n", out);
    for (size_t i = 0; i < findings->count; i++)
        html_element(out, "li", findings->items[i]);
    fputs("</ul>\n", out);
}

static void print_details(FILE *out, const struct page *page, const struct panel *panel) {
    fputs("<details>\n<summary>All numbers</summary>\n", out);
    print_numbers(out, panel);
    fputs("</details>\n", out);
    if (!has_curve(panel))
        return;
    fputs("<details>\n<summary>Scaling models</summary>\n", out);
    page_print_models(out, page, panel);
    fputs("</details>\n", out);
}

/* The article's id is the panel's slug: the table of answers leads there. */
static void print_panel(FILE *out, const struct page *page, const struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    char *sentence = verdict_sentence(verdict), *advice = advice_sentences(verdict->advice);
    fprintf(out, "<article class=\"panel%s\" id=\"%s\" aria-labelledby=\"head_%s\">\n",
            count_pictures(page, panel) == 1 ? " alone" : "", panel->slug, panel->slug);
    fprintf(out, "<h3 id=\"head_%s\">", panel->slug);
    html_text(out, panel->name);
    fputs("</h3>\n", out);
    print_facts(out, page, panel);
    html_element(out, "p", sentence);
    if (*advice) {
        fputs("<p class=\"advice\">", out);
        html_text(out, advice);
        fputs("</p>\n", out);
    }
    if (page_has_pictures(page, panel, PICTURE_MAIN) ||
        page_has_pictures(page, panel, PICTURE_MORE))
        print_switches(out, panel);
    print_pictures(out, page, panel, PICTURE_MAIN);
    print_findings(out, &verdict->advice->findings);
    print_more_pictures(out, page, panel);
    print_details(out, page, panel);
    fputs("</article>\n", out);
    free(advice);
    free(sentence);
}

void page_print_panels(FILE *out, const struct page *page) {
    for (size_t i = 0; i < page->verdicts->count; i++) {
        const struct verdict *verdict = &page->verdicts->items[i];
        if (page_class_begins(page, i)) {
            fputs(i ? "</section>\n" : "", out);
            fprintf(out, "<section id=\"part_class_%zu\">\n", i);
            html_element(out, "h2", page_class_title(verdict->panel->class));
            if (group_words(verdict->panel->class))
                html_element(out, "p", group_words(verdict->panel->class));
        }
        print_panel(out, page, verdict);
    }
    fputs(page->verdicts->count ? "</section>\n" : "", out);
}
