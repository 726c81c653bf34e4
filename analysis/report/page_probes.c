/* What the probes came out with: per probe words, pictures and a table. */
#include "check.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>

static void print_cell(FILE *out, const char *label, const char *text) {
    fprintf(out, "<td class=\"n\" data-label=\"%s\">", label);
    html_text(out, text);
    fputs("</td>", out);
}

static void print_place(FILE *out, const struct reading *reading) {
    char *text = isnan(reading->message_bytes)
                     ? must_format("%g", reading->point->workers)
                     : must_format("%g, %s", reading->point->workers,
                                   number_bytes(reading->message_bytes).text);
    print_cell(out, "workers", text);
    free(text);
    text = must_format("%zu", reading->point->launches);
    print_cell(out, "launches", text);
    free(text);
}

static void print_figures(FILE *out, const struct probe *probe, const struct reading *reading) {
    for (size_t i = 0; i < FIGURES_MAX && probe->kind->figures[i].noun; i++) {
        char *text = reading_text(probe->kind->figures[i].unit, reading->figures[i]);
        print_cell(out, probe->kind->figures[i].noun, text);
        free(text);
    }
}

/* Of processes against threads, in the row of the processes. */
static void print_ratio(FILE *out, const struct probe *probe, size_t reading) {
    char *text = NULL;
    for (size_t i = 0; i < probe->pairs.count && !text; i++)
        if (probe->pairs.items[i].processes == reading)
            text = reading_text(UNIT_TIMES, probe->pairs.items[i].ratio.estimate);
    print_cell(out, "processes / threads", text ? text : "");
    free(text);
}

static bool names_transport(const struct probe *probe) {
    for (size_t i = 0; i < probe->count; i++)
        if (*probe->items[i].transport)
            return true;
    return false;
}

static void print_table(FILE *out, const struct probe *probe) {
    const char *heads[FIGURES_MAX + 6] = {"what", "workers", "launches"};
    size_t count = 3;
    for (size_t i = 0; i < FIGURES_MAX && probe->kind->figures[i].noun; i++)
        heads[count++] = probe->kind->figures[i].noun;
    if (probe->pairs.count)
        heads[count++] = "processes / threads";
    const bool transports = names_transport(probe);
    if (transports)
        heads[count++] = "transport";
    html_heads(out, "numbers", heads);
    for (size_t i = 0; i < probe->count; i++) {
        fputs("<tr><th scope=\"row\">", out);
        html_text(out, probe->items[i].label);
        fputs("</th>", out);
        print_place(out, &probe->items[i]);
        print_figures(out, probe, &probe->items[i]);
        if (probe->pairs.count)
            print_ratio(out, probe, i);
        if (transports)
            print_cell(out, "transport", probe->items[i].transport);
        fputs("</tr>\n", out);
    }
    html_heads_end(out);
}

static bool is_of(const struct probe *probe, const struct picture *picture) {
    return probe->count && picture->panel == probe->items[0].panel;
}

static size_t count_pictures(const struct page *page, const struct probe *probe) {
    size_t count = 0;
    for (size_t i = 0; i < page->pictures->count; i++)
        count += is_of(probe, &page->pictures->items[i]) && page->pictures->items[i].drawn;
    return count;
}

static void print_pictures(FILE *out, const struct page *page, const struct probe *probe) {
    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < page->pictures->count; i++)
        if (is_of(probe, &page->pictures->items[i]))
            page_print_figure(out, page, i);
    fputs("</div>\n", out);
}

/* Ids of probes have an underscore, as all of the page's own. A probe without a picture has its
 * table at once. */
static void print_probe(FILE *out, const struct page *page, const struct probe *probe) {
    const size_t pictures = count_pictures(page, probe);
    const size_t number = (size_t)(probe - page->verdicts->probes.items);
    char *sentence = probe_sentence(probe);
    fprintf(out,
            "<article class=\"panel%s\" id=\"probe_%zu\" aria-labelledby=\"head_probe_%zu\">\n<h3 "
            "id=\"head_probe_%zu\">",
            pictures == 1 ? " alone" : "", number, number, number);
    html_text(out, probe->kind->title);
    fputs(" (", out);
    html_text(out, probe->name);
    fputs(")</h3>\n", out);
    html_element(out, "p", probe->kind->about);
    if (probe->count)
        html_element(out, "p", sentence);
    free(sentence);
    if (pictures) {
        print_pictures(out, page, probe);
        fputs("<details>\n<summary>All numbers</summary>\n", out);
    }
    print_table(out, probe);
    fputs(pictures ? "</details>\n</article>\n" : "</article>\n", out);
}

void page_print_probes(FILE *out, const struct page *page) {
    const struct probes *probes = &page->verdicts->probes;
    if (!probes->count)
        return;
    fputs("<section id=\"part_probes\">\n<h2>What threads and processes cost</h2>\n"
          "<p class=\"hint\">Probes measure the two models themselves, not work: there is no "
          "speed-up and no recommendation. Figures are medians over launches with 95 % limits; "
          "where both ran the same, processes are compared with threads (Hodges-Lehmann ratio, or "
          "the bootstrap of medians where spreads differ).</p>\n",
          out);
    for (size_t i = 0; i < probes->count; i++)
        print_probe(out, page, &probes->items[i]);
    fputs("</section>\n", out);
}
