#include "axis.h"

#include "check.h"

#include <math.h>

enum { TICS_MAX = 16 };

static struct axis_range widened(struct axis_range range, double value) {
    if (isnan(value))
        return range;
    return (struct axis_range){fmin(range.low, value), fmax(range.high, value)};
}

static const struct axis_range nothing = {INFINITY, -INFINITY};

struct axis_range axis_times(const struct panel *panel) {
    struct axis_range range = nothing;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct point *point = &panel->items[s].items[p];
            range = widened(range, point->launch_s[0]);
            range = widened(range, point->launch_s[point->launches - 1]);
        }
    return range;
}

struct axis_range axis_speedups(const struct panel *panel) {
    struct axis_range range = nothing;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++) {
            const struct estimate speedup = panel->items[s].items[p].speedup;
            range = widened(widened(widened(range, speedup.value), speedup.low), speedup.high);
        }
    return range;
}

struct axis_range axis_workers(const struct panel *panel) {
    struct axis_range range = nothing;
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            range = widened(range, panel->items[s].items[p].workers);
    return range;
}

/* Distinct worker counts, ascending; at most TICS_MAX, the rest is left to gnuplot. */
static size_t worker_counts(const struct panel *panel, double *counts) {
    size_t count = 0;
    double last = 0;
    while (count < TICS_MAX) {
        double next = INFINITY;
        for (size_t s = 0; s < panel->count; s++)
            for (size_t p = 0; p < panel->items[s].count; p++)
                if (panel->items[s].items[p].workers > last)
                    next = fmin(next, panel->items[s].items[p].workers);
        if (isinf(next))
            break;
        counts[count++] = last = next;
    }
    return count;
}

bool axis_workers_log(const struct panel *panel) {
    double counts[TICS_MAX];
    const size_t count = worker_counts(panel, counts);
    CHECK(count > 0); /* every panel has points */
    const double widest = counts[count - 1] / counts[0];
    return widest >= 4 && counts[count - 1] - counts[0] > (double)count - 1;
}

void axis_print_workers(FILE *out, const struct panel *panel) {
    double counts[TICS_MAX];
    const size_t count = worker_counts(panel, counts);
    const struct axis_range range = axis_workers(panel);
    fputs("set xlabel 'workers'\n", out);
    if (axis_workers_log(panel))
        fprintf(out, "set logscale x 2\nset xrange [%.9g:%.9g]\n", range.low / 1.19,
                range.high * 1.19);
    else
        fprintf(out, "set xrange [%.9g:%.9g]\n", range.low - 0.5, range.high + 0.5);
    if (count == TICS_MAX)
        return;
    fputs("set xtics (", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%.9g", i ? ", " : "", counts[i]);
    fputs(")\n", out);
}

void axis_print_y(FILE *out, const struct panel *panel, struct axis_range range) {
    if (axis_workers_log(panel) && range.high >= 4 * range.low)
        fprintf(out, "set logscale y 2\nset yrange [%.9g:%.9g]\n", range.low / 1.15,
                range.high * 1.15);
    else
        fprintf(out, "set yrange [0:%.9g]\n", range.high * 1.1);
    fputs("set format y '%g'\n", out);
}

double axis_tic(double last) {
    const double wanted = last / 4, power = pow(10, floor(log10(wanted)));
    const double digit = wanted / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

struct axis_unit axis_unit(double seconds) {
    static const struct axis_unit units[] = {{1, "s"}, {1e3, "ms"}, {1e6, "us"}, {1e9, "ns"}};
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof *units && seconds * units[i].per_second < 0.9995)
        i++;
    return units[i];
}
