/* A panel in which nothing varies but who works: one line per series, time on the x axis. */
#include "axis.h"
#include "curves.h"
#include "gnuplot.h"
#include "outfile.h"
#include "stroke.h"

#include "check.h"

#include <stdlib.h>

enum { ROW_HEIGHT = 36, FRAME_HEIGHT = 110 };

/* The first series on top. */
static size_t row_of(const struct panel *panel, size_t series) {
    return panel->count - series;
}

static void print_rows(FILE *out, const struct panel *panel) {
    fputs("set ytics (", out);
    for (size_t s = 0; s < panel->count; s++) {
        const double workers = panel->items[s].items[0].workers;
        char *name = must_format("%s (%g)", panel->items[s].name, workers);
        fputs(s ? ", " : "", out);
        gnuplot_text(out, name);
        fprintf(out, " %zu", row_of(panel, s));
        free(name);
    }
    fprintf(out, ")\nset yrange [0.4:%.1f]\nset key off\nset lmargin at screen 0.42\n",
            (double)panel->count + 0.6);
}

static void print_strip(FILE *out, const struct panel *panel, size_t s, double per_second) {
    const struct stroke stroke = stroke_of(panel, s);
    const size_t row = row_of(panel, s);
    fprintf(out,
            "%s'%s.dat' index %zu using ($2*%g):(%zu-0.22) with points pt 7 ps 0.35 lc rgb '#60%s'",
            s ? ", \\\n  " : "plot ", panel->slug, 2 * s + 1, per_second, row, stroke.colour + 1);
    fprintf(
        out,
        ", \\\n  '' index %zu using ($2*%g):(%zu):($3*%g):($4*%g) with xerrorbars pt 0 ps 0 lw 2 "
        "lc rgb '%s'",
        2 * s, per_second, row, per_second, per_second, stroke.colour);
    fprintf(out, ", \\\n  '' index %zu using ($2*%g):(%zu) with points pt %u ps 0.9 lc rgb '%s'",
            2 * s, per_second, row, stroke.marker, stroke.colour);
}

bool strip_write(const struct picture_input *input, const struct panel *panel, const char *folder,
                 const char *name, struct fault *fault) {
    (void)input;
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const unsigned height = FRAME_HEIGHT + ROW_HEIGHT * (unsigned)panel->count;
    const struct axis_range range = axis_times(panel);
    const struct axis_unit unit = axis_unit(range.high);
    char *title = must_format("%s: time", panel->name);
    gnuplot_begin(out, name, title, height);
    free(title);
    print_rows(out, panel);
    const double last = range.high * unit.per_second * 1.1;
    fprintf(
        out,
        "set xlabel 'time in %s (workers in brackets)'\nset xrange [0:%.9g]\nset xtics 0,%.9g\n",
        unit.name, last, axis_tic(last));
    for (size_t s = 0; s < panel->count; s++)
        print_strip(out, panel, s, unit.per_second);
    fputc('\n', out);
    gnuplot_end(out, name, height);
    return outfile_close(out, folder, fault);
}
