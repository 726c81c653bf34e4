#include "heatmap.h"

#include "array.h"
#include "check.h"
#include "gnuplot.h"
#include "layout.h"
#include "number.h"
#include "outfile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Axis and its name; one row of cells; two entries, one below the other. */
enum { FRAME_HEIGHT = 76, ROW_HEIGHT = 60, KEY_ENTRIES = 2, KEY_LETTERS = GNUPLOT_KEY_LETTERS };

/* How many times the fastest time has the last colour: the worst cell's, within these bounds, so
 * that small differences stay pale and one hopeless cell does not make all others alike. */
#define SLOWEST_LEAST 4.0
#define SLOWEST_MOST  64.0

struct values {
    unsigned *items;
    size_t count, room;
};

static double slower_than_best(const struct layouts *layouts, size_t i) {
    return layouts->items[layouts->best].point->speedup.value /
           layouts->items[i].point->speedup.value;
}

static double slowest_of(const struct layouts *layouts) {
    double slowest = SLOWEST_LEAST;
    for (size_t i = 0; i < layouts->count; i++)
        slowest = fmax(slowest, slower_than_best(layouts, i));
    return fmin(slowest, SLOWEST_MOST);
}

bool heatmap_apply(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    struct layouts layouts = layouts_make(panel, "");
    const bool any = layouts.count > 0;
    layouts_clear(&layouts);
    return any;
}

bool heatmap_lock_apply(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    return layouts_lock(panel) != NULL;
}

static int ascending(const void *left, const void *right) {
    const unsigned *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The different values of one side, sorted. Free items. */
static struct values values_of(const struct layouts *layouts, bool ranks) {
    struct values values = {0};
    for (size_t i = 0; i < layouts->count; i++) {
        const unsigned value = ranks ? layouts->items[i].ranks : layouts->items[i].threads;
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

/* "2 ranks of 4 threads: 71.2 ms (69.8 to 73.0), 8 launches". Free it. */
static char *tip_of(const struct layout *layout) {
    const struct estimate time_s = layout->point->time_s;
    const struct number low = number_time(time_s.low), high = number_time(time_s.high);
    char *limits = estimate_limited(time_s) ? must_format("%s to %s", low.text, high.text)
                                            : must_strdup("no limits");
    char *tip = must_format("%u rank%s of %u thread%s: %s (%s), %zu launch%s", layout->ranks,
                            number_plural(layout->ranks), layout->threads,
                            number_plural(layout->threads), number_time(time_s.value).text, limits,
                            layout->point->launches, layout->point->launches == 1 ? "" : "es");
    free(limits);
    return tip;
}

static void print_cell(FILE *out, const struct layouts *layouts, size_t i, size_t x, size_t y) {
    const struct layout *layout = &layouts->items[i];
    const double slower = slower_than_best(layouts, i);
    const bool alike = i != layouts->best && !layout->distinguishable;
    char *tip = tip_of(layout);
    fprintf(out, "%zu %zu %u \"%s%.2f\" \"%zu launch%s\" ", x, y,
            colour_of(slower, slowest_of(layouts)), alike ? "~" : "", slower,
            layout->point->launches, layout->point->launches == 1 ? "" : "es");
    gnuplot_datum(out, tip);
    fprintf(out, " %u %u %.9g\n", layout->ranks, layout->threads, layout->point->time_s.value);
    free(tip);
}

/* Three blocks: all cells, the best one, those with as many workers as there are PUs. */
static bool data_write(const struct layouts *layouts, const struct values *ranks,
                       const struct values *threads, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    static const char *const blocks[] = {"all", "the best", "one worker per PU"};
    for (size_t block = 0; block < 3; block++) {
        fprintf(out,
                "# %s: x y colour time_to_best launches tip ranks threads time_s\n"
                "NaN NaN 0 - - -\n",
                blocks[block]);
        for (size_t i = 0; i < layouts->count; i++) {
            const struct layout *layout = &layouts->items[i];
            if (block == 0 || (block == 1 && i == layouts->best) ||
                (block == 2 && layout->ranks * layout->threads == layouts->panel->pus))
                print_cell(out, layouts, i, index_of(threads, layout->threads),
                           index_of(ranks, layout->ranks));
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
        "title 'thick frame: the shortest median; ~ not distinguishable from it', \\\n"
        "  '' index 0 using 1:2:6 with labels hypertext point pt 5 ps 4 lc rgb '#ff000000' "
        "notitle\n",
        name, panel->pus);
}

static bool map_write(const struct panel *panel, const char *lock, const char *folder,
                      const char *name, struct fault *fault) {
    struct layouts layouts = layouts_make(panel, lock);
    struct values ranks = values_of(&layouts, true), threads = values_of(&layouts, false);
    FILE *out = data_write(&layouts, &ranks, &threads, folder, name, fault)
                    ? outfile_open(folder, name, "gp", fault)
                    : NULL;
    if (out) {
        char *about = layouts_name(&layouts);
        char *title = must_format("%s: median time relative to the shortest", about);
        const unsigned height = FRAME_HEIGHT + gnuplot_title_height(title) +
                                ROW_HEIGHT * (unsigned)ranks.count +
                                gnuplot_key_height(KEY_ENTRIES, KEY_LETTERS);
        gnuplot_begin(out, name, title, height);
        free(title);
        free(about);
        gnuplot_key(out, KEY_ENTRIES, KEY_LETTERS, height);
        print_script(out, panel, name, &ranks, &threads);
        gnuplot_end(out, name, height);
    }
    layouts_clear(&layouts);
    free(ranks.items);
    free(threads.items);
    return out && outfile_close(out, folder, fault);
}

bool heatmap_write(const struct picture_input *input, const struct panel *panel, const char *folder,
                   const char *name, struct fault *fault) {
    (void)input;
    return map_write(panel, "", folder, name, fault);
}

bool heatmap_lock_write(const struct picture_input *input, const struct panel *panel,
                        const char *folder, const char *name, struct fault *fault) {
    (void)input;
    return map_write(panel, layouts_lock(panel), folder, name, fault);
}
