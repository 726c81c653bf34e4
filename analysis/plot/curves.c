#include "curves.h"

#include "axis.h"
#include "bound.h"
#include "check.h"
#include "gnuplot.h"
#include "number.h"
#include "outfile.h"
#include "paneldata.h"
#include "stroke.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME_HEIGHT = 320, KEY_HALF_LETTERS = 24 };

/* One picture being written. */
struct view {
    const struct picture_input *input;
    const struct panel *panel;
    FILE *out;
    int column;   /* of the value on the y axis */
    double scale; /* from the file to the axis */
    double reach; /* the last number of workers on the x axis */
    bool models;
    size_t key_entries;
};

bool panel_has_curve(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].count > 1)
            return true;
    return false;
}

bool panel_has_karp_flatt(const struct panel *panel) {
    size_t known = 0;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            known += !isnan(panel->items[s].items[p].karp_flatt.value);
    return known > 1 && panel_has_curve(panel);
}

static struct estimate speedup_of(const struct point *point) {
    return point->speedup;
}

static struct estimate efficiency_of(const struct point *point) {
    return point->efficiency;
}

static struct estimate karp_flatt_of(const struct point *point) {
    return point->karp_flatt;
}

/* How far lines of models go: past the data, where there is a model. */
static double reach_of(const struct picture_input *input, const struct panel *panel) {
    double reach = axis_workers(panel).high;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        if (paneldata_fits(input, series))
            reach = fmax(reach, REACH * series->items[series->count - 1].workers);
    }
    return reach;
}

static bool has_models(const struct picture_input *input, const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (paneldata_fits(input, &panel->items[s]))
            return true;
    return false;
}

static size_t longest_name(const struct panel *panel) {
    size_t longest = strlen("model, dashed: beyond the data");
    for (size_t s = 0; s < panel->count; s++) {
        const size_t length = strlen(panel->items[s].name);
        longest = length > longest ? length : longest;
    }
    return longest < GNUPLOT_KEY_LETTERS ? longest : GNUPLOT_KEY_LETTERS;
}

/* The key stands below, in two columns if the names are short enough for half the width. */
static size_t key_rows(const struct view *view) {
    return longest_name(view->panel) > KEY_HALF_LETTERS + 6 ? view->key_entries
                                                            : (view->key_entries + 1) / 2;
}

/* The frame keeps its size whatever the key needs. */
static unsigned height_of(const struct view *view) {
    return FRAME_HEIGHT + GNUPLOT_KEY_ROW * (unsigned)key_rows(view);
}

/* gnuplot's SVG takes letters for almost twice as wide as they are: that much is taken back. */
static void print_key(const struct view *view) {
    fprintf(view->out, "set key maxrows %zu width -%zu\n", key_rows(view),
            longest_name(view->panel) * 2 / 5);
}

static void print_cores(const struct view *view) {
    const uint32_t pus = view->panel->pus;
    if (!pus || pus > view->reach)
        return;
    fprintf(view->out,
            "set arrow from %u, graph 0 to %u, graph 1 nohead lc rgb '" COLOUR_REFERENCE
            "' lw 1 dt 3 back\n"
            "set label '%u core%s' at %u, graph 1.03 center tc rgb '" COLOUR_SOFT "' font ',12'\n",
            pus, pus, pus, number_plural(pus), pus);
}

/* "'SLUG.dat' index I using 1:($5*1e3)" */
static void print_source(const struct view *view, size_t index) {
    fprintf(view->out, ", \\\n  '%s.dat' index %zu using %d:($%d*%.9g)", view->panel->slug, index,
            COLUMN_X, view->column, view->scale);
}

static void print_steps(const struct view *view) {
    if (!paneldata_has_steps(view->panel))
        return;
    print_source(view, paneldata_steps_index(view->panel));
    fputs(" with steps lc rgb '" COLOUR_REFERENCE "' lw 2 dt 2 title 'steps of equal tasks'",
          view->out);
}

static void print_lock_bound(const struct view *view) {
    if (view->column != COLUMN_SPEEDUP || !bound_has_lock(view->panel))
        return;
    fputs(", \\\n  ", view->out);
    bound_print_lock(view->out, view->panel);
    fputs(" with lines lc rgb '" COLOUR_REFERENCE "' lw 2 dt 4 title 'lock bound'", view->out);
}

static void print_model(const struct view *view, size_t s, enum block block) {
    print_source(view, paneldata_index(s, block));
    fprintf(view->out, " with %s lc rgb '%s' lw 1 dt %s notitle",
            paneldata_has_steps(view->panel) ? "steps" : "lines", stroke_of(view->panel, s).colour,
            block == BLOCK_BEYOND ? "'-'" : "1");
}

/* The key's entry comes first: what follows up to the next entry belongs to it (svg.h). */
static void print_series(const struct view *view, size_t s) {
    FILE *out = view->out;
    const struct series *series = &view->panel->items[s];
    const struct stroke stroke = stroke_of(view->panel, s);
    const bool joined = !paneldata_has_steps(view->panel) && series->count > 1;
    fprintf(out, ", \\\n  keyentry with %s pt %u ps 0.7 lw 2 lc rgb '%s' dt %u title ",
            joined ? "linespoints" : "points", stroke.marker, stroke.colour, stroke.dash);
    gnuplot_key_text(out, series->name);
    if (view->models && paneldata_fits(view->input, series)) {
        print_model(view, s, BLOCK_MODEL);
        print_model(view, s, BLOCK_BEYOND);
    }
    print_source(view, paneldata_index(s, BLOCK_LAUNCHES));
    fprintf(out, " with points pt 7 ps 0.3 lc rgb '#60%s' notitle", stroke.colour + 1);
    print_source(view, paneldata_index(s, BLOCK_MEDIANS));
    fprintf(out, ":($%d*%.9g):($%d*%.9g) with yerrorbars pt 0 ps 0 lw 1.5 lc rgb '%s' notitle",
            view->column + 1, view->scale, view->column + 2, view->scale, stroke.colour);
    print_source(view, paneldata_index(s, BLOCK_MEDIANS));
    fprintf(out, " with %s pt %u ps 0.7 lw 2 lc rgb '%s' dt %u notitle",
            joined ? "linespoints" : "points", stroke.marker, stroke.colour, stroke.dash);
    print_source(view, paneldata_index(s, BLOCK_MEDIANS));
    fprintf(out, ":%d with labels hypertext point pt 7 ps 1.4 lc rgb '#ff%s' notitle", COLUMN_TIP,
            stroke.colour + 1);
}

/* Ideal: 1/w of the base's time, a constant time where the work grows with the workers. */
static void print_ideal(const struct view *view) {
    const struct point *base = panel_base(view->panel);
    const double base_s = base->time_s.value * view->scale;
    fputs("set samples 60\nplot ", view->out);
    if (view->column == COLUMN_TIME_S && view->panel->weak)
        fprintf(view->out, "%.9g", base_s);
    else if (view->column == COLUMN_TIME_S)
        fprintf(view->out, "%.9g/x", base_s * base->workers);
    else if (view->column == COLUMN_SPEEDUP)
        fprintf(view->out, "x/%.9g", base->workers);
    else
        fputs(view->column == COLUMN_EFFICIENCY ? "1" : "0", view->out);
    fputs(" with lines lc rgb '" COLOUR_REFERENCE "' lw 1 dt 1 title 'ideal'", view->out);
}

static void print_plot(const struct view *view) {
    print_ideal(view);
    print_steps(view);
    print_lock_bound(view);
    if (view->models)
        fputs(", \\\n  keyentry with lines lc rgb '" COLOUR_SOFT
              "' lw 1 dt 1 title 'model, dashed: beyond the data'",
              view->out);
    for (size_t s = 0; s < view->panel->count; s++)
        print_series(view, s);
    fputc('\n', view->out);
}

/* The words of a picture and its y axis. */
struct words {
    const char *noun, *label;
    struct axis_range range;
    bool linear; /* with zero on the axis in any case */
};

static struct view view_begin(const struct picture_input *input, const struct panel *panel,
                              int column, double scale) {
    struct view view = {.input = input, .panel = panel, .column = column, .scale = scale};
    view.models = has_models(input, panel) && (column == COLUMN_TIME_S || column == COLUMN_SPEEDUP);
    view.reach = view.models ? reach_of(input, panel) : axis_workers(panel).high;
    view.key_entries = panel->count + 1 + view.models + paneldata_has_steps(panel) +
                       (column == COLUMN_SPEEDUP && bound_has_lock(panel));
    return view;
}

static bool view_write(struct view *view, const struct words *words, const char *folder,
                       const char *name, struct fault *fault) {
    view->out = outfile_open(folder, name, "gp", fault);
    if (!view->out)
        return false;
    char *title = must_format("%s: %s", view->panel->name, words->noun);
    gnuplot_begin(view->out, name, title, height_of(view));
    free(title);
    print_key(view);
    fputs("set ylabel ", view->out);
    gnuplot_text(view->out, words->label);
    fputc('\n', view->out);
    axis_print_workers(view->out, view->panel, view->reach);
    if (words->linear)
        axis_print_y_linear(view->out, words->range);
    else
        axis_print_y(view->out, view->panel, words->range);
    print_cores(view);
    print_plot(view);
    gnuplot_end(view->out, name, height_of(view));
    return outfile_close(view->out, folder, fault);
}

bool curves_write_time(const struct picture_input *input, const struct panel *panel,
                       const char *folder, const char *name, struct fault *fault) {
    const struct axis_range times = axis_times(panel);
    const struct axis_unit unit = axis_unit(times.high);
    struct view view = view_begin(input, panel, COLUMN_TIME_S, unit.per_second);
    char label[NUMBER_TEXT];
    snprintf(label, sizeof label, "time in %s", unit.name);
    const struct words words = {
        .noun = "time",
        .label = label,
        .range = {times.low * unit.per_second, times.high * unit.per_second}};
    return view_write(&view, &words, folder, name, fault);
}

bool curves_write_speedup(const struct picture_input *input, const struct panel *panel,
                          const char *folder, const char *name, struct fault *fault) {
    struct view view = view_begin(input, panel, COLUMN_SPEEDUP, 1);
    char *base = panel_base_name(panel);
    char *noun = must_format("%s over %s", panel->weak ? "scaled speed-up" : "speed-up", base);
    const struct words words = {.noun = noun,
                                .label = panel->weak ? "scaled speed-up" : "speed-up",
                                .range = axis_widened(axis_estimates(panel, speedup_of), 1)};
    const bool good = view_write(&view, &words, folder, name, fault);
    free(base);
    free(noun);
    return good;
}

bool curves_write_efficiency(const struct picture_input *input, const struct panel *panel,
                             const char *folder, const char *name, struct fault *fault) {
    struct view view = view_begin(input, panel, COLUMN_EFFICIENCY, 1);
    const struct words words = {.noun = panel->weak ? "scaled efficiency" : "efficiency",
                                .label = "speed-up per worker",
                                .range = axis_widened(axis_estimates(panel, efficiency_of), 1),
                                .linear = true};
    return view_write(&view, &words, folder, name, fault);
}

bool curves_write_karp_flatt(const struct picture_input *input, const struct panel *panel,
                             const char *folder, const char *name, struct fault *fault) {
    struct view view = view_begin(input, panel, COLUMN_KARP_FLATT, 1);
    const struct words words = {.noun = "serial fraction after Karp and Flatt",
                                .label = "serial fraction",
                                .range = axis_estimates(panel, karp_flatt_of),
                                .linear = true};
    return view_write(&view, &words, folder, name, fault);
}
