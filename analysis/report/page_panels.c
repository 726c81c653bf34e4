/* The page's second part: per panel pictures, the verdict in words, and all numbers on request. */
#include "check.h"
#include "html.h"
#include "model.h"
#include "number.h"
#include "page.h"

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

static void print_pictures(FILE *out, const struct page *page, const struct panel *panel) {
    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < page->pictures->count; i++) {
        const struct picture *picture = &page->pictures->items[i];
        if (picture->panel != panel || !picture->drawn)
            continue;
        char *path = must_format("%s/%s.svg", page->pictures->folder, picture->name);
        char *prefix = must_format("p%zu-", i);
        fputs("<figure>\n", out);
        html_svg(out, path, prefix, picture->name);
        fputs("</figure>\n", out);
        free(prefix);
        free(path);
    }
    fputs("</div>\n", out);
}

static void print_with_limits(FILE *out, const char *label, struct estimate estimate) {
    char *text = estimate_limited(estimate)
                     ? must_format("%s (%s)", number_plain(estimate.value).text,
                                   number_limits(estimate).text)
                     : must_strdup(isnan(estimate.value) ? "" : number_plain(estimate.value).text);
    html_cell(out, label, text);
    free(text);
}

static void print_time(FILE *out, struct estimate time_s) {
    char *text = estimate_limited(time_s)
                     ? must_format("%s (%s to %s)", number_time(time_s.value).text,
                                   number_time(time_s.low).text, number_time(time_s.high).text)
                     : must_strdup(number_time(time_s.value).text);
    html_cell(out, "time", text);
    free(text);
}

static void print_point(FILE *out, const struct series *series, const struct point *point) {
    char count[32];
    fputs("<tr><th scope=\"row\">", out);
    html_text(out, series->name);
    fputs("</th>", out);
    snprintf(count, sizeof count, "%g", point->workers);
    html_cell(out, "workers", count);
    snprintf(count, sizeof count, "%zu", point->launches);
    html_cell(out, "launches", count);
    print_time(out, point->time_s);
    print_with_limits(out, "speed-up", point->speedup);
    print_with_limits(out, "efficiency", point->efficiency);
    print_with_limits(out, "serial fraction", point->karp_flatt);
    const double cpu_s = point->measures[MEASURE_cpu_s].value;
    const double spawn_s = point->measures[MEASURE_spawn_s].value;
    const double memory_bytes = point_memory_bytes(point).value;
    html_cell(out, "CPU time", isnan(cpu_s) ? "" : number_time(cpu_s).text);
    html_cell(out, "start-up", isnan(spawn_s) ? "" : number_time(spawn_s).text);
    html_cell(out, "memory", isnan(memory_bytes) ? "" : number_bytes(memory_bytes).text);
    fputs("</tr>\n", out);
}

static void print_heads(FILE *out, const char *const *heads, size_t count) {
    fputs("<div class=\"wide\"><table class=\"numbers\">\n<thead><tr>", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "<th scope=\"col\">%s</th>", heads[i]);
    fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_numbers(FILE *out, const struct panel *panel) {
    static const char *const heads[] = {"series",   "workers",    "launches",        "time",
                                        "speed-up", "efficiency", "serial fraction", "CPU time",
                                        "start-up", "memory"};
    print_heads(out, heads, sizeof heads / sizeof *heads);
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            print_point(out, &panel->items[s], &panel->items[s].items[p]);
    fputs("</tbody>\n</table></div>\n", out);
}

static void print_parameters(FILE *out, const struct fit *fit) {
    fputs("<td>", out);
    for (size_t i = 0; fit->model->parameters[i]; i++)
        fprintf(out, "%s%s = %.4g", i ? ", " : "", fit->model->parameters[i],
                fit->parameters[i].value);
    fputs("</td>", out);
}

static void print_fit(FILE *out, const struct series *series, const struct fit *fit) {
    fputs("<tr><th scope=\"row\">", out);
    html_text(out, series->name);
    fputs("</th>", out);
    html_cell(out, NULL, fit->model->name);
    if (fit->unfit) {
        html_cell(out, NULL, "");
        html_cell(out, NULL, fit->unfit);
    } else {
        print_parameters(out, fit);
        fprintf(out, "<td>%.1f %%</td>", 100 * fit->error);
    }
    fputs("</tr>\n", out);
}

static void print_fits(FILE *out, const struct fits *fits) {
    for (size_t i = 0; i < fits->count && fits->series->count > 1; i++)
        print_fit(out, fits->series, &fits->items[i]);
}

static void print_models(FILE *out, const struct page *page, const struct panel *panel) {
    static const char *const heads[] = {"series", "model", "parameters", "error (RMS) or why none"};
    print_heads(out, heads, sizeof heads / sizeof *heads);
    for (size_t s = 0; s < panel->count; s++)
        print_fits(out, scaling_of(page->scaling, &panel->items[s]));
    fputs("</tbody>\n</table></div>\n", out);
}

static bool has_curve(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].count > 1)
            return true;
    return false;
}

static void print_panel(FILE *out, const struct page *page, const struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    fprintf(out, "<article id=\"%s\">\n", panel->slug);
    html_element(out, "h3", panel->name);
    print_facts(out, page, panel);
    char *sentence = verdict_sentence(verdict);
    html_element(out, "p", sentence);
    free(sentence);
    print_pictures(out, page, panel);
    fputs("<details>\n<summary>All numbers</summary>\n", out);
    print_numbers(out, panel);
    if (has_curve(panel))
        print_models(out, page, panel);
    fputs("</details>\n</article>\n", out);
}

void page_print_panels(FILE *out, const struct page *page) {
    const char *class = NULL;
    for (size_t i = 0; i < page->verdicts->count; i++) {
        const struct verdict *verdict = &page->verdicts->items[i];
        if (!class || strcmp(class, verdict->panel->class) != 0) {
            fputs(class ? "</section>\n<section>\n" : "<section>\n", out);
            html_element(out, "h2", page_class_title(verdict->panel->class));
        }
        class = verdict->panel->class;
        print_panel(out, page, verdict);
    }
    fputs(class ? "</section>\n" : "", out);
}
