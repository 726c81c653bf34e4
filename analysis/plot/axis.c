#include "axis.h"

#include "check.h"

#include <stdlib.h>

/* More tics are left to gnuplot. */
enum { TICS_MAX = 24 };

/* More counts of a logarithmic axis: powers of two and the last alone. */
enum { TICS_LOG_MAX = 8 };

/* All workers from 1 on to no more than that many on a linear axis. */
enum { LINEAR_MAX = 12 };

/* By which factor limits may widen a logarithmic axis. */
#define LIMITS_FACTOR 16.0

/* Numbers of workers closer than this part of the axis, per digit, would run into each other. */
#define TIC_GAP 0.028

bool axis_drawable(double value) {
    return value == 0 || (fabs(value) >= 1e-30 && fabs(value) <= 1e30);
}

struct axis_range axis_nothing(void) {
    return (struct axis_range){INFINITY, -INFINITY};
}

struct axis_range axis_widened(struct axis_range range, double value) {
    if (!axis_drawable(value))
        return range;
    return (struct axis_range){fmin(range.low, value), fmax(range.high, value)};
}

struct axis_range axis_times(const struct panel *panel) {
    struct axis_range range = axis_nothing();
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct point *point = &panel->items[s].items[p];
            range = axis_widened(range, point->launch_s[0]);
            range = axis_widened(range, point->launch_s[point->launches - 1]);
        }
    return range;
}

struct axis_range axis_workers(const struct panel *panel) {
    struct axis_range range = axis_nothing();
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            range = axis_widened(range, panel->items[s].items[p].workers);
    return range;
}

/* The range of the values, and with their limits. */
static void estimates_extent(const struct panel *panel, axis_quantity *quantity,
                             struct axis_range *values, struct axis_range *all) {
    *values = *all = axis_nothing();
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct estimate estimate = quantity(&panel->items[s].items[p]);
            *values = axis_widened(*values, estimate.value);
            *all = axis_widened(axis_widened(*all, estimate.low), estimate.high);
        }
    *all = axis_widened(axis_widened(*all, values->low), values->high);
}

struct axis_range axis_estimates_log(const struct panel *panel, axis_quantity *quantity) {
    struct axis_range values, all;
    estimates_extent(panel, quantity, &values, &all);
    return (struct axis_range){fmax(all.low, values.low / LIMITS_FACTOR),
                               fmin(all.high, values.high * LIMITS_FACTOR)};
}

struct axis_range axis_estimates(const struct panel *panel, axis_quantity *quantity) {
    struct axis_range values, all;
    estimates_extent(panel, quantity, &values, &all);
    const double extent = values.high - values.low;
    if (!(extent > 0))
        return all;
    return (struct axis_range){fmax(all.low, values.low - 2 * extent),
                               fmin(all.high, values.high + 2 * extent)};
}

/* Distinct worker counts, ascending. */
struct counts {
    double *items;
    size_t count;
};

static int by_value(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Free items. */
static struct counts counts_of(const struct panel *panel) {
    size_t all = 0;
    for (size_t s = 0; s < panel->count; s++)
        all += panel->items[s].count;
    CHECK(all > 0); /* every panel has points */
    struct counts counts = {.items = must_alloc(all * sizeof *counts.items)};
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            counts.items[counts.count++] = panel->items[s].items[p].workers;
    qsort(counts.items, counts.count, sizeof *counts.items, by_value);
    size_t distinct = 0;
    for (size_t i = 0; i < counts.count; i++)
        if (!distinct || counts.items[i] > counts.items[distinct - 1])
            counts.items[distinct++] = counts.items[i];
    counts.count = distinct;
    return counts;
}

/* At least two octaves, and gaps: all of 1 to 12 grow by steps. More would be a crowd. */
static bool grows_by_factors(const struct counts *counts) {
    const double first = counts->items[0], last = counts->items[counts->count - 1];
    return last > LINEAR_MAX * first ||
           (last >= 4 * first && last - first > (double)counts->count - 1);
}

static bool is_log(const struct panel *panel, const struct counts *counts) {
    const bool steps = panel->tasks && !panel->weak;
    return steps ? grows_by_factors(counts) : counts->count > 1;
}

bool axis_workers_log(const struct panel *panel) {
    const struct counts counts = counts_of(panel);
    const bool log = is_log(panel, &counts);
    free(counts.items);
    return log;
}

bool axis_y_log(const struct panel *panel) {
    return !panel->weak && axis_workers_log(panel);
}

static double place_of(double workers, bool log) {
    return log ? log2(workers) : workers;
}

/* Room that a number needs beside its neighbour, in digits. */
static double digits_of(double workers) {
    return 1 + floor(log10(fmax(workers, 1)));
}

static bool is_power_of_two(double workers) {
    return log2(workers) == floor(log2(workers));
}

/* Tics from the largest number down, those left out that would touch the last one drawn. */
static void print_tics(FILE *out, const struct counts *counts, double last, bool log) {
    const double extent = fmax(place_of(last, log) - place_of(counts->items[0], log), 1);
    fprintf(out, "set xtics (%.9g", last);
    double drawn = last;
    for (size_t i = counts->count; i-- > 0;) {
        const double workers = counts->items[i];
        const double gap = (place_of(drawn, log) - place_of(workers, log)) / extent;
        const bool crowd = log && counts->count > TICS_LOG_MAX && !is_power_of_two(workers);
        if (crowd || workers >= drawn || gap < TIC_GAP * (digits_of(drawn) + 0.5))
            continue;
        fprintf(out, ", %.9g", workers);
        drawn = workers;
    }
    fputs(")\n", out);
}

void axis_print_workers(FILE *out, const struct panel *panel, double last) {
    const struct counts counts = counts_of(panel);
    const bool log = is_log(panel, &counts);
    const double first = counts.items[0];
    fputs("set xlabel 'workers'\n", out);
    if (log)
        fprintf(out, "set logscale x 2\nset xrange [%.9g:%.9g]\n", first / 1.19, last * 1.19);
    else
        fprintf(out, "set xrange [%.9g:%.9g]\n", first - 0.5, last + 0.5);
    if (log || counts.count <= TICS_MAX)
        print_tics(out, &counts, last, log);
    free(counts.items);
}

/* Powers of two; within two octaves numbers between them, too. */
static void print_y_tics(FILE *out, struct axis_range range) {
    static const double steps[] = {1, 1.5, 1.25, 1.75};
    const double octaves = log2(range.high / range.low);
    const size_t used = octaves < 1.2 ? 4 : octaves < 2.6 ? 2 : 1;
    const char *comma = "";
    fputs("set ytics (", out);
    for (int power = (int)floor(log2(range.low)); power <= log2(range.high); power++)
        for (size_t i = 0; i < used; i++) {
            const double tic = ldexp(steps[i], power);
            if (tic < range.low || tic > range.high)
                continue;
            fprintf(out, "%s'%.3g' %.9g", comma, tic, tic);
            comma = ", ";
        }
    fputs(")\n", out);
}

/* Decades where powers of two would be many. At least half an octave: there is always a tic. */
static void print_y_log(FILE *out, struct axis_range range) {
    const double room = fmax(1.15, sqrt(M_SQRT2 * range.low / range.high));
    const struct axis_range wide = {range.low / room, range.high * room};
    const bool decades = wide.high / wide.low > 1000;
    fprintf(out, "set logscale y %d\nset yrange [%.9g:%.9g]\n", decades ? 10 : 2, wide.low,
            wide.high);
    if (!decades)
        print_y_tics(out, wide);
}

void axis_print_y_linear(FILE *out, struct axis_range range) {
    if (range.low > range.high)
        range = (struct axis_range){0, 1};
    const double low = fmin(range.low, 0), high = fmax(range.high, 0);
    const double room = 0.1 * (high > low ? high - low : 1);
    fprintf(out, "set yrange [%.9g:%.9g]\nset format y '%%g'\n", low < 0 ? low - room : 0,
            high + room);
}

void axis_print_y(FILE *out, const struct panel *panel, struct axis_range range) {
    if (range.low > range.high)
        range = (struct axis_range){1, 2};
    const bool wide = !panel->weak && range.high >= 20 * range.low;
    if (range.low > 0 && (wide || axis_y_log(panel)))
        print_y_log(out, range);
    else
        axis_print_y_linear(out, range);
    fputs("set format y '%g'\n", out);
}

double axis_tic(double last) {
    const double wanted = last / 4, power = pow(10, floor(log10(wanted)));
    const double digit = wanted / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

struct axis_unit axis_unit(double seconds) {
    static const struct {
        double least_s; /* from here on */
        struct axis_unit unit;
    } units[] = {{3 * 3600, {1 / 3600.0, "h"}},
                 {300, {1 / 60.0, "min"}},
                 {0.9995, {1, "s"}},
                 {0.9995e-3, {1e3, "ms"}},
                 {0.9995e-6, {1e6, "us"}}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (seconds >= units[i].least_s)
            return units[i].unit;
    return (struct axis_unit){1e9, "ns"};
}
