#include "heatmap.h"

#include "array.h"
#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "number.h"
#include "outfile.h"
#include "ratio.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Axis and its name; one row of cells; two entries, one below the other. */
enum { FRAME_HEIGHT = 76, ROW_HEIGHT = 60, KEY_ENTRIES = 2, KEY_LETTERS = GNUPLOT_KEY_LETTERS };

/* How many times the fastest time has the last colour: the worst cell's, within these bounds, so
 * that small differences stay pale and one hopeless cell does not make all others alike. */
#define SLOWEST_LEAST 4.0
#define SLOWEST_MOST  64.0

struct cell {
    unsigned ranks, threads; /* threads per rank */
    const struct point *point;
};

/* One cell per combination, and the combinations' values in rising order: the axes. */
struct cells {
    struct cell *items;
    size_t count, room;
    size_t best;
    double slowest; /* times the fastest: the last colour */
};

struct values {
    unsigned *items;
    size_t count, room;
};

/* Ranks and threads of a point; false: it has no place here. */
static bool place_of(const struct series *series, const struct point *point, struct cell *cell) {
    const unsigned workers = (unsigned)point->workers, threads = series->setup->threads;
    *cell = (struct cell){workers, 1, point};
    if (series->role == ROLE_THREADS)
        *cell = (struct cell){1, workers, point};
    else if (series->role == ROLE_HYBRID && threads && workers % threads == 0)
        *cell = (struct cell){workers / threads, threads, point};
    else if (series->role != ROLE_PROCESSES)
        return false;
    return !*series->lock && point->speedup.value > 0 && axis_drawable(point->time_s.value) &&
           axis_drawable(point->speedup.value);
}

static struct cell *cell_at(const struct cells *cells, unsigned ranks, unsigned threads) {
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].ranks == ranks && cells->items[i].threads == threads)
            return &cells->items[i];
    return NULL;
}

/* By speed-up, which for weak scaling counts the work, too. */
static bool is_faster(const struct point *a, const struct point *b) {
    return a->speedup.value > b->speedup.value;
}

static double slower_than_best(const struct cells *cells, size_t i) {
    return cells->items[cells->best].point->speedup.value / cells->items[i].point->speedup.value;
}

static double slowest_of(const struct cells *cells) {
    double slowest = SLOWEST_LEAST;
    for (size_t i = 0; i < cells->count; i++)
        slowest = fmax(slowest, slower_than_best(cells, i));
    return fmin(slowest, SLOWEST_MOST);
}

static struct cells cells_make(const struct panel *panel) {
    struct cells cells = {0};
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            struct cell cell;
            if (!place_of(&panel->items[s], &panel->items[s].items[p], &cell))
                continue;
            struct cell *same = cell_at(&cells, cell.ranks, cell.threads);
            if (!same)
                ARRAY_PUSH(&cells, cell);
            else if (is_faster(cell.point, same->point))
                *same = cell;
        }
    for (size_t i = 1; i < cells.count; i++)
        if (is_faster(cells.items[i].point, cells.items[cells.best].point))
            cells.best = i;
    cells.slowest = slowest_of(&cells);
    return cells;
}

bool heatmap_apply(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    for (size_t s = 0; s < panel->count; s++) {
        struct cell cell;
        if (panel->items[s].role == ROLE_HYBRID &&
            place_of(&panel->items[s], &panel->items[s].items[0], &cell))
            return true;
    }
    return false;
}

static int ascending(const void *left, const void *right) {
    const unsigned *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The different values of one side, sorted. Free items. */
static struct values values_of(const struct cells *cells, bool ranks) {
    struct values values = {0};
    for (size_t i = 0; i < cells->count; i++) {
        const unsigned value = ranks ? cells->items[i].ranks : cells->items[i].threads;
        size_t at = 0;
        while (at < values.count && values.items[at] != value)
            at++;
        if (at == values.count)
            ARRAY_PUSH(&values, value);
    }
    if (values.count)
        qsort(values.items, values.count, sizeof *values.items, ascending);
    return values;
}

static size_t index_of(const struct values *values, unsigned value) {
    size_t i = 0;
    while (values->items[i] != value)
        i++;
    return i;
}

/* Nearly white for the fastest, towards orange by the logarithm; light enough for dark numbers. */
static unsigned colour_of(double slower, double slowest) {
    const double part = fmin(1, log(slower) / log(slowest));
    const double red = 254 - 24 * part, green = 254 - 95 * part, blue = 254 - 216 * part;
    return (unsigned)red << 16 | (unsigned)green << 8 | (unsigned)blue;
}

/* Of equal work: whether the launches leave open which of the two is faster. */
static bool is_undecided(const struct panel *panel, const struct point *a, const struct point *b) {
    if (a == b || (panel->weak && a->workers != b->workers))
        return false;
    const struct estimate ratio =
        ratio_of_sorted(a->launch_s, a->launches, b->launch_s, b->launches);
    return !estimate_limited(ratio) || (ratio.low <= 1 && ratio.high >= 1);
}

/* "2 ranks of 4 threads: 71.2 ms (69.8 to 73.0), 8 launches". Free it. */
static char *tip_of(const struct cell *cell) {
    const struct estimate time_s = cell->point->time_s;
    const struct number low = number_time(time_s.low), high = number_time(time_s.high);
    char *limits = estimate_limited(time_s) ? must_format("%s to %s", low.text, high.text)
                                            : must_strdup("no limits");
    char *tip = must_format("%u rank%s of %u thread%s: %s (%s), %zu launch%s", cell->ranks,
                            number_plural(cell->ranks), cell->threads, number_plural(cell->threads),
                            number_time(time_s.value).text, limits, cell->point->launches,
                            cell->point->launches == 1 ? "" : "es");
    free(limits);
    return tip;
}

static void print_cell(FILE *out, const struct panel *panel, const struct cells *cells, size_t i,
                       size_t x, size_t y) {
    const struct cell *cell = &cells->items[i];
    const struct point *best = cells->items[cells->best].point;
    const double slower = slower_than_best(cells, i);
    char *tip = tip_of(cell);
    fprintf(out, "%zu %zu %u \"%s%.2f\" \"%zu launch%s\" ", x, y, colour_of(slower, cells->slowest),
            is_undecided(panel, cell->point, best) ? "~" : "", slower, cell->point->launches,
            cell->point->launches == 1 ? "" : "es");
    gnuplot_datum(out, tip);
    fprintf(out, " %u %u %.9g\n", cell->ranks, cell->threads, cell->point->time_s.value);
    free(tip);
}

/* Three blocks: all cells, the best one, those with as many workers as there are PUs. */
static bool data_write(const struct panel *panel, const struct cells *cells,
                       const struct values *ranks, const struct values *threads, const char *folder,
                       const char *name, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    static const char *const blocks[] = {"all", "the best", "one worker per PU"};
    for (size_t block = 0; block < 3; block++) {
        fprintf(out,
                "# %s: x y colour time_to_best launches tip ranks threads time_s\n"
                "NaN NaN 0 - - -\n",
                blocks[block]);
        for (size_t i = 0; i < cells->count; i++) {
            const struct cell *cell = &cells->items[i];
            if (block == 0 || (block == 1 && i == cells->best) ||
                (block == 2 && cell->ranks * cell->threads == panel->pus))
                print_cell(out, panel, cells, i, index_of(threads, cell->threads),
                           index_of(ranks, cell->ranks));
        }
        fputs("\n\n", out);
    }
    return outfile_close(out, folder, fault);
}

static void print_tics(FILE *out, char axis, const struct values *values) {
    fprintf(out, "set %ctics (", axis);
    for (size_t i = 0; i < values->count; i++)
        fprintf(out, "%s'%u' %zu", i ? ", " : "", values->items[i], i);
    fprintf(out, ")\nset %crange [-0.5:%zu.5]\n", axis, values->count - 1);
}

static void print_script(FILE *out, const struct panel *panel, const char *name,
                         const struct values *ranks, const struct values *threads) {
    print_tics(out, 'x', threads);
    print_tics(out, 'y', ranks);
    fputs("set xlabel 'threads per rank'\nset ylabel 'ranks'\nunset grid\nset border 0\n", out);
    fprintf(
        out,
        "plot '%s.dat' index 0 using 1:2:(0.48):(0.48):3 with boxxyerror lc rgb variable fs "
        "solid 1 border rgb '#aaaaaa' notitle, \\\n"
        "  '' index 0 using 1:2:4 with labels offset 0,0.4 font ',14' tc rgb '#111111' notitle, "
        "\\\n  '' index 0 using 1:2:5 with labels offset 0,-0.6 font ',9' tc rgb '#444444' "
        "notitle, \\\n"
        "  '' index 2 using 1:2:(0.43):(0.43) with boxxyerror lc rgb '#444444' lw 1 dt 3 fs "
        "empty title 'dotted frame: as many workers as PUs (%u)', \\\n"
        "  '' index 1 using 1:2:(0.47):(0.47) with boxxyerror lc rgb '#111111' lw 3 fs empty "
        "title 'thick frame: the fastest; ~ not distinguishable from it', \\\n"
        "  '' index 0 using 1:2:6 with labels hypertext point pt 5 ps 4 lc rgb '#ff000000' "
        "notitle\n",
        name, panel->pus);
}

bool heatmap_write(const struct picture_input *input, const struct panel *panel, const char *folder,
                   const char *name, struct fault *fault) {
    (void)input;
    struct cells cells = cells_make(panel);
    struct values ranks = values_of(&cells, true), threads = values_of(&cells, false);
    FILE *out = data_write(panel, &cells, &ranks, &threads, folder, name, fault)
                    ? outfile_open(folder, name, "gp", fault)
                    : NULL;
    if (out) {
        char *title = must_format("%s: time relative to the fastest", panel->name);
        const unsigned height = FRAME_HEIGHT + gnuplot_title_height(title) +
                                ROW_HEIGHT * (unsigned)ranks.count +
                                gnuplot_key_height(KEY_ENTRIES, KEY_LETTERS);
        gnuplot_begin(out, name, title, height);
        free(title);
        gnuplot_key(out, KEY_ENTRIES, KEY_LETTERS, height);
        print_script(out, panel, name, &ranks, &threads);
        gnuplot_end(out, name, height);
    }
    free(cells.items);
    free(ranks.items);
    free(threads.items);
    return out && outfile_close(out, folder, fault);
}
