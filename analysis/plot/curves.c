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

enum { FRAME_HEIGHT = 310 };

/* Entries of the key beside the series. */
#define STEPS      "equal tasks"
#define LOCK_BOUND "lock bound"
#define BEYOND     "beyond the data"

/* One picture being written. */
struct view {
    const struct picture_input *input;
    const struct panel *panel;
    FILE *out;
    int column;   /* of the value on the y axis */
    double scale; /* from the file to the axis */
    double reach; /* the last number of workers on the x axis */
    bool models;
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

/* On logarithmic axes the ideal line leads through the frame, up to that factor from the data. */
#define ROOM_FOR_IDEAL 4.0

static struct axis_range with_ideal(const struct panel *panel, struct axis_range range,
                                    double ideal) {
    if (!axis_y_log(panel) || range.low > range.high)
        return range;
    return axis_widened(range,
                        fmax(range.low / ROOM_FOR_IDEAL, fmin(range.high * ROOM_FOR_IDEAL, ideal)));
}

static struct estimate speedup_of(const struct point *point) {
    return point->speedup;
}

static struct estimate efficiency_of(const struct point *point) {
    return point->efficiency;
}

/* On a linear axis twice the workers would take half of the width for what nobody measured. */
#define REACH_LINEAR 1.5

/* How far lines of models go: past the data, where there is a model. */
static double reach_of(const struct picture_input *input, const struct panel *panel) {
    double reach = axis_workers(panel).high;
    const double factor = axis_workers_log(panel) ? REACH : REACH_LINEAR;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        if (paneldata_fits(input, series))
            reach = fmax(reach, floor(factor * series->items[series->count - 1].workers));
    }
    return reach;
}

static bool has_models(const struct picture_input *input, const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (paneldata_fits(input, &panel->items[s]))
            return true;
    return false;
}

static const struct estimate *estimate_of(const struct view *view, const struct point *point) {
    switch (view->column) {
    case COLUMN_TIME_S:
        return &point->time_s;
    case COLUMN_SPEEDUP:
        return &point->speedup;
    case COLUMN_EFFICIENCY:
        return &point->efficiency;
    default:
        return &point->karp_flatt;
    }
}

/* The fraction of Karp and Flatt is unknown for one worker, and with it for all of serial. */
static bool is_shown(const struct view *view, size_t s) {
    const struct series *series = &view->panel->items[s];
    for (size_t p = 0; p < series->count; p++)
        if (axis_drawable(estimate_of(view, &series->items[p])->value))
            return true;
    return false;
}

static bool has_steps(const struct view *view) {
    return paneldata_has_steps(view->panel) &&
           (view->column == COLUMN_TIME_S || view->column == COLUMN_SPEEDUP);
}

static bool has_lock_bound(const struct view *view) {
    return view->column == COLUMN_SPEEDUP && bound_has_lock(view->panel);
}

static size_t longer(size_t letters, const char *name) {
    const size_t length = strlen(name);
    return length > letters ? length : letters;
}

/* Letters of the longest entry of the key. */
static size_t key_letters(const struct view *view) {
    size_t letters = longer(0, "ideal");
    if (has_steps(view))
        letters = longer(letters, STEPS);
    if (has_lock_bound(view))
        letters = longer(letters, LOCK_BOUND);
    if (view->models)
        letters = longer(letters, BEYOND);
    for (size_t s = 0; s < view->panel->count; s++)
        if (is_shown(view, s))
            letters = longer(letters, view->panel->items[s].name);
    return letters < GNUPLOT_KEY_LETTERS ? letters : GNUPLOT_KEY_LETTERS;
}

static size_t key_entries(const struct view *view) {
    size_t entries = 1 + has_steps(view) + has_lock_bound(view) + 2 * view->models;
    for (size_t s = 0; s < view->panel->count; s++)
        entries += is_shown(view, s);
    return entries;
}

/* The frame keeps its size whatever the key needs. */
static unsigned height_of(const struct view *view, const char *title) {
    return FRAME_HEIGHT + gnuplot_title_height(title) +
           gnuplot_key_height(key_entries(view), key_letters(view));
}

static bool is_over_nodes(const struct panel *panel) {
    for (size_t s = 0; s < panel->count; s++)
        if (panel->items[s].per_node)
            return true;
    return false;
}

static void print_cores(const struct view *view) {
    const uint32_t pus = view->panel->pus;
    if (!pus || pus > view->reach)
        return;
    fprintf(
        view->out,
        "set arrow from %u, graph 0 to %u, graph 1 nohead lc rgb '" COLOUR_REFERENCE
        "' lw 1 dt 3 back\n"
        "set label '%u core%s%s' at %u, graph 1.03 center tc rgb '" COLOUR_SOFT "' font ',12'\n",
        pus, pus, pus, number_plural(pus), is_over_nodes(view->panel) ? " (one node)" : "", pus);
}

/* "'SLUG.dat' index I using 1:($5*1e3)" */
static void print_source(const struct view *view, size_t index) {
    fprintf(view->out, ", \\\n  '%s.dat' index %zu using %d:($%d*%.9g)", view->panel->slug, index,
            COLUMN_X, view->column, view->scale);
}

static void print_steps(const struct view *view) {
    if (!has_steps(view))
        return;
    print_source(view, paneldata_steps_index(view->panel));
    fputs(" with steps lc rgb '" COLOUR_REFERENCE "' lw 2 dt 2 title '" STEPS "'", view->out);
}

static void print_lock_bound(const struct view *view) {
    if (!has_lock_bound(view))
        return;
    fputs(", \\\n  ", view->out);
    bound_print_lock(view->out, view->panel);
    fputs(" with lines lc rgb '" COLOUR_REFERENCE "' lw 2 dt 4 title '" LOCK_BOUND "'", view->out);
}

static void print_model(const struct view *view, size_t s, enum block block) {
    print_source(view, paneldata_index(s, block));
    fprintf(view->out, " with %s lc rgb '%s' lw 1 dt %s notitle",
            paneldata_has_steps(view->panel) ? "steps" : "lines", stroke_of(view->panel, s).colour,
            block == BLOCK_BEYOND ? "'-'" : "1");
}

static bool has_limits(const struct view *view, size_t s) {
    const struct series *series = &view->panel->items[s];
    for (size_t p = 0; p < series->count; p++) {
        const struct estimate *estimate = estimate_of(view, &series->items[p]);
        if (estimate_limited(*estimate) && axis_drawable(estimate->low) &&
            axis_drawable(estimate->high))
            return true;
    }
    return false;
}

/* As arrows without heads but ends across: yerrorbars would clear a disc, and dots with it. */
static void print_limits(const struct view *view, size_t s, const char *colour) {
    const int low = view->column + 1, high = view->column + 2;
    fprintf(
        view->out,
        ", \\\n  '%s.dat' index %zu using %d:($%d*%.9g):(0):(($%d-$%d)*%.9g) with vectors heads "
        "size screen 0.008,90 lw 1.5 lc rgb '%s' notitle",
        view->panel->slug, paneldata_index(s, BLOCK_MEDIANS), COLUMN_X, low, view->scale, high, low,
        view->scale, colour);
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
    if (has_limits(view, s))
        print_limits(view, s, stroke.colour);
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
    fputs("set samples 60\nset clip two\nplot ", view->out);
    if (view->column == COLUMN_TIME_S && !axis_drawable(base_s))
        fputs("NaN", view->out);
    else if (view->column == COLUMN_TIME_S && view->panel->weak)
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
              "' lw 1 dt 1 title 'model', \\\n  keyentry with lines lc rgb '" COLOUR_SOFT
              "' lw 1 dt '-' title '" BEYOND "'",
              view->out);
    for (size_t s = 0; s < view->panel->count; s++)
        if (is_shown(view, s))
            print_series(view, s);
    fputc('\n', view->out);
}

/* The words of a picture and its y axis. */
struct words {
    const char *noun, *label;
    struct axis_range range;
    bool linear; /* with zero on the axis in any case */
};

#define FRACTION_BEYOND 0.5

static struct view view_begin(const struct picture_input *input, const struct panel *panel,
                              int column, double scale) {
    struct view view = {.input = input, .panel = panel, .column = column, .scale = scale};
    view.models = has_models(input, panel) && (column == COLUMN_TIME_S || column == COLUMN_SPEEDUP);
    view.reach = view.models ? reach_of(input, panel) : axis_workers(panel).high;
    return view;
}

/* The frame shows where models lead, but not at the cost of what was measured. */
#define ROOM_FOR_MODELS 1.5

static struct axis_range with_models(const struct view *view, struct axis_range measured) {
    struct axis_range range = measured;
    for (size_t s = 0; s < view->panel->count && view->models; s++) {
        const struct series *series = &view->panel->items[s];
        const double last = fmin(view->reach, REACH * series->items[series->count - 1].workers);
        const double value =
            view->scale * paneldata_predicted(view->input, view->panel, series, view->column, last);
        if (isfinite(value))
            range = axis_widened(range, fmax(fmin(value, measured.high * ROOM_FOR_MODELS),
                                             measured.low / ROOM_FOR_MODELS));
    }
    return range;
}

static bool view_write(struct view *view, const struct words *words, const char *folder,
                       const char *name, struct fault *fault) {
    view->out = outfile_open(folder, name, "gp", fault);
    if (!view->out)
        return false;
    char *title = must_format("%s: %s", view->panel->name, words->noun);
    const unsigned height = height_of(view, title);
    gnuplot_begin(view->out, name, title, height);
    free(title);
    gnuplot_key(view->out, key_entries(view), key_letters(view), height);
    fputs("set ylabel ", view->out);
    gnuplot_text(view->out, words->label);
    fputc('\n', view->out);
    axis_print_workers(view->out, view->panel, view->reach);
    if (words->linear)
        axis_print_y_linear(view->out, words->range);
    else
        axis_print_y(view->out, view->panel, with_models(view, words->range));
    print_cores(view);
    print_plot(view);
    gnuplot_end(view->out, name, height);
    return outfile_close(view->out, folder, fault);
}

bool curves_write_time(const struct picture_input *input, const struct panel *panel,
                       const char *folder, const char *name, struct fault *fault) {
    const struct axis_range times = axis_times(panel);
    const struct axis_unit unit = axis_unit(times.high);
    struct view view = view_begin(input, panel, COLUMN_TIME_S, unit.per_second);
    char label[NUMBER_TEXT];
    snprintf(label, sizeof label, "time in %s", unit.name);
    const struct point *base = panel_base(panel);
    const struct axis_range range =
        with_ideal(panel, times, base->time_s.value * base->workers / axis_workers(panel).high);
    const struct words words = {
        .noun = "time",
        .label = label,
        .range = {range.low * unit.per_second, range.high * unit.per_second}};
    return view_write(&view, &words, folder, name, fault);
}

bool curves_write_speedup(const struct picture_input *input, const struct panel *panel,
                          const char *folder, const char *name, struct fault *fault) {
    struct view view = view_begin(input, panel, COLUMN_SPEEDUP, 1);
    char *base = panel_base_name(panel);
    const struct axis_range measured = axis_y_log(panel) ? axis_estimates_log(panel, speedup_of)
                                                         : axis_estimates(panel, speedup_of);
    const double ideal = axis_workers(panel).high / panel_base(panel)->workers;
    char *noun = must_format("%s over %s", panel->weak ? "scaled speed-up" : "speed-up", base);
    const struct words words = {.noun = noun,
                                .label = panel->weak ? "scaled speed-up" : "speed-up",
                                .range = with_ideal(panel, axis_widened(measured, 1), ideal)};
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

/* With the whole limits, also below zero: that is how unsure a fraction is. Far outside 0 to 1 they
 * say no more. */
static struct axis_range fractions_of(const struct panel *panel) {
    struct axis_range values = axis_nothing(), limits = axis_nothing();
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct estimate fraction = panel->items[s].items[p].karp_flatt;
            values = axis_widened(values, fraction.value);
            limits = axis_widened(axis_widened(limits, fraction.low), fraction.high);
        }
    values = axis_widened(values, fmax(limits.low, -FRACTION_BEYOND));
    return axis_widened(values, fmin(limits.high, 1 + FRACTION_BEYOND));
}

bool curves_write_karp_flatt(const struct picture_input *input, const struct panel *panel,
                             const char *folder, const char *name, struct fault *fault) {
    struct view view = view_begin(input, panel, COLUMN_KARP_FLATT, 1);
    const struct words words = {.noun = "Karp-Flatt serial fraction",
                                .label = "serial fraction",
                                .range = fractions_of(panel),
                                .linear = true};
    return view_write(&view, &words, folder, name, fault);
}
