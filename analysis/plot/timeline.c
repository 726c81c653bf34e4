#include "timeline.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "outfile.h"
#include "stroke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_HEIGHT = 30, FRAME_HEIGHT = 120, ROWS_MAX = 64, NAMED_SPANS_MAX = 24 };

static double last_us(const struct trace *trace) {
    double last = 0;
    for (size_t i = 0; i < trace->spans.count; i++)
        last = fmax(last, trace->spans.items[i].end_us);
    return last;
}

/*
 * The name in double quotes; what would end them becomes a blank. Of "sum task 3" only "task 3" is
 * kept: all bars of a picture usually belong to one kernel, which the title names.
 */
static void print_span(FILE *out, const struct span *span) {
    fprintf(out, "%.3f %.3f \"", span->begin_us, span->end_us);
    const char *task = strstr(span->name, " task ");
    for (const char *at = task ? task + 1 : span->name; *at; at++)
        fputc((unsigned char)*at < ' ' || strchr("\"\\", *at) ? ' ' : *at, out);
    fputs("\"\n", out);
}

/* One block per lane, so that each has a colour of its own. */
static bool data_write(const struct trace *trace, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    for (size_t lane = 0; lane < trace->count; lane++) {
        fprintf(out, "# begin_us end_us task, process %.0f thread %.0f\nNaN NaN -\n",
                trace->items[lane].process, trace->items[lane].thread);
        for (size_t i = 0; i < trace->spans.count; i++) {
            const struct span *span = &trace->spans.items[i];
            if (span->lane == lane)
                print_span(out, span);
        }
        fputs("\n\n", out);
    }
    return outfile_close(out, folder, fault);
}

static void print_lanes(FILE *out, const struct trace *trace, size_t lanes) {
    fputs("set ytics (", out);
    for (size_t i = 0; i < lanes; i++) {
        const struct lane *lane = &trace->items[i];
        char *name = lane->name && *lane->name
                         ? must_strdup(lane->name)
                         : must_format("process %.0f, worker %.0f", lane->process, lane->thread);
        fputs(i ? ", " : "", out);
        gnuplot_text(out, name);
        fprintf(out, " %zu", lanes - i);
        free(name);
    }
    fprintf(out, ")\nset yrange [0.4:%.1f]\nset key off\nset lmargin at screen 0.3\n",
            (double)lanes + 0.6);
}

static void print_bars(FILE *out, const char *name, size_t lane, size_t lanes, double per_us) {
    const size_t row = lanes - lane;
    fprintf(out,
            "%s'%s.dat' index %zu using (($1+$2)/2*%g):(%zu):($1*%g):($2*%g):(%zu-0.35):(%zu+0.35) "
            "with boxxyerror lc rgb '%s' fs solid 0.6 border rgb '#ffffff'",
            lane ? ", \\\n  " : "plot ", name, lane, per_us, row, per_us, per_us, row, row,
            stroke_colour(lane));
}

/* The task's name in its bar, where there is room for it. */
static void print_names(FILE *out, const char *name, size_t lane, size_t lanes, double per_us) {
    fprintf(out,
            ", \\\n  '%s.dat' index %zu using (($1+$2)/2*%g):(%zu):3 with labels center font ',11'",
            name, lane, per_us, lanes - lane);
}

bool timeline_write(const struct trace *trace, const char *folder, const char *name,
                    const char *title, struct fault *fault) {
    if (!data_write(trace, folder, name, fault))
        return false;
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const size_t lanes = trace->count < ROWS_MAX ? trace->count : ROWS_MAX;
    const unsigned height = FRAME_HEIGHT + ROW_HEIGHT * (unsigned)lanes;
    const struct axis_unit unit = axis_unit(last_us(trace) * 1e-6);
    gnuplot_begin(out, name, title, height);
    print_lanes(out, trace, lanes);
    const double last = last_us(trace) * 1e-6 * unit.per_second;
    fprintf(out, "set xlabel 'time in %s'\nset xrange [0:%.9g]\nset xtics 0,%.9g\n", unit.name,
            last, axis_tic(last));
    for (size_t lane = 0; lane < lanes; lane++) {
        print_bars(out, name, lane, lanes, unit.per_second * 1e-6);
        if (trace->spans.count <= NAMED_SPANS_MAX)
            print_names(out, name, lane, lanes, unit.per_second * 1e-6);
    }
    fputc('\n', out);
    gnuplot_end(out, name, height);
    return outfile_close(out, folder, fault);
}
