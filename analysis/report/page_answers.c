/* The page's first part: the short table. */
#include "check.h"
#include "html.h"
#include "page.h"
#include "short_table.h"

#include <stdlib.h>
#include <string.h>

static void print_cell(FILE *out, const char *head, const struct short_row *row,
                       enum short_side which) {
    char *text = short_cell_text(row, which);
    fputs("<td data-label=\"", out);
    html_text(out, head);
    fputs("\"><span>", out);
    /* The value in bold, where it was reached and its limits small behind it. */
    char *rest = row->cells[which].side ? strstr(text, " at ") : NULL;
    if (rest) {
        *rest++ = '\0';
        fputs("<b>", out);
        html_text(out, text);
        fputs("</b> <small>", out);
        html_text(out, rest);
        fputs("</small>", out);
    } else {
        html_text(out, text);
    }
    fputs("</span></td>", out);
    free(text);
}

/* Colours and a word of the answer, for a class attribute. */
static const char *answer_kind(enum choice choice) {
    static const char *const kinds[CHOICES] = {
        [CHOICE_NONE] = "none",
        [CHOICE_THREADS] = "threads",
        [CHOICE_PROCESSES] = "processes",
        [CHOICE_OTHER] = "other",
        [CHOICE_EITHER] = "equal",
        [CHOICE_OPEN] = "undecided",
        [CHOICE_EXPLORATORY] = "exploratory",
    };
    return kinds[choice];
}

/* The answer in its colour, what else belongs to it small behind it. */
static void print_recommendation(FILE *out, const struct short_row *row) {
    char *answer = must_strdup(row->text), *rest = strstr(answer, "; ");
    fprintf(out, "<td data-label=\"recommendation\"><span><span class=\"answer %s\">",
            row->verdict ? answer_kind(row->verdict->advice->choice) : "none");
    if (rest)
        *rest = '\0';
    html_text(out, answer);
    fputs(rest ? ";</span>" : "</span>", out);
    if (rest) {
        fputs(" <small>", out);
        html_text(out, rest + strlen("; "));
        fputs("</small>", out);
    }
    fputs("</span></td>", out);
    free(answer);
}

static void print_row(FILE *out, const struct short_table *table, const struct short_row *row) {
    if (row->verdict)
        fprintf(out, "<tr><th scope=\"row\"><a href=\"#%s\">", row->verdict->panel->slug);
    else
        fputs("<tr class=\"class\"><th scope=\"row\">", out);
    html_text(out, short_row_name(row));
    fputs(row->verdict ? "</a></th>" : "</th>", out);
    for (enum short_side side = 0; side < SHORT_SIDES; side++)
        if (table->heads[side])
            print_cell(out, table->heads[side], row, side);
    print_recommendation(out, row);
    fputs("</tr>\n", out);
}

void page_print_answers(FILE *out, const struct page *page) {
    if (!page->verdicts->count) {
        fputs("<section id=\"part_answers\">\n<h2>Answers</h2>\n<p>No work was measured, only "
              "probes.</p>\n</section>\n",
              out);
        return;
    }
    struct short_table table = short_table_make(page->verdicts);
    fputs("<section id=\"part_answers\">\n<h2>Answers</h2>\n<table class=\"answers\">\n"
          "<thead><tr><th scope=\"col\">work</th>",
          out);
    for (enum short_side side = 0; side < SHORT_SIDES; side++) {
        if (!table.heads[side])
            continue;
        fputs("<th scope=\"col\">", out);
        html_text(out, table.heads[side]);
        fputs("</th>", out);
    }
    fputs("<th scope=\"col\">recommendation</th></tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < table.count; i++)
        print_row(out, &table, &table.items[i]);
    fputs("</tbody>\n</table>\n<p class=\"hint\">Best speed-up of each side over the base that its "
          "panel names, the workers it takes (the fewest within 5 % of the best), and 95 % limits. "
          "Rows of a class give the range over its panels and count recommendations: ratios are "
          "not averaged.",
          out);
    fprintf(out, "%s</p>\n</section>\n", table.floors ? " " SHORT_FLOORS : "");
    short_table_clear(&table);
}
