#include "table.h"

#include "check.h"
#include "number.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

/* A cell is a blank, a time of up to 7 characters, a blank, a speed-up of up to 6. */
enum { CELL_WIDTH = 15, NAME_MAX_WIDTH = TABLE_WIDTH - 4 * CELL_WIDTH };
enum { SHORT_NAME_WIDTH = 26, SHORT_CELL_WIDTH = 15 };

/* So few panels are told in full without being asked. Of more only differences are told. */
enum { PANELS_FEW = 3, DIFFERENCES_TOLD = 3 };

/* Up to the next blank at which a line may be broken: "5 %" stays together. */
static size_t word_length(const char *text) {
    const size_t length = strcspn(text, " ");
    const bool glued = text[length] && text[length + 1] == '%';
    return glued ? length + 1 + strcspn(text + length + 1, " ") : length;
}

/* Words from column `indent` on, broken before TABLE_WIDTH. */
static void print_wrapped(FILE *out, const char *text, size_t indent) {
    size_t at = indent;
    fprintf(out, "%*s", (int)indent, "");
    while (*text) {
        const size_t length = word_length(text);
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

static void print_verdict(FILE *out, const struct verdict *verdict) {
    char *sentence = verdict_sentence(verdict), *advice = advice_sentences(verdict->advice);
    fprintf(out, "  %s\n", verdict->panel->name);
    print_wrapped(out, sentence, 4);
    if (*advice)
        print_wrapped(out, advice, 4);
    for (size_t i = 0; i < verdict->advice->findings.count; i++)
        print_wrapped(out, verdict->advice->findings.items[i], 4);
    free(advice);
    free(sentence);
}

/* How far apart the sides of the main question are, if that is beyond limits and chance and they
 * did any work; else 0. */
static double difference_of(const struct verdict *verdict) {
    const struct comparison *first = verdict_main(verdict);
    if (!first || panel_is_floor(verdict->panel) || comparison_may_be_chance(first) ||
        (first->outcome != OUTCOME_A_FASTER && first->outcome != OUTCOME_B_FASTER))
        return 0;
    return fabs(log(first->ratio.value));
}

static int by_difference(const void *left, const void *right) {
    const double a = difference_of(*(const struct verdict *const *)left);
    const double b = difference_of(*(const struct verdict *const *)right);
    return (a < b) - (a > b);
}

/* The largest differences of a class, one sentence each. */
static void print_differences(FILE *out, const struct group *group) {
    const struct verdict **sorted = must_alloc(group->count * sizeof *sorted);
    for (size_t i = 0; i < group->count; i++)
        sorted[i] = &group->items[i];
    qsort(sorted, group->count, sizeof *sorted, by_difference);
    for (size_t i = 0; i < group->count && i < DIFFERENCES_TOLD; i++) {
        if (!(difference_of(sorted[i]) > 0))
            break;
        char *sentence = comparison_sentence(verdict_main(sorted[i]));
        char *text = must_format("%s: %s", sorted[i]->panel->name, sentence);
        print_wrapped(out, text, 4);
        free(text);
        free(sentence);
    }
    free(sorted);
}

static void print_group(FILE *out, const struct group *group) {
    char *stops = group_stops(group);
    if (stops) {
        char *text = must_format("%s: %s.", page_class_title(group->class), stops);
        print_wrapped(out, text, 2);
        free(text);
    }
    free(stops);
    print_differences(out, group);
}

/* The smallest and the largest of a cost over all panels. */
struct range {
    double low, high;
};

static struct range range_begin(void) {
    return (struct range){NAN, NAN};
}

static void range_add(struct range *range, double value) {
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

static void print_range(FILE *out, struct range range, struct number (*number)(double)) {
    fputs(number(range.low).text, out);
    if (range.low < range.high)
        fprintf(out, " to %s", number(range.high).text);
}

/* What processes cost more, over all panels that say. */
static void print_costs(FILE *out, const struct verdicts *verdicts) {
    struct range extra = range_begin(), small = range_begin(), memory = range_begin();
    struct range even = range_begin();
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct advice *advice = verdicts->items[i].advice;
        if (advice->startup.comparison && advice->startup.extra_s.value > 0) {
            range_add(&extra, advice->startup.extra_s.value);
            range_add(&small, advice->startup.small_s.value);
        }
        if (advice->memory_extra.value > 0)
            range_add(&memory, advice->memory_extra.value);
        if (advice->locked_startup.comparison)
            range_add(&even, advice->locked_startup.break_even_size.value);
    }
    char *text = NULL;
    size_t length = 0;
    FILE *words = open_memstream(&text, &length);
    CHECK(words);
    if (!isnan(extra.low)) {
        fputs("Processes start ", words);
        print_range(words, extra, number_time);
        fputs(" later than threads: 5 % of work that takes ", words);
        print_range(words, small, number_time);
        fputs(". ", words);
    }
    if (!isnan(memory.low)) {
        fputs("Each takes ", words);
        print_range(words, memory, number_bytes);
        fputs(" more memory than a thread. ", words);
    }
    if (!isnan(even.low)) {
        fputs("Threads under the lock fall behind, start-up included, once the work is ", words);
        print_range(words, even, number_plain);
        fputs(" times what was measured, depending on the kernel.", words);
    }
    CHECK(fclose(words) == 0);
    if (*text)
        print_wrapped(out, text, 2);
    free(text);
}

/* Said once, however many panels a class has. */
static void print_class_words(FILE *out, const struct verdicts *verdicts) {
    for (size_t first = 0; first < verdicts->count;) {
        const struct group group = group_at(verdicts, first);
        const char *words = group_words(group.class);
        if (words)
            print_wrapped(out, words, 2);
        first += group.count;
    }
}

static void print_probes(FILE *out, const struct probes *probes, bool verbose) {
    if (!probes->count)
        return;
    fputs("What threads and processes cost\n", out);
    for (size_t i = 0; i < probes->count; i++) {
        char *sentence =
            verbose ? probe_sentence(&probes->items[i]) : probe_brief(&probes->items[i]);
        char *text = must_format("%s: %s", probes->items[i].name, sentence);
        print_wrapped(out, text, 2);
        free(text);
        free(sentence);
    }
    fputc('\n', out);
}

static void print_layouts(FILE *out, const struct all_layouts *all) {
    if (!all->count)
        return;
    fputs("Ranks x threads\n", out);
    for (size_t i = 0; i < all->count; i++) {
        char *name = layouts_name(&all->items[i]), *sentence = layouts_sentence(&all->items[i]);
        char *text = must_format("%s: %s", name, sentence);
        print_wrapped(out, text, 2);
        free(text);
        free(sentence);
        free(name);
    }
    fputc('\n', out);
}

static void print_words(FILE *out, const struct verdicts *verdicts, bool all) {
    fputs("In words\n", out);
    print_class_words(out, verdicts);
    for (size_t i = 0; all && i < verdicts->count; i++)
        print_verdict(out, &verdicts->items[i]);
    for (size_t first = 0; !all && first < verdicts->count;) {
        const struct group group = group_at(verdicts, first);
        print_group(out, &group);
        first += group.count;
    }
    if (!all)
        print_costs(out, verdicts);
    fputc('\n', out);
}

/* How far the farther limit lies from the value, in per cent; "" without limits and for the base,
 * whose speed-up is 1 by definition. */
static struct number spread_short(struct estimate estimate) {
    struct number number = {""};
    if (estimate_limited(estimate) && estimate.low < estimate.high)
        snprintf(number.text, sizeof number.text, " +-%u%%",
                 percent_up(
                     fmax(estimate.high / estimate.value - 1, 1 - estimate.low / estimate.value)));
    return number;
}

/* "1.97x@2 +-2%"; of a class "0.24 to 2.00x". */
static char *cell_short(const struct short_cell *cell) {
    if (cell->side) {
        const struct point *best = cell->side->best;
        return must_format("%sx@%g%s", speedup_short(best->speedup.value).text, best->workers,
                           spread_short(best->speedup).text);
    }
    if (isnan(cell->lowest))
        return must_strdup("-");
    if (cell->lowest == cell->highest)
        return must_format("%sx", speedup_short(cell->lowest).text);
    return must_format("%s to %sx", speedup_short(cell->lowest).text,
                       speedup_short(cell->highest).text);
}

static char *line_start(const struct short_table *table, const struct short_row *row) {
    char *line = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&line, &length);
    CHECK(out);
    if (row->verdict)
        print_name(out, short_row_name(row), SHORT_NAME_WIDTH - 2);
    else
        fprintf(out, "%-*s", SHORT_NAME_WIDTH, short_row_name(row));
    for (enum short_side side = 0; side < SHORT_SIDES; side++) {
        if (!table->heads[side])
            continue;
        char *text = cell_short(&row->cells[side]);
        fprintf(out, "%-*s ", SHORT_CELL_WIDTH - 1, text);
        free(text);
    }
    CHECK(fclose(out) == 0);
    return line;
}

/* The recommendation ends the line, or has lines of its own where there is no room for it. */
static void print_short_row(FILE *out, const struct short_table *table,
                            const struct short_row *row) {
    char *line = line_start(table, row);
    size_t length = strlen(line);
    if (length + strlen(row->brief) <= TABLE_WIDTH) {
        fprintf(out, "%s%s\n", line, row->brief);
    } else {
        while (length && line[length - 1] == ' ')
            length--;
        fprintf(out, "%.*s\n", (int)length, line);
        print_wrapped(out, row->brief, 6);
    }
    free(line);
}

/* Heads are as short as the cells: "threads, cpython lock" becomes "cpython lock". */
static void print_short_table(FILE *out, const struct short_table *table) {
    fprintf(out, "%-*s", SHORT_NAME_WIDTH, "Threads or processes?");
    for (enum short_side side = 0; side < SHORT_SIDES; side++) {
        if (!table->heads[side])
            continue;
        const char *comma = strstr(table->heads[side], ", ");
        fprintf(out, "%-*.*s", SHORT_CELL_WIDTH, SHORT_CELL_WIDTH - 1,
                comma ? comma + 2 : table->heads[side]);
    }
    fputs("recommendation\n", out);
    for (size_t i = 0; i < table->count; i++)
        print_short_row(out, table, &table->items[i]);
    print_wrapped(out,
                  "Best speed-up @ the workers it takes, +- the farther of its 95 % limits. Of a "
                  "class: the range over its panels; ratios are not averaged.",
                  0);
    if (table->floors)
        print_wrapped(out, SHORT_FLOORS, 0);
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
                 const struct notes *notes, const struct short_table *table, bool verbose) {
    const bool all = verbose || study->count <= PANELS_FEW;
    for (size_t i = 0; all && i < study->count; i++)
        print_panel(out, &study->items[i]);
    if (verdicts->count)
        print_words(out, verdicts, all);
    print_layouts(out, &verdicts->layouts);
    print_probes(out, &verdicts->probes, verbose);
    print_notes(out, notes);
    if (verdicts->count)
        print_short_table(out, table);
    if (!all)
        fputs("All times and the words for each panel: on the page, or with --verbose.\n", out);
}
