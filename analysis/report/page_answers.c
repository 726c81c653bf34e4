/* The page's first part: one line per panel that says who is faster. */
#include "check.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

/* The columns that show how far each model gets. */
static const struct {
    const char *head;
    enum role role;
    const char *lock;
} sides[] = {
    {"threads", ROLE_THREADS, ""},
    {"threads, cpython lock", ROLE_THREADS, "cpython"},
    {"processes", ROLE_PROCESSES, ""},
};
enum { SIDES = sizeof sides / sizeof *sides };

static void print_best(FILE *out, const char *head, const struct series *series) {
    if (!series) {
        html_cell(out, head, "\xe2\x80\x93");
        return;
    }
    const struct point *best = series_best(series);
    fputs("<td data-label=\"", out);
    html_text(out, head);
    fprintf(out, "\"><span><b>%s&#215;</b> <small>at %g</small></span></td>",
            number_plain(best->speedup.value).text, best->workers);
}

/* Colours and a word of the answer, for a class attribute. */
static const char *answer_kind(const struct verdict *verdict) {
    const struct comparison *first = verdict_main(verdict);
    if (!first)
        return "none";
    if (first->outcome != OUTCOME_A_FASTER && first->outcome != OUTCOME_B_FASTER)
        return outcome_names[first->outcome];
    const struct series *winner = first->outcome == OUTCOME_A_FASTER ? first->a : first->b;
    return winner->role == ROLE_THREADS     ? "threads"
           : winner->role == ROLE_PROCESSES ? "processes"
                                            : "other";
}

static void print_verdict(FILE *out, const struct verdict *verdict) {
    const struct comparison *first = verdict_main(verdict);
    char *answer = first ? comparison_short(first) : must_strdup("\xe2\x80\x93");
    fprintf(out, "<td data-label=\"verdict\"><span class=\"answer %s\">", answer_kind(verdict));
    html_text(out, answer);
    fputs("</span></td>", out);
    free(answer);
}

static void print_line(FILE *out, const struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    fprintf(out, "<tr><th scope=\"row\"><a href=\"#%s\">", panel->slug);
    html_text(out, panel->name);
    fputs("</a></th>", out);
    for (size_t i = 0; i < SIDES; i++)
        print_best(out, sides[i].head, panel_series(panel, sides[i].role, sides[i].lock));
    print_verdict(out, verdict);
    fputs("</tr>\n", out);
}

static void print_class(FILE *out, const char *class) {
    fprintf(out, "<tr class=\"class\"><th colspan=\"%d\" scope=\"colgroup\">", SIDES + 2);
    html_text(out, page_class_title(class));
    fputs("</th></tr>\n", out);
}

void page_print_answers(FILE *out, const struct page *page) {
    fputs("<section id=\"part_answers\">\n<h2>Answers</h2>\n<table class=\"answers\">\n"
          "<thead><tr><th scope=\"col\">work</th>",
          out);
    for (size_t i = 0; i < SIDES; i++)
        fprintf(out, "<th scope=\"col\">%s</th>", sides[i].head);
    fputs("<th scope=\"col\">faster, both without a lock</th></tr></thead>\n<tbody>\n", out);
    const char *class = NULL;
    for (size_t i = 0; i < page->verdicts->count; i++) {
        const struct verdict *verdict = &page->verdicts->items[i];
        if (!class || strcmp(class, verdict->panel->class) != 0)
            print_class(out, verdict->panel->class);
        class = verdict->panel->class;
        print_line(out, verdict);
    }
    fputs("</tbody>\n</table>\n<p class=\"hint\">Best speed-up of each model and the workers it "
          "takes; "
          "in brackets 95 % limits of the ratio.</p>\n</section>\n",
          out);
}
