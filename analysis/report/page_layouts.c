/* Ranks against threads: per panel and lock the best layout in words, its heat map, all layouts. */
#include "check.h"
#include "heatmap.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

bool page_is_of_layouts(const struct picture *picture) {
    return strcmp(picture->kind, HEATMAP_KIND) == 0 ||
           strcmp(picture->kind, HEATMAP_LOCK_KIND) == 0;
}

static void print_map(FILE *out, const struct page *page, const struct layouts *layouts) {
    const char *kind = *layouts->lock ? HEATMAP_LOCK_KIND : HEATMAP_KIND;
    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < page->pictures->count; i++)
        if (page->pictures->items[i].panel == layouts->panel &&
            strcmp(page->pictures->items[i].kind, kind) == 0)
            page_print_figure(out, page, i);
    fputs("</div>\n", out);
}

static void print_cell(FILE *out, const char *label, char *text) {
    html_cell(out, label, text);
    free(text);
}

static char *time_words(struct estimate time_s) {
    if (!estimate_limited(time_s))
        return must_format("%s (no limits)", number_time(time_s.value).text);
    return must_format("%s (%s to %s)", number_time(time_s.value).text,
                       number_time(time_s.low).text, number_time(time_s.high).text);
}

static void print_row(FILE *out, const struct layouts *layouts, size_t i) {
    const struct layout *layout = &layouts->items[i];
    const struct estimate ratio = layout->slower.ratio;
    const bool best = i == layouts->best;
    fputs("<tr>", out);
    print_cell(out, "ranks x threads", must_format("%u x %u", layout->ranks, layout->threads));
    print_cell(out, "launches", must_format("%zu", layout->point->launches));
    print_cell(out, "time", time_words(layout->point->time_s));
    print_cell(
        out, "of the fastest",
        best ? must_strdup("1")
             : must_format("%s (%s)", number_plain(ratio.value).text, number_limits(ratio).text));
    html_cell(out, "verdict",
              best                      ? "fastest"
              : layout->distinguishable ? "slower"
                                        : "not distinguishable");
    fputs("</tr>\n", out);
}

static void print_table(FILE *out, const struct layouts *layouts) {
    static const char *const heads[] = {"ranks x threads", "launches", "time",
                                        "of the fastest",  "verdict",  NULL};
    fputs("<details>\n<summary>All layouts</summary>\n", out);
    html_heads(out, "numbers", heads);
    for (size_t i = 0; i < layouts->count; i++)
        print_row(out, layouts, i);
    html_heads_end(out);
    fputs("</details>\n", out);
}

static void print_layouts(FILE *out, const struct page *page, const struct layouts *layouts) {
    char *name = layouts_name(layouts), *sentence = layouts_sentence(layouts);
    fputs("<article class=\"alone\">\n", out);
    html_element(out, "h3", name);
    html_element(out, "p", sentence);
    print_map(out, page, layouts);
    print_table(out, layouts);
    fputs("</article>\n", out);
    free(sentence);
    free(name);
}

void page_print_layouts(FILE *out, const struct page *page) {
    const struct all_layouts *all = &page->verdicts->layouts;
    if (!all->count)
        return;
    fputs("<section id=\"part_layouts\">\n<h2>Ranks x threads</h2>\n"
          "<p>The same workers as R ranks of T threads each, a lock for every rank. One rank is "
          "threads alone, one thread is processes alone. The fastest was found in these very "
          "launches; all others are compared with it, with Holm&#39;s correction for so many "
          "tests.</p>\n",
          out);
    for (size_t i = 0; i < all->count; i++)
        print_layouts(out, page, &all->items[i]);
    fputs("</section>\n", out);
}
