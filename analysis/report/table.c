#include "table.h"

#include "check.h"
#include "number.h"

#include <stdlib.h>
#include <string.h>

/* A cell is a blank, a time of up to 7 characters, a blank, a speed-up of up to 6. */
enum { CELL_WIDTH = 15, NAME_MAX_WIDTH = TABLE_WIDTH - 4 * CELL_WIDTH };
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

/*
 * A name in a column of that width and a blank behind it. Of one that is too long the middle is
 * left out: names that start alike differ at their ends.
 */
static void print_name(FILE *out, const char *name, int width) {
    const int length = (int)strlen(name), kept = width - 3;
    if (length < width)
        fprintf(out, "  %-*s", width, name);
    else
        fprintf(out, "  %.*s..%s ", kept / 2, name, name + length - (kept - kept / 2));
}

/* Wide enough for the longest name, if that leaves room for four cells. */
static int name_width(const struct panel *panel) {
    size_t longest = strlen("workers");
    for (size_t s = 0; s < panel->count; s++) {
        const size_t length = strlen(panel->items[s].name);
        longest = length > longest ? length : longest;
    }
    return longest + 1 < NAME_MAX_WIDTH - 2 ? (int)longest + 1 : NAME_MAX_WIDTH - 2;
}

/* At most three digits in at most five characters. */
static struct number speedup_short(double speedup) {
    struct number number = {"<0.01"}; /* of the base's speed is not worth digits */
    const double unit = pow(10, floor(log10(speedup)) - 2);
    if (speedup >= 99950)
        snprintf(number.text, sizeof number.text, "%.0e", speedup);
    else if (speedup >= 99.95)
        snprintf(number.text, sizeof number.text, "%.0f", round(speedup / unit) * unit);
    else if (!(speedup < 0.01))
        snprintf(number.text, sizeof number.text, "%.*f", speedup >= 9.995 ? 1 : 2, speedup);
    return number;
}

static void print_cell(FILE *out, const struct point *point) {
    fprintf(out, " %7s %5sx", number_time(point->time_s.value).text,
            speedup_short(point->speedup.value).text);
}

static void print_row(FILE *out, const struct series *series, int width, const double *counts,
                      size_t count) {
    print_name(out, series->name, width);
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
    const int width = name_width(panel);
    fprintf(out, "  %-*s", width, "workers");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%*g", CELL_WIDTH, counts[i]);
    fputc('\n', out);
    for (size_t s = 0; s < panel->count; s++)
        print_row(out, &panel->items[s], width, counts, count);
}

static void print_panel(FILE *out, const struct panel *panel) {
    char *base = panel_base_name(panel);
    const size_t launches = panel_launches_min(panel);
    char *title = must_format(
        "%s: median time, and speed-up (median of all pairwise ratios) over %s; %zu launch%s%s",
        panel->name, base, launches, launches == 1 ? "" : "es",
        launches < LAUNCHES_FOR_LIMITS ? ", exploratory" : "");
    print_wrapped(out, title, 0);
    free(title);
    free(base);
    double *counts;
    const size_t count = counts_of(panel, &counts);
    const size_t cells = (size_t)(TABLE_WIDTH - 2 - name_width(panel)) / CELL_WIDTH;
    for (size_t i = 0; i < count; i += cells)
        print_block(out, panel, counts + i, count - i < cells ? count - i : cells);
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
        best ? must_format("%sx at %g", speedup_short(best->speedup.value).text, best->workers)
             : must_strdup("-");
    fprintf(out, "%-*s ", MATRIX_CELL_WIDTH - 1, text);
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
