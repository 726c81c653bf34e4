#include "probeplot.h"

#include "array.h"
#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "histogram.h"
#include "median.h"
#include "name.h"
#include "number.h"
#include "outfile.h"
#include "paneldata.h"
#include "readings.h"
#include "stroke.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME_HEIGHT = 290, PLACES_MAX = 64 };

/* A share of a cluster of bars that stays free between it and the next one. */
#define CLUSTER_WIDTH 0.8

/* One mark: a bar, a point, a corner of a curve. */
struct mark {
    double x, y, low, high;
    char *tip;
    const struct point *point; /* whose launches are drawn, too; NULL: none */
};

/* What has one entry in the key. */
struct track {
    char *label;
    unsigned slot;   /* bars of different slots stand beside each other */
    unsigned colour; /* of stroke_for */
    bool is_total;   /* of a stack: its median and limits, no bar */
    bool unnamed;    /* its colour is in the key already */
    struct mark *items;
    size_t count, room;
};

struct drawing {
    const struct probe *probe;
    const struct probe_figure *figure;
    enum probe_chart chart;
    struct track *items;
    size_t count, room;
    unsigned slots;
    double places[PLACES_MAX]; /* worker counts, ascending: clusters 0, 1, ... */
    size_t place_count;
    double workers; /* CHART_TAIL: of all curves */
};

static bool is_clustered(const struct drawing *drawing) {
    return drawing->chart == CHART_BARS || drawing->chart == CHART_DOTS ||
           drawing->chart == CHART_PHASES;
}

static bool is_logarithmic(const struct drawing *drawing) {
    return drawing->chart != CHART_BARS && drawing->chart != CHART_PHASES;
}

/* --- what is drawn -----------------------------------------------------------------------------
 */

/* What start-up consists of: of threads the first team, of ranks and of a bare program one phase
 * after the other, from left to right. The same phase has the same colour. */
enum { SLOT_TEAM, SLOT_RANKS };

struct phase {
    unsigned slot, colour;
};

static bool phase_find(const char *variant, struct phase *phase) {
    *phase = (struct phase){SLOT_TEAM, 0};
    if (strcmp(variant, "first_team") == 0)
        return true;
    for (unsigned whose = 0; whose < STARTERS; whose++)
        for (unsigned i = 0; i < START_PHASES; i++) {
            *phase = (struct phase){SLOT_RANKS + whose, 1 + i};
            if (strcmp(start_phases[whose][i], variant) == 0)
                return true;
        }
    return false;
}

static bool is_phase(const struct reading *reading) {
    struct phase phase;
    return phase_find(reading->variant, &phase);
}

static const struct estimate *value_of(const struct drawing *drawing,
                                       const struct reading *reading) {
    return &reading->figures[drawing->figure - drawing->probe->kind->figures];
}

/* Bars of nothing, at any number of workers, would only take places and colours from others. */
static bool is_never_seen(const struct drawing *drawing, const char *label) {
    for (size_t i = 0; i < drawing->probe->count; i++) {
        const struct reading *other = &drawing->probe->items[i];
        if (strcmp(other->label, label) == 0 && value_of(drawing, other)->value > 0)
            return false;
    }
    return true;
}

static bool is_drawn(const struct drawing *drawing, const struct reading *reading) {
    const double value = value_of(drawing, reading)->value;
    if (isnan(value) || (is_logarithmic(drawing) && !(value > 0)))
        return false;
    switch (drawing->chart) {
    case CHART_PHASES:
        return is_phase(reading);
    case CHART_SIZES:
        return reading->message_bytes > 0;
    case CHART_TAIL:
        return reading->point->workers == drawing->workers &&
               reading->point->configuration->latencies.calls > 0;
    case CHART_BARS:
        return !is_never_seen(drawing, reading->label);
    default:
        return true;
    }
}

static void place_add(struct drawing *drawing, double workers) {
    size_t i = drawing->place_count;
    for (size_t j = 0; j < drawing->place_count; j++)
        if (drawing->places[j] == workers)
            return;
    if (i == PLACES_MAX)
        return;
    for (; i > 0 && drawing->places[i - 1] > workers; i--)
        drawing->places[i] = drawing->places[i - 1];
    drawing->places[i] = workers;
    drawing->place_count++;
}

static double place_of(const struct drawing *drawing, double workers) {
    size_t i = 0;
    while (i + 1 < drawing->place_count && drawing->places[i] != workers)
        i++;
    return (double)i;
}

static struct track *track_push(struct drawing *drawing, struct track track) {
    if (track.slot >= drawing->slots)
        drawing->slots = track.slot + 1;
    ARRAY_PUSH(drawing, track);
    return &drawing->items[drawing->count - 1];
}

static struct track *track_of(struct drawing *drawing, const struct reading *reading) {
    for (size_t i = 0; i < drawing->count; i++)
        if (strcmp(drawing->items[i].label, reading->label) == 0)
            return &drawing->items[i];
    const unsigned next = (unsigned)drawing->count;
    struct phase phase = {next, next};
    if (drawing->chart == CHART_PHASES)
        phase_find(reading->variant, &phase);
    return track_push(drawing, (struct track){.label = must_strdup(reading->label),
                                              .slot = phase.slot,
                                              .colour = phase.colour,
                                              .unnamed = drawing->chart == CHART_PHASES &&
                                                         phase.slot == SLOT_RANKS + STARTER_BARE});
}

static char *tip_of(const struct drawing *drawing, const struct reading *reading) {
    char *value = reading_text(drawing->figure->unit, *value_of(drawing, reading));
    char *where = isnan(reading->message_bytes)
                      ? must_strdup("")
                      : must_format(", %s", number_bytes(reading->message_bytes).text);
    char *tip =
        must_format("%s, %g worker%s%s: %s, %zu launch%s", reading->label, reading->point->workers,
                    number_plural(reading->point->workers), where, value, reading->point->launches,
                    reading->point->launches == 1 ? "" : "es");
    free(value);
    free(where);
    return tip;
}

/* How high the phases before this one reach: those of the same slot and place so far. */
static double floor_of(const struct drawing *drawing, const struct track *track, double x) {
    double top = 0;
    for (size_t i = 0; drawing->chart == CHART_PHASES && i < drawing->count; i++)
        for (size_t m = 0; drawing->items[i].slot == track->slot && m < drawing->items[i].count;
             m++)
            if (drawing->items[i].items[m].x == x)
                top = fmax(top, drawing->items[i].items[m].y);
    return top;
}

static void mark_add(struct drawing *drawing, const struct reading *reading) {
    const struct estimate value = *value_of(drawing, reading);
    struct track *track = track_of(drawing, reading);
    const double x = drawing->chart == CHART_SIZES ? reading->message_bytes
                                                   : place_of(drawing, reading->point->workers);
    const bool stacked = drawing->chart == CHART_PHASES;
    const double below = floor_of(drawing, track, x);
    const struct mark mark = {x,
                              below + value.value,
                              stacked ? NAN : value.low,
                              stacked ? NAN : value.high,
                              tip_of(drawing, reading),
                              stacked ? NULL : reading->point};
    ARRAY_PUSH(track, mark);
}

/* Of one start-up at one number of workers: all phases together, launch by launch. */
static void total_mark_add(struct drawing *drawing, struct track *track, enum starter whose,
                           double workers) {
    double *sums;
    const size_t launches = start_sums(drawing->probe, whose, workers, &sums);
    if (launches) {
        const struct estimate total = median_of_sorted(sums, launches);
        char *text = reading_text(UNIT_S, total);
        const struct mark mark = {place_of(drawing, workers),
                                  total.value,
                                  total.low,
                                  total.high,
                                  must_format("all phases, %g worker%s: %s, %zu launch%s", workers,
                                              number_plural(workers), text, launches,
                                              launches == 1 ? "" : "es"),
                                  NULL};
        ARRAY_PUSH(track, mark);
        free(text);
    }
    free(sums);
}

/* Medians of phases do not add up to the median of their sum, nor do their limits: stacks get
 * those of the sum. */
static void totals_add(struct drawing *drawing) {
    for (unsigned whose = 0; whose < STARTERS; whose++) {
        struct track track = {.label = must_strdup("all phases together, with limits"),
                              .slot = SLOT_RANKS + whose,
                              .is_total = true,
                              .unnamed = whose > 0};
        for (size_t i = 0; i < drawing->place_count; i++)
            total_mark_add(drawing, &track, (enum starter)whose, drawing->places[i]);
        if (track.count)
            track_push(drawing, track);
        else
            free(track.label);
    }
}

/* The share of items that took longer, from one bucket's edge to the next. */
static void tail_add(struct drawing *drawing, const struct reading *reading) {
    const struct histogram *latencies = &reading->point->configuration->latencies;
    struct track *track = track_of(drawing, reading);
    uint64_t longer = latencies->calls;
    for (size_t bucket = 0; bucket < HISTOGRAM_BUCKETS && longer; bucket++) {
        if (!latencies->counts[bucket])
            continue;
        longer -= latencies->counts[bucket];
        const double share = (longer ? (double)longer : 1) / (double)latencies->calls;
        const double edge_s = histogram_edge_s(bucket + 1);
        const struct mark mark = {edge_s,
                                  share,
                                  NAN,
                                  NAN,
                                  must_format("%s: %s %% took longer than %s", reading->label,
                                              number_plain(100 * share).text,
                                              number_time(edge_s).text),
                                  NULL};
        ARRAY_PUSH(track, mark);
    }
}

/* The most workers at which as many labels as possible have a distribution. */
static double tail_workers(const struct probe *probe) {
    double best = 0;
    size_t most = 0;
    for (size_t i = 0; i < probe->count; i++) {
        const double workers = probe->items[i].point->workers;
        size_t count = 0;
        for (size_t j = 0; j < probe->count; j++)
            count += probe->items[j].point->workers == workers &&
                     probe->items[j].point->configuration->latencies.calls > 0;
        if (count > most || (count && count == most && workers > best)) {
            most = count;
            best = workers;
        }
    }
    return best;
}

static struct drawing drawing_make(const struct probe *probe, unsigned which) {
    struct drawing drawing = {
        .probe = probe,
        .figure = &probe->kind->figures[probe->kind->charts[which].figure],
        .chart = probe->kind->charts[which].chart,
        .workers = tail_workers(probe),
    };
    for (size_t i = 0; i < probe->count; i++)
        if (is_drawn(&drawing, &probe->items[i]))
            place_add(&drawing, probe->items[i].point->workers);
    for (size_t i = 0; i < probe->count; i++)
        if (is_drawn(&drawing, &probe->items[i]))
            (drawing.chart == CHART_TAIL ? tail_add : mark_add)(&drawing, &probe->items[i]);
    if (drawing.chart == CHART_PHASES)
        totals_add(&drawing);
    return drawing;
}

static void drawing_clear(struct drawing *drawing) {
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t m = 0; m < drawing->items[i].count; m++)
            free(drawing->items[i].items[m].tip);
        free(drawing->items[i].items);
        free(drawing->items[i].label);
    }
    free(drawing->items);
}

static double drawing_highest(const struct drawing *drawing) {
    double highest = 0;
    for (size_t i = 0; i < drawing->count; i++)
        for (size_t m = 0; m < drawing->items[i].count; m++)
            highest = fmax(highest, drawing->items[i].items[m].y);
    return highest;
}

/* With the limits, which may add two thirds: one wide limit shall not squash everything else. */
static double frame_top(const struct drawing *drawing) {
    double highest = drawing_highest(drawing), most = highest * 5 / 3;
    for (size_t i = 0; i < drawing->count; i++)
        for (size_t m = 0; m < drawing->items[i].count; m++)
            highest = fmax(highest, fmin(most, drawing->items[i].items[m].high));
    return 1.05 * highest;
}

/* Whether all are zero: race without a lost update. Bars of nothing are no picture. */
static bool shows_something(const struct drawing *drawing) {
    return drawing->count && drawing_highest(drawing) > 0;
}

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

static struct scale scale_of(const struct drawing *drawing) {
    const double highest = drawing_highest(drawing);
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
static void print_launches(FILE *out, const struct probe_figure *figure, const struct mark *mark) {
    double *values = must_alloc(mark->point->launches * sizeof *values);
    const size_t count = reading_launches(figure, mark->point, values);
    for (size_t i = 0; i < count; i += 1 + count / DOTS_MAX)
        fprintf(out, "%.9g %.9g\n", mark->x, values[i]);
    free(values);
}

static bool data_write(const struct drawing *drawing, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct track *track = &drawing->items[i];
        fputs("# ", out);
        gnuplot_comment(out, track->label);
        fputs("\n# place value low high tip\n", out);
        for (size_t m = 0; m < track->count; m++) {
            const struct mark *mark = &track->items[m];
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

static void print_axes(FILE *out, const struct drawing *drawing, struct scale scale) {
    fprintf(out, "set ylabel '%s'\n", scale.name);
    if (is_logarithmic(drawing))
        fputs("set logscale y\nset format y '%g'\n", out);
    else
        fprintf(out, "set yrange [0:%.9g]\n", scale.factor * frame_top(drawing));
    if (drawing->figure->unit == UNIT_TIMES)
        fputs("set arrow from graph 0, first 1 to graph 1, first 1 nohead front dt 2 lc rgb "
              "'" COLOUR_REFERENCE "'\n",
              out);
    if (is_clustered(drawing)) {
        fprintf(out, "set xlabel '%s'\nset xrange [-0.5:%.1f]\nset xtics (",
                drawing->chart == CHART_PHASES && drawing->slots > SLOT_RANKS + STARTER_BARE
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
static char *place_text(const struct drawing *drawing, const struct track *track, double aside) {
    if (drawing->chart == CHART_TAIL)
        return must_strdup("($1*1e6)");
    if (!is_clustered(drawing))
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
static void print_dots(FILE *out, const struct drawing *drawing, size_t i, struct scale scale,
                       const char *colour) {
    char *x = place_text(drawing, &drawing->items[i], 0.25);
    fprintf(out,
            ", \\\n  '' index %zu using %s:($2*%g) with points pt 7 ps 0.3 lc rgb '#60%s' notitle",
            2 * i + 1, x, scale.factor, colour + 1);
    free(x);
}

/* With the comma behind it. */
static void print_key(FILE *out, const struct track *track, const char *style) {
    if (track->unnamed)
        return;
    fprintf(out, "keyentry with %s title ", style);
    gnuplot_key_text(out, track->label);
    fputs(", \\\n  ", out);
}

static void print_bars(FILE *out, const struct drawing *drawing, const char *name, size_t i,
                       const char *x, struct scale scale) {
    const struct track *track = &drawing->items[i];
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

static void print_total(FILE *out, const struct drawing *drawing, const char *name, size_t i,
                        const char *x, struct scale scale) {
    static const char style[] = "points pt 9 ps 0.7 lc rgb '" COLOUR_INK "'";
    print_key(out, &drawing->items[i], style);
    fprintf(out, "'%s.dat' index %zu using %s:($2*%g) with %s notitle", name, 2 * i, x,
            scale.factor, style);
    print_limits(out, i, x, scale, COLOUR_INK);
}

static void print_points(FILE *out, const struct drawing *drawing, const char *name, size_t i,
                         const char *x, struct scale scale) {
    const struct stroke stroke = stroke_for(drawing->items[i].colour);
    const char *how = is_clustered(drawing) ? "points" : "linespoints";
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
static size_t track_in_order(const struct drawing *drawing, size_t n) {
    size_t bars = drawing->count;
    if (drawing->chart != CHART_PHASES)
        return n;
    while (bars && drawing->items[bars - 1].is_total)
        bars--;
    return n < bars ? bars - 1 - n : n;
}

static void print_plot(FILE *out, const struct drawing *drawing, const char *name,
                       struct scale scale) {
    const bool bars = !is_logarithmic(drawing);
    for (size_t n = 0; n < drawing->count; n++) {
        const size_t i = track_in_order(drawing, n);
        const struct track *track = &drawing->items[i];
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

static bool script_write(const struct drawing *drawing, const char *folder, const char *name,
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
    struct drawing drawing = drawing_make(probe, which);
    bool good = true;
    if (shows_something(&drawing)) {
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
    drawing_clear(&drawing);
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
