#include "intervals.h"

#include "array.h"
#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "measure.h"
#include "median.h"
#include "number.h"
#include "outfile.h"
#include "stroke.h"
#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* With the axis and its name. */
enum { FRAME_HEIGHT = 280, KEY_LETTERS = 24 };

static const char colour[] = "#e69f00"; /* the lock's, as in the curves */

struct stop {
    double interval_us;
    size_t series;
    const struct point *point;
};

/* The points that differ in the interval alone, by interval. */
struct sweep {
    struct stop *items;
    size_t count, room;
    double workers;
};

/* A picture: what is on its y axis. */
struct face {
    const char *noun, *label;
    bool from_zero; /* else logarithmic */
    /* One value per launch of a point, NaN where unknown. */
    void (*values)(const struct panel *, const struct point *, double *values);
    /* A line for comparison: %g stands for the interval in seconds; NULL: none. */
    const char *reference, *reference_name;
};

/* Relative to the panel's base, which has its name on the axis. */
static void throughputs(const struct panel *panel, const struct point *point, double *values) {
    const struct point *base = panel_base(panel);
    const double growth = panel->weak ? point->workers / base->workers : 1;
    for (size_t i = 0; i < point->launches; i++)
        values[i] = growth * base->time_s.value / point->ordered_s[i];
}

static void unknowns(const struct point *point, double *values) {
    for (size_t i = 0; i < point->launches; i++)
        values[i] = NAN;
}

static void switch_rates(const struct panel *panel, const struct point *point, double *values) {
    (void)panel;
    if (!point_launch_values(point, MEASURE_gil_switches, values))
        unknowns(point, values);
    for (size_t i = 0; i < point->launches; i++)
        values[i] /= point->ordered_s[i];
}

static void latencies_ms(const struct panel *panel, const struct point *point, double *values) {
    (void)panel;
    if (!point_launch_values(point, MEASURE_op_p50_us, values))
        unknowns(point, values);
    for (size_t i = 0; i < point->launches; i++)
        values[i] *= 1e-3;
}

static const struct face throughput = {"throughput", "relative to", true, throughputs, NULL, NULL};
static const struct face switches = {
    "lock switches per second", "lock switches per second", false, switch_rates, "1e3/x",
    "one switch per interval"};
static const struct face latency = {"median latency of a blocking call",
                                    "median latency in ms",
                                    false,
                                    latencies_ms,
                                    "x",
                                    "one interval"};

static bool is_swept(const struct series *series) {
    return series->role == ROLE_THREADS && strcmp(series->lock, "cpython") == 0;
}

static bool differ_in_interval_alone(const struct setup *a, const struct setup *b) {
    struct setup x = *a;
    x.workers = b->workers;
    x.gil_interval_us = b->gil_interval_us;
    return memcmp(&x, b, sizeof x) == 0;
}

static int by_interval(const void *left, const void *right) {
    const struct stop *a = left, *b = right;
    return (a->interval_us > b->interval_us) - (a->interval_us < b->interval_us);
}

/* All series like this one at that number of workers. */
static struct sweep sweep_around(const struct picture_input *input, const struct panel *panel,
                                 const struct series *like, double workers) {
    struct sweep sweep = {.workers = workers};
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        struct stop stop = {.series = s, .point = series_at(series, workers)};
        const char *text = data_text(input->study->data, series->setup->gil_interval_us);
        if (stop.point && is_swept(series) &&
            differ_in_interval_alone(series->setup, like->setup) &&
            !text_real(text, &stop.interval_us) && stop.interval_us > 0)
            ARRAY_PUSH(&sweep, stop);
    }
    if (sweep.count)
        qsort(sweep.items, sweep.count, sizeof *sweep.items, by_interval);
    return sweep;
}

/* The sweep with the most intervals, of those the one with the most workers. Free its items. */
static struct sweep sweep_make(const struct picture_input *input, const struct panel *panel) {
    struct sweep best = {0};
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; is_swept(&panel->items[s]) && p < panel->items[s].count; p++) {
            const double workers = panel->items[s].items[p].workers;
            struct sweep sweep = sweep_around(input, panel, &panel->items[s], workers);
            const bool better =
                sweep.count > best.count || (sweep.count == best.count && workers > best.workers);
            free(better ? best.items : sweep.items);
            best = better ? sweep : best;
        }
    return best;
}

/* The median over launches with its limits. */
static struct estimate summarise(const struct face *face, const struct panel *panel,
                                 const struct point *point, double *values) {
    size_t known = 0;
    face->values(panel, point, values);
    for (size_t i = 0; i < point->launches; i++)
        if (isfinite(values[i]))
            values[known++] = values[i];
    values_sort(values, known);
    for (size_t i = known; i < point->launches; i++)
        values[i] = NAN;
    return known ? median_of_sorted(values, known) : estimate_unknown();
}

/* Whether every stop has a value, greater than 0, on this face. */
static bool is_known(const struct face *face, const struct panel *panel,
                     const struct sweep *sweep) {
    for (size_t i = 0; i < sweep->count; i++) {
        const struct point *point = sweep->items[i].point;
        double *values = must_alloc(point->launches * sizeof *values);
        const struct estimate estimate = summarise(face, panel, point, values);
        free(values);
        if (!(estimate.value > 0 && axis_drawable(estimate.value)))
            return false;
    }
    return true;
}

static bool applies(const struct face *face, const struct picture_input *input,
                    const struct panel *panel) {
    struct sweep sweep = sweep_make(input, panel);
    const bool good = sweep.count >= INTERVALS_MIN && is_known(face, panel, &sweep);
    free(sweep.items);
    return good;
}

static void print_medians(FILE *out, const struct face *face, const struct panel *panel,
                          const struct sweep *sweep) {
    fprintf(out, "# %s\n# interval_ms median low high tip\n", face->noun);
    for (size_t i = 0; i < sweep->count; i++) {
        const struct point *point = sweep->items[i].point;
        double *values = must_alloc(point->launches * sizeof *values);
        const struct estimate estimate = summarise(face, panel, point, values);
        free(values);
        fprintf(out, "%.9g %.9g %.9g %.9g \"%g ms: %s (%s), %zu launches\"\n",
                1e-3 * sweep->items[i].interval_us, estimate.value, estimate.low, estimate.high,
                1e-3 * sweep->items[i].interval_us, number_plain(estimate.value).text,
                number_limits(estimate).text, point->launches);
    }
    fputs("\n\n", out);
}

static void print_launches(FILE *out, const struct face *face, const struct panel *panel,
                           const struct sweep *sweep) {
    fputs("# interval_ms value of each launch\n", out);
    for (size_t i = 0; i < sweep->count; i++) {
        const struct point *point = sweep->items[i].point;
        double *values = must_alloc(point->launches * sizeof *values);
        face->values(panel, point, values);
        for (size_t l = 0; l < point->launches; l++)
            fprintf(out, "%s%.9g %.9g\n", axis_drawable(values[l]) ? "" : "# left out: ",
                    1e-3 * sweep->items[i].interval_us, values[l]);
        free(values);
    }
}

static bool data_write(const struct face *face, const struct panel *panel,
                       const struct sweep *sweep, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    print_medians(out, face, panel, sweep);
    print_launches(out, face, panel, sweep);
    return outfile_close(out, folder, fault);
}

static void print_axes(FILE *out, const struct face *face, const struct panel *panel,
                       const struct sweep *sweep) {
    const double first = 1e-3 * sweep->items[0].interval_us,
                 last = 1e-3 * sweep->items[sweep->count - 1].interval_us;
    fprintf(out, "set xlabel 'switch interval in ms'\nset logscale x\nset xrange [%.9g:%.9g]\n",
            first / 1.5, last * 1.5);
    fputs("set xtics (", out);
    for (size_t i = 0; i < sweep->count; i++)
        fprintf(out, "%s'%g' %.9g", i ? ", " : "", 1e-3 * sweep->items[i].interval_us,
                1e-3 * sweep->items[i].interval_us);
    fputs(face->from_zero ? ")\nset yrange [0:*<1.2]\n" : ")\nset logscale y\n", out);
    char *base = panel_base_name(panel);
    char *label =
        face->from_zero ? must_format("%s %s", face->label, base) : must_strdup(face->label);
    fputs("set ylabel ", out);
    gnuplot_text(out, label);
    fputs("\n", out);
    free(label);
    free(base);
}

/* Where the dots of launches lie beside their interval, so that no mark covers them; part of the
 * axis. */
#define BESIDE 0.035

static double beside_of(const struct sweep *sweep) {
    return pow(2.25 * sweep->items[sweep->count - 1].interval_us / sweep->items[0].interval_us,
               BESIDE);
}

static void print_plot(FILE *out, const struct face *face, const struct sweep *sweep,
                       const char *name) {
    fprintf(
        out,
        "plot '%s.dat' index 1 using ($1*%.4g):2 with points pt 7 ps 0.45 lc rgb '#40%s' title "
        "'one launch', \\\n"
        "  keyentry with linespoints pt 9 ps 0.7 lw 2 dt 3 lc rgb '%s' title 'median and 95 %% "
        "limits', \\\n"
        "  '' index 0 using 1:2:3:4 with yerrorbars pt 0 ps 0 lw 2 lc rgb '%s' notitle, \\\n"
        "  '' index 0 using 1:2 with linespoints pt 9 ps 0.7 lw 2 dt 3 lc rgb '%s' notitle, \\\n"
        "  '' index 0 using 1:2:5 with labels hypertext point pt 7 ps 1.4 lc rgb '#ff%s' "
        "notitle",
        name, beside_of(sweep), colour + 1, colour, colour, colour, colour + 1);
    if (face->reference)
        fprintf(out, ", \\\n  %s with lines lw 1.5 dt 2 lc rgb '" COLOUR_INK "' title '%s'",
                face->reference, face->reference_name);
    fputc('\n', out);
}

static bool write(const struct face *face, const struct picture_input *input,
                  const struct panel *panel, const char *folder, const char *name,
                  struct fault *fault) {
    struct sweep sweep = sweep_make(input, panel);
    CHECK(sweep.count);
    FILE *out = data_write(face, panel, &sweep, folder, name, fault)
                    ? outfile_open(folder, name, "gp", fault)
                    : NULL;
    if (out) {
        char *title = must_format("%s: %s, %g threads", panel->name, face->noun, sweep.workers);
        const size_t entries = face->reference ? 3 : 2;
        const unsigned height =
            FRAME_HEIGHT + gnuplot_title_height(title) + gnuplot_key_height(entries, KEY_LETTERS);
        gnuplot_begin(out, name, title, height);
        free(title);
        gnuplot_key(out, entries, KEY_LETTERS, height);
        print_axes(out, face, panel, &sweep);
        print_plot(out, face, &sweep, name);
        gnuplot_end(out, name, height);
    }
    free(sweep.items);
    return out && outfile_close(out, folder, fault);
}

bool intervals_apply(const struct picture_input *input, const struct panel *panel) {
    return applies(&throughput, input, panel);
}

bool intervals_switches_apply(const struct picture_input *input, const struct panel *panel) {
    return applies(&switches, input, panel);
}

bool intervals_latency_apply(const struct picture_input *input, const struct panel *panel) {
    return applies(&latency, input, panel);
}

bool intervals_write(const struct picture_input *input, const struct panel *panel,
                     const char *folder, const char *name, struct fault *fault) {
    return write(&throughput, input, panel, folder, name, fault);
}

bool intervals_switches_write(const struct picture_input *input, const struct panel *panel,
                              const char *folder, const char *name, struct fault *fault) {
    return write(&switches, input, panel, folder, name, fault);
}

bool intervals_latency_write(const struct picture_input *input, const struct panel *panel,
                             const char *folder, const char *name, struct fault *fault) {
    return write(&latency, input, panel, folder, name, fault);
}
