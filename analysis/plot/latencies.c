#include "latencies.h"

#include "array.h"
#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "histogram.h"
#include "number.h"
#include "outfile.h"
#include "stroke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With the axis and its name. */
enum { FRAME_HEIGHT = 300 };

/* Where the axis of shares ends if no series says how many calls it had. */
#define SHARE_MIN 1e-3

/* Entry of the key beside the series, short enough for two columns. */
#define MARKS_ALONE "marks alone: p50, p99, max known"

static bool is_known(const struct point *point) {
    const double p50_us = point->measures[MEASURE_op_p50_us].value;
    return point->configuration->latencies.calls || (p50_us > 0 && axis_drawable(p50_us));
}

/* The point of a series at that number of workers, if it has latencies. */
static const struct point *known_at(const struct series *series, double workers) {
    const struct point *point = series_at(series, workers);
    return point && is_known(point) ? point : NULL;
}

static size_t series_known_at(const struct panel *panel, double workers) {
    size_t count = 0;
    for (size_t s = 0; s < panel->count; s++)
        count += known_at(&panel->items[s], workers) != NULL;
    return count;
}

double latencies_workers(const struct panel *panel) {
    double best = 0;
    size_t most = 0;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const double workers = panel->items[s].items[p].workers;
            const size_t count = series_known_at(panel, workers);
            if (count > most || (count && count == most && workers > best)) {
                most = count;
                best = workers;
            }
        }
    return best;
}

bool latencies_apply(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    return latencies_workers(panel) > 1;
}

/* A corner of the curve: what share of the calls took longer. */
struct corner {
    double latency_s, share;
};

struct tail {
    struct corner *items;
    size_t count, room;
};

/*
 * From the lower edge of the first bucket with calls to the upper edge of the last. Nothing took
 * longer than the longest call, and zero has no logarithm: the curve ends at the share of one call.
 */
static struct tail tail_make(const struct histogram *latencies) {
    struct tail tail = {0};
    uint64_t longer = latencies->calls;
    for (size_t k = 0; k < HISTOGRAM_BUCKETS && longer; k++) {
        const struct corner first = {histogram_edge_s(k), 1};
        if (!tail.count && latencies->counts[k])
            ARRAY_PUSH(&tail, first);
        longer -= latencies->counts[k];
        const double calls = (double)latencies->calls;
        const struct corner corner = {histogram_edge_s(k + 1), fmax((double)longer, 1) / calls};
        if (tail.count)
            ARRAY_PUSH(&tail, corner);
    }
    return tail;
}

/* Where the curve passes a share, between two corners along the straight line that is drawn. */
static double latency_at(const struct tail *tail, double share) {
    size_t i = 1;
    while (i + 1 < tail->count && tail->items[i].share > share)
        i++;
    const struct corner a = tail->items[i - 1], b = tail->items[i];
    const double part = a.share > b.share ? log(a.share / share) / log(a.share / b.share) : 1;
    return a.latency_s * pow(b.latency_s / a.latency_s, fmin(1, part));
}

static struct marks marks_of_tail(const struct tail *tail, double calls) {
    return (struct marks){
        .p50_s = latency_at(tail, 0.5),
        .p99_s = calls >= LATENCIES_FOR_P99 ? latency_at(tail, 0.01) : NAN,
        .max_s = tail->items[tail->count - 1].latency_s,
        .max_share = 1 / calls,
    };
}

/* What the rows say: medians over launches of what each repetition had. */
static struct marks marks_of_columns(const struct point *point) {
    const double calls = point->measures[MEASURE_blocking_calls].value;
    return (struct marks){
        .p50_s = 1e-6 * point->measures[MEASURE_op_p50_us].value,
        .p99_s = 1e-6 * point->measures[MEASURE_op_p99_us].value,
        .max_s = 1e-6 * point->measures[MEASURE_op_max_us].value,
        .max_share = calls >= 1 ? 1 / calls : SHARE_MIN,
    };
}

struct marks latencies_marks(const struct point *point) {
    const struct histogram *latencies = &point->configuration->latencies;
    if (!latencies->calls)
        return marks_of_columns(point);
    struct tail tail = tail_make(latencies);
    const struct marks marks = marks_of_tail(&tail, (double)latencies->calls);
    free(tail.items);
    return marks;
}

static void print_mark(FILE *out, const struct series *series, const char *noun, double latency_s,
                       double share) {
    if (!(latency_s > 0 && axis_drawable(latency_s))) {
        fprintf(out, "# no %s\n", noun);
        return;
    }
    char *tip = must_format("%s, %s: %s", series->name, noun, number_time(latency_s).text);
    fprintf(out, "%.9g %.9g ", latency_s, share);
    gnuplot_datum(out, tip);
    fputc('\n', out);
    free(tip);
}

static void print_point(FILE *out, const struct series *series, const struct point *point) {
    struct tail tail = tail_make(&point->configuration->latencies);
    const struct marks marks = latencies_marks(point);
    if (tail.count)
        fputs("# latency_s share_of_calls_that_took_longer\n", out);
    for (size_t i = 0; i < tail.count; i++)
        fprintf(out, "%.9g %.9g\n", tail.items[i].latency_s, tail.items[i].share);
    fputs(tail.count ? "\n\n# latency_s share tip\n" : "# latency_s share tip\n", out);
    print_mark(out, series, "median", marks.p50_s, 0.5);
    print_mark(out, series, "99th percentile", marks.p99_s, 0.01);
    print_mark(out, series, "longest call", marks.max_s, marks.max_share);
    fputs("\n\n", out);
    free(tail.items);
}

static bool data_write(const struct panel *panel, double workers, const char *folder,
                       const char *name, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    for (size_t s = 0; s < panel->count; s++) {
        const struct point *point = known_at(&panel->items[s], workers);
        if (!point)
            continue;
        fputs("# ", out);
        gnuplot_comment(out, panel->items[s].name);
        fprintf(out, ", %.0f workers, %.0f calls\n", workers,
                (double)point->configuration->latencies.calls);
        print_point(out, &panel->items[s], point);
    }
    return outfile_close(out, folder, fault);
}

/* What the axes must hold: from the first latency to the last, down to the smallest share. */
struct extent {
    double first_s, last_s, share;
};

static struct extent extent_of(const struct panel *panel, double workers) {
    struct extent extent = {INFINITY, 0, 0.01};
    for (size_t s = 0; s < panel->count; s++) {
        const struct point *point = known_at(&panel->items[s], workers);
        if (!point)
            continue;
        struct tail tail = tail_make(&point->configuration->latencies);
        const struct marks marks = latencies_marks(point);
        extent.first_s = fmin(extent.first_s, tail.count ? tail.items[0].latency_s : marks.p50_s);
        extent.last_s =
            fmax(extent.last_s,
                 axis_drawable(marks.max_s) ? fmax(marks.p50_s, marks.max_s) : marks.p50_s);
        extent.share = fmin(extent.share, marks.max_share);
        free(tail.items);
    }
    return extent;
}

/* Whether some series has no more than its three numbers. */
static bool marks_alone(const struct panel *panel, double workers) {
    for (size_t s = 0; s < panel->count; s++) {
        const struct point *point = known_at(&panel->items[s], workers);
        if (point && !point->configuration->latencies.calls)
            return true;
    }
    return false;
}

/* Letters of the longest entry of the key. */
static size_t key_letters(const struct panel *panel, double workers) {
    size_t letters = marks_alone(panel, workers) ? strlen(MARKS_ALONE) : 0;
    for (size_t s = 0; s < panel->count; s++)
        if (known_at(&panel->items[s], workers) && strlen(panel->items[s].name) > letters)
            letters = strlen(panel->items[s].name);
    return letters < GNUPLOT_KEY_LETTERS ? letters : GNUPLOT_KEY_LETTERS;
}

static void print_tail(FILE *out, struct stroke stroke, const char *name, size_t block,
                       double per_second) {
    fprintf(out,
            ", \\\n  '%s.dat' index %zu using ($1*%g):($2*100) with lines lw 2 dt %u lc rgb '%s' "
            "notitle",
            name, block, per_second, stroke.dash, stroke.colour);
}

static void print_marks(FILE *out, struct stroke stroke, const char *name, size_t block,
                        double per_second) {
    fprintf(out,
            ", \\\n  '%s.dat' index %zu using ($1*%g):($2*100) with points pt %u ps 1 lw 1.5 "
            "lc rgb '%s' notitle, \\\n  '' index %zu using ($1*%g):($2*100):3 with labels "
            "hypertext point pt 7 ps 1.4 lc rgb '#ff%s' notitle",
            name, block, per_second, stroke.marker, stroke.colour, block, per_second,
            stroke.colour + 1);
}

/* The key's entry first: what follows belongs to it. Returns the next block of the data: a series
 * without a histogram has one, its marks. */
static size_t print_series(FILE *out, const struct panel *panel, size_t s, double workers,
                           const char *name, size_t block, double per_second) {
    const struct stroke stroke = stroke_of(panel, s);
    fprintf(out, "%skeyentry with linespoints pt %u ps 1 lw 2 dt %u lc rgb '%s' title ",
            block ? ", \\\n  " : "plot ", stroke.marker, stroke.dash, stroke.colour);
    gnuplot_key_text(out, panel->items[s].name);
    if (known_at(&panel->items[s], workers)->configuration->latencies.calls)
        print_tail(out, stroke, name, block++, per_second);
    print_marks(out, stroke, name, block, per_second);
    return block + 1;
}

/* 1, 2, 5 times powers of ten where the range is short, otherwise powers alone. */
enum { FEW_TICS_BELOW = 200 };

static void print_tics(FILE *out, double first, double last) {
    static const double steps[] = {1, 2, 5};
    const size_t used = last / first < FEW_TICS_BELOW ? 3 : 1;
    const char *comma = "";
    fputs("set xtics (", out);
    for (int power = (int)floor(log10(first)); power <= (int)floor(log10(last)); power++)
        for (size_t i = 0; i < used; i++) {
            const double tic = steps[i] * pow(10, power);
            if (tic < first || tic > last)
                continue;
            fprintf(out, "%s'%g' %.9g", comma, tic, tic);
            comma = ", ";
        }
    fputs(")\n", out);
}

static void print_axes(FILE *out, struct extent extent, struct axis_unit unit) {
    const double first = extent.first_s * unit.per_second / 1.3,
                 last = extent.last_s * unit.per_second * 1.3;
    fprintf(out,
            "set logscale xy\nset format y '%%g %%%%'\nset xrange [%.9g:%.9g]\n"
            "set yrange [%.9g:100]\nset xlabel 'latency of one blocking call in %s'\n"
            "set ylabel 'calls that took longer'\n",
            first, last, 50 * extent.share, unit.name);
    print_tics(out, first, last);
    static const struct { const char *name, *share; } lines[] = {{"p50", "50"}, {"p99", "1"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fprintf(
            out,
            "set arrow from graph 0, first %s to graph 1, first %s nohead lc rgb '" COLOUR_REFERENCE
            "' lw "
            "1 dt 3 back\nset label '%s' at graph 1, first %s right offset -0.3,0.5 tc rgb "
            "'" COLOUR_SOFT "' font ',12'\n",
            lines[i].share, lines[i].share, lines[i].name, lines[i].share);
}

bool latencies_write(const struct picture_input *input, const struct panel *panel,
                     const char *folder, const char *name, struct fault *fault) {
    (void)input;
    const double workers = latencies_workers(panel);
    if (!data_write(panel, workers, folder, name, fault))
        return false;
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const bool marks = marks_alone(panel, workers);
    const size_t rows = series_known_at(panel, workers) + marks;
    const struct extent extent = extent_of(panel, workers);
    const struct axis_unit unit = axis_unit(extent.last_s);
    char *title = must_format("%s: blocking calls, %g workers", panel->name, workers);
    const unsigned height = FRAME_HEIGHT + gnuplot_title_height(title) +
                            gnuplot_key_height(rows, key_letters(panel, workers));
    gnuplot_begin(out, name, title, height);
    free(title);
    gnuplot_key(out, rows, key_letters(panel, workers), height);
    print_axes(out, extent, unit);
    size_t block = 0;
    for (size_t s = 0; s < panel->count; s++) {
        if (!known_at(&panel->items[s], workers))
            continue;
        block = print_series(out, panel, s, workers, name, block, unit.per_second);
    }
    if (marks)
        fputs(", \\\n  keyentry with dots lc rgb '" COLOUR_GROUND "' title '" MARKS_ALONE "'", out);
    fputc('\n', out);
    gnuplot_end(out, name, height);
    return outfile_close(out, folder, fault);
}
