#include "curves.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "model.h"
#include "number.h"
#include "outfile.h"
#include "stroke.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME_HEIGHT = 320, KEY_ROW_HEIGHT = 20, NAME_HALF_WIDTH = 24, DOTS_MAX = 40 };

/* Columns of the data file, from 1. */
enum {
    COLUMN_X = 1,
    COLUMN_TIME,
    COLUMN_TIME_LOW,
    COLUMN_TIME_HIGH,
    COLUMN_S,
    COLUMN_S_LOW,
    COLUMN_S_HIGH
};

/* One of the two pictures: what is on its y axis. */
struct view {
    const char *noun, *label;
    int value, low, high; /* columns */
    double scale;         /* from the file to the axis */
};

bool curves_are_strip(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].count > 1)
            return false;
    return true;
}

/* How far the outermost series may stand from their number of workers. */
#define DODGE_MAX 0.06

/*
 * Series beside each other instead of on top, but so little that nobody reads a speed-up off the
 * ideal line, which stays where it is.
 */
static double dodged(const struct panel *panel, size_t series, double workers) {
    if (panel->count < 2)
        return workers;
    const double place = (double)series / ((double)panel->count - 1); /* 0 to 1 */
    return workers + DODGE_MAX * (2 * place - 1);
}

static void print_medians(FILE *out, const struct panel *panel, size_t s) {
    const struct series *series = &panel->items[s];
    fprintf(out, "# %s: medians\n# x time_s low high speedup low high\n", series->name);
    for (size_t p = 0; p < series->count; p++) {
        const struct point *point = &series->items[p];
        fprintf(out, "%.9g %.9g %.9g %.9g %.9g %.9g %.9g\n", dodged(panel, s, point->workers),
                point->time_s.value, point->time_s.low, point->time_s.high, point->speedup.value,
                point->speedup.low, point->speedup.high);
    }
    fputs("\n\n", out);
}

/* Every launch as a dot; of more than DOTS_MAX those at equal distances of rank. */
static void print_launches(FILE *out, const struct panel *panel, size_t s) {
    const struct series *series = &panel->items[s];
    const struct point *base = panel_base(panel);
    fprintf(out, "# %s: launches\n# x time_s - - speedup\n", series->name);
    for (size_t p = 0; p < series->count; p++) {
        const struct point *point = &series->items[p];
        const double growth = panel->weak ? point->workers / base->workers : 1;
        const size_t dots = point->launches < DOTS_MAX ? point->launches : DOTS_MAX;
        for (size_t i = 0; i < dots; i++) {
            const double time_s = point->launch_s[i * point->launches / dots];
            fprintf(out, "%.9g %.9g NaN NaN %.9g\n", dodged(panel, s, point->workers), time_s,
                    growth * base->time_s.value / time_s);
        }
    }
    fputs("\n\n", out);
}

static void print_staircase(FILE *out, const struct panel *panel) {
    if (!panel->tasks || panel->weak)
        return;
    const double base_s = panel_base(panel)->time_s.value, cores = panel_cores(panel);
    const double base_rounds = step_rounds(panel->tasks, panel_base(panel)->workers, cores);
    const double last = axis_workers(panel).high;
    fputs("# staircase\n# workers time_s - - speedup\n", out);
    for (unsigned workers = 1; workers <= last; workers++) {
        const double part = step_rounds(panel->tasks, workers, cores) / base_rounds;
        fprintf(out, "%u %.9g NaN NaN %.9g\n", workers, base_s * part, 1 / part);
    }
}

bool curves_write_data(const struct panel *panel, const char *folder, struct fault *fault) {
    FILE *out = outfile_open(folder, panel->slug, "dat", fault);
    if (!out)
        return false;
    for (size_t s = 0; s < panel->count; s++) {
        print_medians(out, panel, s);
        print_launches(out, panel, s);
    }
    print_staircase(out, panel);
    return outfile_close(out, folder, fault);
}

static size_t longest_name(const struct panel *panel) {
    size_t longest = strlen("ideal");
    for (size_t s = 0; s < panel->count; s++) {
        const size_t length = strlen(panel->items[s].name);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* The key stands below, in two columns if the names are short enough for half the width. */
static size_t key_rows(const struct panel *panel) {
    const size_t entries = panel->count + 1 + (panel->tasks && !panel->weak);
    return longest_name(panel) > NAME_HALF_WIDTH ? entries : (entries + 1) / 2;
}

/* gnuplot's SVG takes letters for almost twice as wide as they are: that much is taken back. */
static void print_key(FILE *out, const struct panel *panel) {
    fprintf(out, "set key maxrows %zu width -%zu\n", key_rows(panel), longest_name(panel) * 2 / 5);
}

/* The frame keeps its size whatever the key needs. */
static unsigned height_of(const struct panel *panel) {
    return FRAME_HEIGHT + KEY_ROW_HEIGHT * (unsigned)key_rows(panel);
}

static void print_cores(FILE *out, const struct panel *panel) {
    if (!panel->pus || panel->pus > axis_workers(panel).high)
        return;
    fprintf(out,
            "set arrow from %u, graph 0 to %u, graph 1 nohead lc rgb '#999999' lw 1 dt 3 back\n"
            "set label '%u core%s' at %u, graph 1.03 center tc rgb '#666666' font ',12'\n",
            panel->pus, panel->pus, panel->pus, panel->pus == 1 ? "" : "s", panel->pus);
}

static void print_series(FILE *out, const struct panel *panel, size_t s, const struct view *view) {
    const struct stroke stroke = stroke_of(panel, s);
    const bool steps = panel->tasks > 0;
    fprintf(out,
            ", \\\n  '%s.dat' index %zu using %d:($%d*%g) with points pt 7 ps 0.3 lc rgb '#60%s' "
            "notitle",
            panel->slug, 2 * s + 1, COLUMN_X, view->value, view->scale, stroke.colour + 1);
    fprintf(out,
            ", \\\n  '' index %zu using %d:($%d*%g):($%d*%g):($%d*%g) with yerrorbars pt 0 ps 0 lw "
            "1.5 lc rgb '%s' notitle",
            2 * s, COLUMN_X, view->value, view->scale, view->low, view->scale, view->high,
            view->scale, stroke.colour);
    fprintf(out, ", \\\n  '' index %zu using %d:($%d*%g) with %s pt %u ps 0.7 lw 2 lc rgb '%s' ",
            2 * s, COLUMN_X, view->value, view->scale, steps ? "points" : "linespoints",
            stroke.marker, stroke.colour);
    if (!steps)
        fprintf(out, "dt %u ", stroke.dash);
    fputs("title ", out);
    gnuplot_text(out, panel->items[s].name);
}

/* The ideal: 1/w of the base's time; a constant time where the work grows with the workers. */
static void print_ideal(FILE *out, const struct panel *panel, bool is_time, double scale) {
    const struct point *base = panel_base(panel);
    const double base_s = base->time_s.value * scale;
    fputs("plot ", out);
    if (is_time && panel->weak)
        fprintf(out, "%.9g", base_s);
    else if (is_time)
        fprintf(out, "%.9g/x", base_s * base->workers);
    else
        fprintf(out, "x/%.9g", base->workers);
    fputs(" with lines lc rgb '#999999' lw 1 dt 1 title 'ideal'", out);
    if (panel->tasks && !panel->weak)
        fprintf(
            out,
            ", \\\n  '%s.dat' index %zu using %d:($%d*%g) with steps lc rgb '#999999' lw 2 dt 2 "
            "title 'steps'",
            panel->slug, 2 * panel->count, COLUMN_X, is_time ? COLUMN_TIME : COLUMN_S, scale);
}

static bool curves_write(const struct panel *panel, const char *folder, const char *name,
                         const struct view *view, struct axis_range range, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    char *title = must_format("%s: %s", panel->name, view->noun);
    gnuplot_begin(out, name, title, height_of(panel));
    free(title);
    print_key(out, panel);
    fputs("set ylabel ", out);
    gnuplot_text(out, view->label);
    fputc('\n', out);
    axis_print_workers(out, panel);
    axis_print_y(out, panel, range);
    print_cores(out, panel);
    print_ideal(out, panel, view->value == COLUMN_TIME, view->scale);
    for (size_t s = 0; s < panel->count; s++)
        print_series(out, panel, s, view);
    fputc('\n', out);
    gnuplot_end(out, name, height_of(panel));
    return outfile_close(out, folder, fault);
}

bool curves_write_time(const struct picture_input *input, const struct panel *panel,
                       const char *folder, const char *name, struct fault *fault) {
    (void)input;
    struct axis_range range = axis_times(panel);
    const struct axis_unit unit = axis_unit(range.high);
    char label[NUMBER_TEXT];
    snprintf(label, sizeof label, "time in %s", unit.name);
    const struct view view = {"time",           label,          COLUMN_TIME, COLUMN_TIME_LOW,
                              COLUMN_TIME_HIGH, unit.per_second};
    range = (struct axis_range){range.low * unit.per_second, range.high * unit.per_second};
    return curves_write(panel, folder, name, &view, range, fault);
}

bool curves_write_speedup(const struct picture_input *input, const struct panel *panel,
                          const char *folder, const char *name, struct fault *fault) {
    (void)input;
    char *base = panel_base_name(panel), *noun = must_format("speed-up over %s", base);
    const struct view view = {noun, "speed-up", COLUMN_S, COLUMN_S_LOW, COLUMN_S_HIGH, 1};
    const bool good = curves_write(panel, folder, name, &view, axis_speedups(panel), fault);
    free(base);
    free(noun);
    return good;
}
