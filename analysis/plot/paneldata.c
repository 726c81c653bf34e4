#include "paneldata.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "number.h"
#include "outfile.h"
#include "scaling.h"

#include <stdlib.h>

/* How far the outermost series may stand beside their number of workers: this part of the axis,
 * some pixels, but never more than so many workers or that part of them: nobody shall read a
 * speed-up off the ideal line, which stays where it is. */
#define DODGE         0.014
#define DODGE_WORKERS 0.06
#define DODGE_PART    0.03

/* A line through a model has at most that many points, and none for less than this part more
 * workers. */
enum { MODEL_POINTS = 40 };
#define MODEL_STEP 0.02

/* Of longer names a tip has the beginning. */
enum { TIP_NAME = 120 };

size_t paneldata_index(size_t series, enum block block) {
    return series * BLOCKS + block;
}

bool paneldata_has_steps(const struct panel *panel) {
    return panel->tasks > 0 && !panel->weak;
}

size_t paneldata_steps_index(const struct panel *panel) {
    return panel->count * BLOCKS;
}

const struct fits *paneldata_fits(const struct picture_input *input, const struct series *series) {
    const struct fits *fits = scaling_of(input->scaling, series);
    return fits->chosen && series->count > 1 ? fits : NULL;
}

/* All that a row says of one time. */
struct row_values {
    struct estimate time_s, speedup, efficiency, karp_flatt;
};

static void print_estimate(FILE *out, struct estimate estimate) {
    const double values[] = {estimate.value, estimate.low, estimate.high};
    for (size_t i = 0; i < 3; i++)
        if (axis_drawable(values[i]))
            fprintf(out, " %.6g", values[i]);
        else
            fputs(" NaN", out); /* never "-nan" or "inf" */
}

static void print_row(FILE *out, double x, const struct row_values *values) {
    fprintf(out, "%.6g", x);
    print_estimate(out, values->time_s);
    print_estimate(out, values->speedup);
    print_estimate(out, values->efficiency);
    print_estimate(out, values->karp_flatt);
}

/* Of what a picture cannot hold the row says nothing, and this line why. */
static void print_undrawable(FILE *out, double workers, const struct row_values *values) {
    if (!axis_drawable(values->time_s.value) || isinf(values->speedup.value) ||
        (!isnan(values->speedup.value) && !axis_drawable(values->speedup.value)))
        fprintf(out, "# left out, beyond any axis: %.6g workers, %.6g s\n", workers,
                values->time_s.value);
}

/* What one time would mean for the panel, as point_compare has it. */
static struct row_values values_of(const struct panel *panel, double workers, double time_s) {
    const struct point *base = panel_base(panel);
    const double growth = workers / base->workers;
    const double speedup = (panel->weak ? growth : 1) * base->time_s.value / time_s;
    struct row_values values = {
        .time_s = {time_s, NAN, NAN},
        .speedup = {speedup, NAN, NAN},
        .efficiency = {speedup / growth, NAN, NAN},
        .karp_flatt = estimate_unknown(),
    };
    if (!panel->weak && base->workers == 1)
        values.karp_flatt = karp_flatt(values.speedup, workers);
    return values;
}

double paneldata_predicted(const struct picture_input *input, const struct panel *panel,
                           const struct series *series, int column, double workers) {
    const struct fits *fits = paneldata_fits(input, series);
    if (!fits)
        return NAN;
    const double time_s = fits_predict_s(fits, fits->chosen, workers);
    const struct row_values values = values_of(panel, workers, time_s);
    return column == COLUMN_TIME_S ? time_s : values.speedup.value;
}

static void block_begin(FILE *out, const char *name, const char *what) {
    fputs("# ", out);
    gnuplot_comment(out, name);
    fprintf(out,
            ": %s\n# workers time_s low high speedup low high efficiency low high karp_flatt "
            "low high\n",
            what);
}

static void block_end(FILE *out, size_t rows) {
    if (!rows)
        fputs("NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN\n", out);
    fputs("\n\n", out);
}

static double dodged(const struct panel *panel, size_t series, double workers) {
    if (panel->count < 2)
        return workers;
    const struct axis_range range = axis_workers(panel);
    const double place = 2 * (double)series / ((double)panel->count - 1) - 1; /* -1 to 1 */
    const double wanted = axis_workers_log(panel)
                              ? workers * (pow(2 * range.high / range.low, DODGE) - 1)
                              : DODGE * (1 + range.high - range.low);
    return workers + place * fmin(wanted, fmax(DODGE_WORKERS, DODGE_PART * workers));
}

static char *tip_time(struct estimate time_s) {
    const struct axis_unit unit = axis_unit(time_s.value);
    const struct estimate scaled = estimate_scaled(time_s, unit.per_second);
    return must_format("%s %s (%s)", number_plain(scaled.value).text, unit.name,
                       number_limits(scaled).text);
}

static char *tip_speedup(struct estimate speedup) {
    if (isnan(speedup.value))
        return must_strdup("");
    if (!estimate_limited(speedup) || speedup.low == speedup.high) /* the base against itself */
        return must_format(", %sx", number_plain(speedup.value).text);
    return must_format(", %sx (%s)", number_plain(speedup.value).text, number_limits(speedup).text);
}

char *paneldata_tip(const struct series *series, const struct point *point) {
    char *time = tip_time(point->time_s), *speedup = tip_speedup(point->speedup);
    char *tip = must_format("%.*s, %g worker%s: %s%s, %zu launch%s", TIP_NAME, series->name,
                            point->workers, number_plural(point->workers), time, speedup,
                            point->launches, point->launches == 1 ? "" : "es");
    free(time);
    free(speedup);
    return tip;
}

static void print_medians(FILE *out, const struct panel *panel, size_t s) {
    const struct series *series = &panel->items[s];
    block_begin(out, series->name, "medians");
    for (size_t p = 0; p < series->count; p++) {
        const struct point *point = &series->items[p];
        const struct row_values values = {point->time_s, point->speedup, point->efficiency,
                                          point->karp_flatt};
        char *tip = paneldata_tip(series, point);
        print_undrawable(out, point->workers, &values);
        print_row(out, dodged(panel, s, point->workers), &values);
        fprintf(out, " %.9g ", point->workers);
        gnuplot_datum(out, tip);
        fputc('\n', out);
        free(tip);
    }
    block_end(out, series->count);
}

static void print_launches(FILE *out, const struct panel *panel, size_t s) {
    const struct series *series = &panel->items[s];
    block_begin(out, series->name, "launches");
    for (size_t p = 0; p < series->count; p++) {
        const struct point *point = &series->items[p];
        const size_t dots = point->launches < DOTS_MAX ? point->launches : DOTS_MAX;
        for (size_t i = 0; i < dots; i++) {
            const double time_s = point->launch_s[i * point->launches / dots];
            const struct row_values values = values_of(panel, point->workers, time_s);
            print_undrawable(out, point->workers, &values);
            print_row(out, dodged(panel, s, point->workers), &values);
            fputc('\n', out);
        }
    }
    block_end(out, series->count);
}

/* Workers are whole: where tasks make a staircase every one of few counts. Ends at `last`. */
static double workers_next(const struct panel *panel, double workers, double first, double last) {
    if (workers >= last)
        return INFINITY;
    if (paneldata_has_steps(panel))
        return fmin(fmax(workers + 1, ceil(workers * (1 + MODEL_STEP))), last);
    return fmin(workers * fmax(1 + MODEL_STEP, pow(last / first, 1.0 / MODEL_POINTS)), last);
}

static void print_model(FILE *out, const struct picture_input *input, const struct panel *panel,
                        size_t s, double first, double last, const char *what) {
    const struct fits *fits = paneldata_fits(input, &panel->items[s]);
    size_t rows = 0;
    block_begin(out, panel->items[s].name, what);
    double workers = first;
    while (fits && workers <= last) {
        const double time_s = fits_predict_s(fits, fits->chosen, workers);
        if (isfinite(time_s) && time_s > 0) {
            const struct row_values values = values_of(panel, workers, time_s);
            print_row(out, workers, &values);
            fputc('\n', out);
            rows++;
        }
        workers = workers_next(panel, workers, first, last);
    }
    block_end(out, rows);
}

static void print_steps(FILE *out, const struct panel *panel, double last) {
    const struct point *base = panel_base(panel);
    const double cores = panel_cores(panel);
    const double base_rounds = step_rounds(panel->tasks, base->workers, cores);
    block_begin(out, panel->name, "equal tasks");
    double workers = 1;
    while (workers <= last) {
        const double rounds = step_rounds(panel->tasks, workers, cores);
        const struct row_values values =
            values_of(panel, workers, base->time_s.value * rounds / base_rounds);
        print_row(out, workers, &values);
        fputc('\n', out);
        workers = workers_next(panel, workers, 1, last);
    }
}

bool paneldata_write(const struct picture_input *input, const struct panel *panel,
                     const char *folder, struct fault *fault) {
    FILE *out = outfile_open(folder, panel->slug, "dat", fault);
    if (!out)
        return false;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->items[s];
        const double first = series->items[0].workers,
                     last = series->items[series->count - 1].workers;
        print_medians(out, panel, s);
        print_launches(out, panel, s);
        print_model(out, input, panel, s, first, last, "model");
        print_model(out, input, panel, s, last, REACH * last, "model beyond the data");
    }
    if (paneldata_has_steps(panel))
        print_steps(out, panel, axis_workers(panel).high);
    return outfile_close(out, folder, fault);
}
