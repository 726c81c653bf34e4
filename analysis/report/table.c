#include "table.h"

#include "check.h"
#include "number.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_WIDTH = 24, CELL_WIDTH = 15, CELLS = (TABLE_WIDTH - NAME_WIDTH) / CELL_WIDTH };
enum { MATRIX_NAME_WIDTH = 28, MATRIX_CELL_WIDTH = 13 };

/* Words from column `indent` on, broken before TABLE_WIDTH. */
static void print_wrapped(FILE *out, const char *text, size_t indent) {
    size_t at = indent;
    fprintf(out, "%*s", (int)indent, "");
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (at > indent && at + 1 + length > TABLE_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = indent;
        }
        at += (size_t)fprintf(out, "%s%.*s", at > indent ? " " : "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

/* The worker counts of a panel, ascending; returns how many. Free *counts. */
static size_t counts_of(const struct panel *panel, double **counts) {
    size_t room = 0, count = 0;
    for (size_t s = 0; s < panel->count; s++)
        room += panel->items[s].count;
    *counts = must_alloc(room * sizeof **counts);
    for (double last = 0, next; count < room; last = next) {
        next = INFINITY;
        for (size_t s = 0; s < panel->count; s++)
            for (size_t p = 0; p < panel->items[s].count; p++)
                if (panel->items[s].items[p].workers > last)
                    next = fmin(next, panel->items[s].items[p].workers);
        if (isinf(next))
            break;
        (*counts)[count++] = next;
    }
    return count;
}

/* A name in a column of that width, with two points where its end is cut off. */
static void print_name(FILE *out, const char *name, int width) {
    const bool cut = strlen(name) > (size_t)width - 1;
    fprintf(out, "  %-*.*s%s", cut ? 0 : width, cut ? width - 3 : width, name, cut ? ".. " : "");
}

/* Less than a hundredth of the base's speed is not worth digits. */
static void print_cell(FILE *out, const struct point *point) {
    const double speedup = point->speedup.value;
    fprintf(out, "%8s%6sx", number_time(point->time_s.value).text,
            speedup < 0.01 ? "<0.01" : number_plain(speedup).text);
}

static void print_row(FILE *out, const struct series *series, const double *counts, size_t count) {
    print_name(out, series->name, NAME_WIDTH - 2);
    for (size_t i = 0; i < count; i++) {
        const struct point *point = series_at(series, counts[i]);
        if (point)
            print_cell(out, point);
        else
            fprintf(out, "%*s", CELL_WIDTH, "");
    }
    fputc('\n', out);
}

static void print_block(FILE *out, const struct panel *panel, const double *counts, size_t count) {
    fprintf(out, "  %-*s", NAME_WIDTH - 2, "workers");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%*g", CELL_WIDTH, counts[i]);
    fputc('\n', out);
    for (size_t s = 0; s < panel->count; s++)
        print_row(out, &panel->items[s], counts, count);
}

static void print_panel(FILE *out, const struct panel *panel) {
    char *base = panel_base_name(panel);
    const size_t launches = panel_launches_min(panel);
    char *title = must_format("%s: median time and speed-up over %s; %zu launch%s%s", panel->name,
                              base, launches, launches == 1 ? "" : "es",
                              launches < LAUNCHES_FOR_LIMITS ? ", exploratory" : "");
    print_wrapped(out, title, 0);
    free(title);
    free(base);
    double *counts;
    const size_t count = counts_of(panel, &counts);
    for (size_t i = 0; i < count; i += CELLS)
        print_block(out, panel, counts + i, count - i < CELLS ? count - i : CELLS);
    free(counts);
    fputc('\n', out);
}

static void print_sentences(FILE *out, const struct verdicts *verdicts) {
    fputs("In words\n", out);
    for (size_t i = 0; i < verdicts->count; i++) {
        char *sentence = verdict_sentence(&verdicts->items[i]);
        fprintf(out, "  %s\n", verdicts->items[i].panel->name);
        print_wrapped(out, sentence, 4);
        free(sentence);
    }
    fputc('\n', out);
}

static void print_best(FILE *out, const struct series *series) {
    const struct point *best = series ? series_best(series) : NULL;
    char *text =
        best ? must_format("%sx at %g", number_plain(best->speedup.value).text, best->workers)
             : must_strdup("-");
    fprintf(out, "%-*s", MATRIX_CELL_WIDTH, text);
    free(text);
}

static void print_short(FILE *out, const struct verdict *verdict) {
    const struct panel *panel = verdict->panel;
    print_name(out, panel->name, MATRIX_NAME_WIDTH - 2);
    print_best(out, panel_series(panel, ROLE_THREADS, ""));
    print_best(out, panel_series(panel, ROLE_THREADS, "cpython"));
    print_best(out, panel_series(panel, ROLE_PROCESSES, ""));
    const struct comparison *first = verdict_main(verdict);
    char *answer = first ? comparison_short(first) : must_strdup("-");
    fprintf(out, "%s\n", answer);
    free(answer);
}

static void print_matrix(FILE *out, const struct verdicts *verdicts) {
    fprintf(out, "%-*s%-*s%-*s%-*s%s\n", MATRIX_NAME_WIDTH, "Threads or processes?",
            MATRIX_CELL_WIDTH, "threads", MATRIX_CELL_WIDTH, "cpython lock", MATRIX_CELL_WIDTH,
            "processes", "faster, both without a lock");
    for (size_t i = 0; i < verdicts->count; i++)
        print_short(out, &verdicts->items[i]);
    fputc('\n', out);
}

static void print_notes(FILE *out, const struct notes *notes) {
    if (!notes->count)
        return;
    fputs("What may be wrong\n", out);
    for (size_t i = 0; i < notes->count; i++)
        print_wrapped(out, notes->items[i], 2);
    fputc('\n', out);
}

void table_print(FILE *out, const struct study *study, const struct verdicts *verdicts,
                 const struct notes *notes) {
    for (size_t i = 0; i < study->count; i++)
        print_panel(out, &study->items[i]);
    print_sentences(out, verdicts);
    print_notes(out, notes);
    print_matrix(out, verdicts);
}
