#include "probeplot.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "name.h"
#include "outfile.h"
#include "paneldata.h"
#include "probemarks.h"
#include "stroke.h"

#include <stdlib.h>

enum { FRAME_HEIGHT = 290 };

/* A share of a cluster of bars that stays free between it and the next one. */
#define CLUSTER_WIDTH 0.8

/* --- units -------------------------------------------------------------------------------------
 */

/* What values are multiplied by, and what the axis says. */
struct scale {
    double factor;
    const char *name;
};

static struct scale bytes_scale(double bytes) {
    if (bytes >= 1e9)
        return (struct scale){1e-9, "GB"};
    return bytes >= 1e6 ? (struct scale){1e-6, "MB"} : (struct scale){1e-3, "kB"};
}

static struct scale scale_of(const struct probe_drawing *drawing) {
    const double highest = probe_drawing_highest(drawing);
    struct axis_unit unit;
    if (drawing->chart == CHART_TAIL)
        return (struct scale){100, "items that took longer, %"};
    switch (drawing->figure->unit) {
    case UNIT_S:
        unit = axis_unit(highest);
        return (struct scale){unit.per_second, unit.name};
    case UNIT_BYTES:
        return bytes_scale(highest);
    case UNIT_SHARE:
        return (struct scale){100, "%"};
    case UNIT_PER_S:
        return (struct scale){1e-3, "thousand per second"};
    default:
        return (struct scale){1, "x"};
    }
}

/* --- files -------------------------------------------------------------------------------------
 */

/* Of very many every second, or fewer, by rank. */
static void print_launches(FILE *out, const struct probe_figure *figure,
                           const struct probe_mark *mark) {
    double *values = must_alloc(mark->point->launches * sizeof *values);
    const size_t count = reading_launches(figure, mark->point, values);
    for (size_t i = 0; i < count; i += 1 + count / DOTS_MAX)
        fprintf(out, "%.9g %.9g\n", mark->x, values[i]);
    free(values);
}

static bool data_write(const struct probe_drawing *drawing, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct probe_track *track = &drawing->items[i];
        fputs("# ", out);
        gnuplot_comment(out, track->label);
        fputs("\n# place value low high tip\n", out);
        for (size_t m = 0; m < track->count; m++) {
            const struct probe_mark *mark = &track->items[m];
            fprintf(out, "%.9g %.9g %.9g %.9g ", mark->x, mark->y, mark->low, mark->high);
            gnuplot_datum(out, mark->tip);
            fputc('\n', out);
        }
        fputs("\n\n# place value of each launch\nNaN NaN\n", out);
        for (size_t m = 0; m < track->count; m++)
            if (track->items[m].point)
                print_launches(out, drawing->figure, &track->items[m]);
        fputs("\n\n", out);
    }
    return outfile_close(out, folder, fault);
}

static void print_axes(FILE *out, const struct probe_drawing *drawing, struct scale scale) {
    fprintf(out, "set ylabel '%s'\n", scale.name);
    if (probe_drawing_is_logarithmic(drawing))
        fputs("set logscale y\nset format y '%g'\n", out);
    else
        fprintf(out, "set yrange [0:%.9g]\n", scale.factor * probe_drawing_top(drawing));
    if (drawing->figure->unit == UNIT_TIMES)
        fputs("set arrow from graph 0, first 1 to graph 1, first 1 nohead front dt 2 lc rgb "
              "'" COLOUR_REFERENCE "'\n",
              out);
    if (probe_drawing_is_clustered(drawing)) {
        fprintf(out, "set xlabel '%s'\nset xrange [-0.5:%.1f]\nset xtics (",
                drawing->chart == CHART_PHASES && drawing->slots > PROBE_SLOT_RANKS + STARTER_BARE
                    ? "workers (first team, our ranks, a bare MPI program)"
                    : "workers",
                (double)drawing->place_count - 0.5);
        for (size_t i = 0; i < drawing->place_count; i++)
            fprintf(out, "%s'%g' %zu", i ? ", " : "", drawing->places[i], i);
        fputs(")\n", out);
    } else if (drawing->chart == CHART_SIZES) {
        fputs("set xlabel 'length of a message in bytes'\nset logscale x 2\nset xtics ("
              "'8' 8, '64' 64, '512' 512, '4 Ki' 4096, '32 Ki' 32768, '256 Ki' 262144, "
              "'4 Mi' 4194304)\n",
              out);
    } else {
        fputs("set xlabel 'latency in us'\nset logscale x\nset format x '%g'\n", out);
    }
}

/* The x of a mark in gnuplot's words: slots of a cluster side by side. `aside` moves it by that
 * part of a slot. */
static char *place_text(const struct probe_drawing *drawing, const struct probe_track *track,
                        double aside) {
    if (drawing->chart == CHART_TAIL)
        return must_strdup("($1*1e6)");
    if (!probe_drawing_is_clustered(drawing))
        return must_strdup("1");
    const double width = CLUSTER_WIDTH / drawing->slots;
    return must_format("($1%+.4f)", width * (track->slot - (drawing->slots - 1) / 2.0 + aside));
}

static struct stroke stroke_for(size_t i) {
    static const unsigned markers[] = {7, 5, 9, 11, 13, 6, 4, 8, 10, 12};
    return (struct stroke){stroke_colour(i), 1 + (unsigned)i % 5,
                           markers[i % (sizeof markers / sizeof *markers)]};
}

/* Not by `yerrorbars`, which clears a disc in their middle: nothing is drawn over it here. */
static void print_limits(FILE *out, size_t i, const char *x, struct scale scale,
                         const char *colour) {
    fprintf(out,
            ", \\\n  '' index %zu using %s:($3*%g):(0):(($4-$3)*%g) with vectors heads size screen "
            "0.007,90 nofilled lw 1.5 lc rgb '%s' notitle",
            2 * i, x, scale.factor, scale.factor, colour);
}

/* Raw values, half transparent, beside the limits. */
static void print_dots(FILE *out, const struct probe_drawing *drawing, size_t i, struct scale scale,
                       const char *colour) {
    char *x = place_text(drawing, &drawing->items[i], 0.25);
    fprintf(out,
            ", \\\n  '' index %zu using %s:($2*%g) with points pt 7 ps 0.3 lc rgb '#60%s' notitle",
            2 * i + 1, x, scale.factor, colour + 1);
    free(x);
}

/* With the comma behind it. */
static void print_key(FILE *out, const struct probe_track *track, const char *style) {
    if (track->unnamed)
        return;
    fprintf(out, "keyentry with %s title ", style);
    gnuplot_key_text(out, track->label);
    fputs(", \\\n  ", out);
}

static void print_bars(FILE *out, const struct probe_drawing *drawing, const char *name, size_t i,
                       const char *x, struct scale scale) {
    const struct probe_track *track = &drawing->items[i];
    const double width = 0.92 * CLUSTER_WIDTH / drawing->slots;
    char *style =
        must_format("boxes fs solid 1 noborder lc rgb '%s'", stroke_for(track->colour).colour);
    print_key(out, track, style);
    fprintf(out, "'%s.dat' index %zu using %s:($2*%g):(%.4f) with %s notitle", name, 2 * i, x,
            scale.factor, width, style);
    if (drawing->chart != CHART_PHASES) {
        print_dots(out, drawing, i, scale, COLOUR_INK);
        print_limits(out, i, x, scale, COLOUR_INK);
    }
    free(style);
}

static void print_total(FILE *out, const struct probe_drawing *drawing, const char *name, size_t i,
                        const char *x, struct scale scale) {
    static const char style[] = "points pt 9 ps 0.7 lc rgb '" COLOUR_INK "'";
    print_key(out, &drawing->items[i], style);
    fprintf(out, "'%s.dat' index %zu using %s:($2*%g) with %s notitle", name, 2 * i, x,
            scale.factor, style);
    print_limits(out, i, x, scale, COLOUR_INK);
}

static void print_points(FILE *out, const struct probe_drawing *drawing, const char *name, size_t i,
                         const char *x, struct scale scale) {
    const struct stroke stroke = stroke_for(drawing->items[i].colour);
    const char *how = probe_drawing_is_clustered(drawing) ? "points" : "linespoints";
    char *style = drawing->chart == CHART_TAIL
                      ? must_format("lines lw 2 dt %u", stroke.dash)
                      : must_format("%s pt %u ps 1 lw 2", how, stroke.marker);
    fprintf(out, "keyentry with %s lc rgb '%s' title ", style, stroke.colour);
    gnuplot_key_text(out, drawing->items[i].label);
    fprintf(out, ", \\\n  '%s.dat' index %zu using %s:($2*%g) with %s lc rgb '%s' notitle", name,
            2 * i, x, scale.factor, style, stroke.colour);
    if (drawing->chart != CHART_TAIL) {
        print_dots(out, drawing, i, scale, stroke.colour);
        print_limits(out, i, x, scale, stroke.colour);
    }
    free(style);
}

/* Of a stack what reaches highest first: what is below covers it; its total last. The order in the
 * key is that of the stack, from its top. */
static size_t track_in_order(const struct probe_drawing *drawing, size_t n) {
    size_t bars = drawing->count;
    if (drawing->chart != CHART_PHASES)
        return n;
    while (bars && drawing->items[bars - 1].is_total)
        bars--;
    return n < bars ? bars - 1 - n : n;
}

static void print_plot(FILE *out, const struct probe_drawing *drawing, const char *name,
                       struct scale scale) {
    const bool bars = !probe_drawing_is_logarithmic(drawing);
    for (size_t n = 0; n < drawing->count; n++) {
        const size_t i = track_in_order(drawing, n);
        const struct probe_track *track = &drawing->items[i];
        char *x = place_text(drawing, track, 0);
        fputs(n ? ", \\\n  " : "plot ", out);
        (track->is_total ? print_total
         : bars          ? print_bars
                         : print_points)(out, drawing, name, i, x, scale);
        fprintf(out,
                ", \\\n  '' index %zu using %s:($2*%g):5 with labels hypertext point pt 7 ps 1.4 "
                "lc rgb '#ff%s' notitle",
                2 * i, x, scale.factor, stroke_for(track->colour).colour + 1);
        free(x);
    }
    fputc('\n', out);
}

static bool script_write(const struct probe_drawing *drawing, const char *folder, const char *name,
                         const char *title, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const struct scale scale = scale_of(drawing);
    size_t named = 0;
    for (size_t i = 0; i < drawing->count; i++)
        named += !drawing->items[i].unnamed;
    const unsigned height =
        FRAME_HEIGHT + gnuplot_title_height(title) + gnuplot_key_height(named, GNUPLOT_KEY_LETTERS);
    gnuplot_begin(out, name, title, height);
    gnuplot_key(out, named, GNUPLOT_KEY_LETTERS, height);
    print_axes(out, drawing, scale);
    print_plot(out, drawing, name, scale);
    gnuplot_end(out, name, height);
    return outfile_close(out, folder, fault);
}

/* --- all of them -------------------------------------------------------------------------------
 */

static bool chart_add(const struct probe *probe, unsigned which, struct pictures *pictures,
                      struct fault *fault) {
    struct probe_drawing drawing = probe_drawing_make(probe, which);
    bool good = true;
    if (probe_drawing_shows_something(&drawing)) {
        char *where = drawing.chart == CHART_TAIL ? must_format(", %g workers", drawing.workers)
                                                  : must_strdup("");
        char *caption =
            must_format("%s: %s%s", probe->name, probe->kind->charts[which].caption, where);
        char *slug = name_slug(probe->name);
        char *name = must_format("probe-%s.%u", slug, which + 1);
        free(slug);
        free(where);
        good = data_write(&drawing, pictures->folder, name, fault) &&
               script_write(&drawing, pictures->folder, name, caption, fault);
        pictures_add(pictures, "probe", PICTURE_MAIN, name, caption);
        pictures->items[pictures->count - 1].panel = probe->items[0].panel;
    }
    probe_drawing_clear(&drawing);
    return good;
}

bool probeplot_add(const struct picture_input *input, struct pictures *pictures,
                   struct fault *fault) {
    struct probes probes = probes_make(input->study);
    bool good = true;
    for (size_t i = 0; good && i < probes.count; i++)
        for (unsigned which = 0; good && which < CHARTS_MAX; which++)
            if (probes.items[i].kind->charts[which].chart != CHART_NONE)
                good = chart_add(&probes.items[i], which, pictures, fault);
    probes_free(&probes);
    return good;
}
