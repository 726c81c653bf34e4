#include "strip.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "outfile.h"
#include "paneldata.h"
#include "stroke.h"
#include "verdict.h"

#include <stdlib.h>

enum { ROW_HEIGHT = 44, FRAME_HEIGHT = 96, LABEL_LETTERS = 24 };

/* Dots lie this far below their line, spread over that height. */
#define DOTS_BELOW  0.27
#define DOTS_SPREAD 0.22

static double workers_compared(const struct panel *panel) {
    for (size_t a = 0; a < panel->count; a++)
        for (size_t b = a + 1; b < panel->count && panel->items[a].role != ROLE_SERIAL; b++) {
            const double workers = workers_choose(panel, &panel->items[a], &panel->items[b]);
            if (workers > 0)
                return workers;
        }
    return axis_workers(panel).high;
}

const struct point *strip_point(const struct panel *panel, const struct series *series) {
    const double wanted = workers_compared(panel);
    const struct point *point = &series->items[0];
    for (size_t p = 0; p < series->count; p++)
        if (series->items[p].workers <= wanted)
            point = &series->items[p];
    return point;
}

/* The first series on top. */
static size_t row_of(const struct panel *panel, size_t series) {
    return panel->count - series;
}

/* Multiples of the golden section fill an interval evenly however many there are: -0.5 to 0.5. */
static double jitter(size_t i) {
    const double turns = (double)i * 0.6180339887498949;
    return turns - floor(turns) - 0.5;
}

/* NaN for what a picture cannot hold. */
static void print_time(FILE *out, double time_s) {
    if (axis_drawable(time_s))
        fprintf(out, "%.9g ", time_s);
    else
        fputs("NaN ", out);
}

static void print_dots(FILE *out, const struct point *point, size_t row) {
    const size_t dots = point->launches < DOTS_MAX ? point->launches : DOTS_MAX;
    for (size_t i = 0; i < dots; i++) {
        const double time_s = point->launch_s[i * point->launches / dots];
        fprintf(out, "%s%.9g NaN NaN %.3f\n", axis_drawable(time_s) ? "" : "# left out: ", time_s,
                (double)row - DOTS_BELOW + DOTS_SPREAD * jitter(i));
    }
    fputs("\n\n", out);
}

static bool data_write(const struct panel *panel, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        const struct point *point = strip_point(panel, series);
        char *tip = paneldata_tip(series, point);
        fputs("# ", out);
        gnuplot_comment(out, series->name);
        fprintf(out, ", %g workers: median, then launches\n# time_s low high row\n",
                point->workers);
        print_time(out, point->time_s.value);
        print_time(out, point->time_s.low);
        print_time(out, point->time_s.high);
        fprintf(out, "%zu ", row_of(panel, s));
        gnuplot_datum(out, tip);
        fputs("\n\n\n", out);
        free(tip);
        print_dots(out, point, row_of(panel, s));
    }
    return outfile_close(out, folder, fault);
}

/* A name of two lines where it is too long for one. */
static void print_label(FILE *out, const struct series *series, double workers) {
    char *name = must_format("%s (%g)", series->name, workers);
    gnuplot_wrapped(out, name, LABEL_LETTERS, 2);
    free(name);
}

static void print_rows(FILE *out, const struct panel *panel) {
    fputs("set ytics (", out);
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        fputs(s ? ", " : "", out);
        print_label(out, series, strip_point(panel, series)->workers);
        fprintf(out, " %zu", row_of(panel, s));
    }
    fprintf(out,
            ") font ',13'\nset yrange [0.4:%.1f]\nset key off\nset lmargin at screen 0.38\n"
            "set rmargin at screen 0.96\nset title offset -8\n",
            (double)panel->count + 0.6);
}

static struct axis_range range_of(const struct panel *panel) {
    struct axis_range range = axis_nothing();
    for (size_t s = 0; s < panel->count; s++) {
        const struct point *point = strip_point(panel, &panel->items[s]);
        range = axis_widened(range, point->launch_s[0]);
        range = axis_widened(range, point->launch_s[point->launches - 1]);
    }
    return range;
}

/* From zero, but logarithmic where short times would vanish beside long ones. */
static void print_axis(FILE *out, struct axis_range range, const struct axis_unit *unit) {
    const double low = range.low * unit->per_second, high = range.high * unit->per_second;
    fprintf(out, "set xlabel 'time in %s, in brackets: workers'\n", unit->name);
    if (high >= 20 * low) /* with some five tics, whole decades apart */
        fprintf(out,
                "set logscale x 10\nset xrange [%.9g:%.9g]\nset format x '%%g'\nset xtics %.9g\n",
                low / 1.15, high * 1.15, pow(10, ceil(log10(high / low) / 5)));
    else
        fprintf(out, "set xrange [0:%.9g]\nset xtics 0,%.9g\n", high * 1.1, axis_tic(high * 1.1));
}

static void print_strip(FILE *out, const struct panel *panel, size_t s, const char *name,
                        double per_second) {
    const struct stroke stroke = stroke_of(panel, s);
    const struct point *point = strip_point(panel, &panel->items[s]);
    if (!axis_drawable(point->time_s.value))
        return;
    fprintf(out,
            ", \\\n  '%s.dat' index %zu using ($1*%.9g):4 with points pt 7 ps 0.35 lc rgb '#60%s'",
            name, 2 * s + 1, per_second, stroke.colour + 1);
    if (estimate_limited(point->time_s) && axis_drawable(point->time_s.low) &&
        axis_drawable(point->time_s.high))
        fprintf(out,
                ", \\\n  '' index %zu using ($2*%.9g):4:(($3-$2)*%.9g):(0) with vectors heads size "
                "screen "
                "0.01,90 lw 2 lc rgb '%s'",
                2 * s, per_second, per_second, stroke.colour);
    fprintf(out, ", \\\n  '' index %zu using ($1*%.9g):4 with points pt %u ps 0.9 lc rgb '%s'",
            2 * s, per_second, stroke.marker, stroke.colour);
    fprintf(out,
            ", \\\n  '' index %zu using ($1*%.9g):4:5 with labels hypertext point pt 7 ps 1.4 lc "
            "rgb '#ff%s'",
            2 * s, per_second, stroke.colour + 1);
}

bool strip_write(const struct picture_input *input, const struct panel *panel, const char *folder,
                 const char *name, struct fault *fault) {
    (void)input; /* all it shows is the panel's */
    FILE *out =
        data_write(panel, folder, name, fault) ? outfile_open(folder, name, "gp", fault) : NULL;
    if (!out)
        return false;
    char *title = must_format("%s: launches", panel->name);
    const unsigned height =
        FRAME_HEIGHT + gnuplot_title_height(title) + ROW_HEIGHT * (unsigned)panel->count;
    struct axis_range range = range_of(panel);
    if (range.low > range.high)
        range = (struct axis_range){1, 1};
    const struct axis_unit unit = axis_unit(range.high);
    gnuplot_begin(out, name, title, height);
    free(title);
    print_rows(out, panel);
    print_axis(out, range, &unit);
    fputs("plot NaN", out); /* there may be no series that can be drawn */
    for (size_t s = 0; s < panel->count; s++)
        print_strip(out, panel, s, name, unit.per_second);
    fputc('\n', out);
    gnuplot_end(out, name, height);
    return outfile_close(out, folder, fault);
}
