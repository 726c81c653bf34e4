#include "page.h"

#include "check.h"
#include "figure.h"
#include "html.h"
#include "number.h"
#include "origin.h"
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

bool page_class_begins(const struct page *page, size_t i) {
    const struct verdict *verdict = &page->verdicts->items[i];
    return i == 0 || strcmp(verdict[-1].panel->class, verdict->panel->class) != 0;
}

/* A part of the page that is always there: its id is "part_" and this name. */
static const struct {
    const char *name, *title;
} last_parts[] = {
    {"doubts", "Doubts"},
    {"method", "Method"},
    {"factors", "Factors"},
    {"provenance", "Set-up"},
};

bool page_has_room(FILE *out, size_t bytes) {
    const long written = ftell(out);
    return written < 0 || (size_t)written + bytes <= PAGE_BYTES_MAX - PAGE_END_BYTES;
}

/* The policy forbids everything that would come from elsewhere, should a text ever get out of hand.
 */
static void print_head(FILE *out, const struct page *page) {
    fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
          "base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n",
          out);
    fprintf(out, "<meta name=\"generator\" content=\"convoy-report %s\">\n", page->version);
    html_element(out, "title", page->title);
    fprintf(out, "<style>\n%s</style>\n</head>\n<body>\n", page_style);
}

static void print_facts(FILE *out, const struct page *page) {
    const struct data *data = page->study->data;
    char *machine = origin_machine(page->provenances);
    if (machine)
        html_element(out, "p", machine);
    free(machine);
    const size_t probes = page->verdicts->probes.count;
    char *probed = probes ? must_format("%zu probe%s, ", probes, number_plural((double)probes))
                          : must_strdup("");
    char *facts = must_format("%zu kind%s of work, %s%zu configuration%s, %" PRIu64 " of %" PRIu64
                              " row%s used",
                              page->study->count, number_plural((double)page->study->count), probed,
                              data->count, number_plural((double)data->count),
                              data->fates[ROW_USED], data->rows, number_plural((double)data->rows));
    html_element(out, "p", facts);
    free(facts);
    free(probed);
}

/* Simulated curves have a part of their own. */
static bool is_of_whole_study(const struct picture *picture) {
    return !picture->panel && picture->drawn && picture->on_page != PICTURE_BESIDE &&
           strcmp(picture->kind, "forecast") != 0;
}

static bool has_whole_pictures(const struct page *page) {
    for (size_t i = 0; i < page->pictures->count; i++)
        if (is_of_whole_study(&page->pictures->items[i]))
            return true;
    return false;
}

static void print_link(FILE *out, const char *title) {
    html_text(out, title);
    fputs("</a></li>\n", out);
}

static void print_navigation(FILE *out, const struct page *page) {
    fputs("<nav aria-label=\"Parts of this page\"><ul>\n"
          "<li><a href=\"#part_answers\">Answers</a></li>\n",
          out);
    for (size_t i = 0; i < page->verdicts->count; i++)
        if (page_class_begins(page, i)) {
            fprintf(out, "<li><a href=\"#part_class_%zu\">", i);
            print_link(out, page_class_title(page->verdicts->items[i].panel->class));
        }
    if (page->verdicts->layouts.count)
        fputs("<li><a href=\"#part_layouts\">Ranks x threads</a></li>\n", out);
    if (page->verdicts->probes.count)
        fputs("<li><a href=\"#part_probes\">What threads and processes cost</a></li>\n", out);
    if (page->study->data->simulations.count)
        fputs("<li><a href=\"#part_simulated\">Simulated</a></li>\n", out);
    if (has_whole_pictures(page))
        fputs("<li><a href=\"#part_pictures\">Whole study</a></li>\n", out);
    for (size_t i = 0; i < sizeof last_parts / sizeof *last_parts; i++)
        fprintf(out, "<li><a href=\"#part_%s\">%s</a></li>\n", last_parts[i].name,
                last_parts[i].title);
    fputs("</ul></nav>\n", out);
}

static void print_header(FILE *out, const struct page *page) {
    fputs("<a class=\"skip\" href=\"#part_answers\">Skip to the answers</a>\n<header>\n", out);
    html_element(out, "h1", page->title);
    print_facts(out, page);
    fputs("</header>\n", out);
    print_navigation(out, page);
    fputs("<main>\n", out);
}

bool page_has_pictures(const struct page *page, const struct panel *panel,
                       enum importance importance) {
    for (size_t i = 0; i < page->pictures->count; i++) {
        const struct picture *picture = &page->pictures->items[i];
        if (picture->panel == panel && picture->drawn && picture->on_page == importance &&
            !page_is_of_layouts(picture))
            return true;
    }
    return false;
}

static void print_left_out(FILE *out, const char *name) {
    fputs("<p class=\"hint\">Left out, to keep this page small: plots/", out);
    html_text(out, name);
    fputs(".svg beside it.</p>\n", out);
}

void page_print_figure(FILE *out, const struct page *page, size_t i) {
    const struct picture *picture = &page->pictures->items[i];
    char *path = must_format("%s/%s.svg", page->pictures->folder, picture->name);
    char *prefix = must_format("p%zu_", i);
    char *svg =
        picture->drawn ? figure_inline(path, prefix, picture->caption, picture->panel) : NULL;
    if (svg && page_has_room(out, strlen(svg))) {
        fprintf(out, "<figure class=\"%s\">\n", picture->kind);
        fprintf(out, "%s\n</figure>\n", svg);
    } else if (svg) {
        print_left_out(out, picture->name);
    }
    free(svg);
    free(prefix);
    free(path);
}

static bool is_of_kind(const struct picture *picture, const char *kind) {
    return !picture->panel && picture->on_page != PICTURE_BESIDE &&
           strcmp(picture->kind, kind) == 0;
}

static size_t count_kind(const struct page *page, const char *kind) {
    size_t count = 0;
    for (size_t i = 0; i < page->pictures->count; i++)
        count += is_of_kind(&page->pictures->items[i], kind);
    return count;
}

static void print_kind(FILE *out, const struct page *page, const char *kind) {
    static const struct {
        const char *kind, *title, *text;
    } kinds[] = {
        {"timeline", "Who ran what, from when to when",
         "A bar is a task from its start to its end: waits for a lock are included. Warm-up "
         "repetitions are shown, too."},
        {"placement", "Where the workers sat",
         "Cores and memories of the machine, coloured by worker."},
        {"drift", "Did the machine change meanwhile?",
         "Every launch against the median of its configuration, in the order in which they began. "
         "Without drift the running median stays at zero."},
    };
    const char *title = kind;
    const char *text = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            title = kinds[i].title;
            text = kinds[i].text;
        }
    fprintf(out, "<article%s>\n", count_kind(page, kind) == 1 ? " class=\"alone\"" : "");
    html_element(out, "h3", title);
    if (text)
        html_element(out, "p", text);
    fputs("<div class=\"pictures\">\n", out);
    for (size_t i = 0; i < page->pictures->count; i++)
        if (is_of_kind(&page->pictures->items[i], kind))
            page_print_figure(out, page, i);
    fputs("</div>\n</article>\n", out);
}

/* Pictures of one kind stand beside each other in the list. */
void page_print_pictures(FILE *out, const struct page *page) {
    const char *kind = NULL;
    for (size_t i = 0; i < page->pictures->count; i++) {
        const struct picture *picture = &page->pictures->items[i];
        if (!is_of_whole_study(picture) || (kind && strcmp(kind, picture->kind) == 0))
            continue;
        if (!kind)
            fputs("<section id=\"part_pictures\">\n<h2>The whole study in pictures</h2>\n", out);
        kind = picture->kind;
        print_kind(out, page, kind);
    }
    if (kind)
        fputs("</section>\n", out);
}

bool page_write(const struct page *page, const char *folder, struct fault *fault) {
    FILE *out = outfile_open(folder, "report", "html", fault);
    if (!out)
        return false;
    print_head(out, page);
    print_header(out, page);
    page_print_answers(out, page);
    page_print_panels(out, page);
    page_print_layouts(out, page);
    page_print_probes(out, page);
    page_print_forecasts(out, page);
    page_print_pictures(out, page);
    page_print_doubts(out, page);
    page_print_method(out, page);
    page_print_factors(out, page);
    page_print_provenance(out, page);
    fprintf(out, "</main>\n<footer>\n<p>Made by convoy-report %s.</p>\n</footer>\n", page->version);
    fprintf(out, "<script>\n%s</script>\n</body>\n</html>\n", page_script);
    return outfile_close(out, folder, fault);
}
