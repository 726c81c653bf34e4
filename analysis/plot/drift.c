#include "drift.h"

#include "array.h"
#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "median.h"
#include "outfile.h"
#include "stroke.h"

#include <stdlib.h>

enum {
    LAUNCHES_NEEDED = 3, /* of a configuration: of two each is as far from their median */
    DOTS_NEEDED = 20,    /* of a study: below, nothing runs anywhere */
    DOTS_DRAWN = 1500,   /* of more every second is left out, or more */
    HEIGHT = 400,
    KEY_LETTERS = 20 /* of the longest entry */
};

/* The running median looks at this part of all launches. */
#define WIDTH_PART 0.05
enum { WIDTH_MIN = 7, LINE_ROWS = 300 };

/* Frame: three times the deviation that this part of the dots stays within, but never less than
 * that. */
#define FRAME_QUANTILE 0.9
#define FRAME_LEAST    0.05

/* What one colour stands for. */
static const struct {
    const char *name;
    enum role role;
    bool locked;
    struct stroke stroke;
} groups[] = {
    {"serial", ROLE_SERIAL, false, {"#000000", 1, 2}},
    {"threads", ROLE_THREADS, false, {"#0072b2", 1, 7}},
    {"threads with a lock", ROLE_THREADS, true, {"#e69f00", 1, 9}},
    {"processes", ROLE_PROCESSES, false, {"#d55e00", 1, 5}},
    {"hybrids", ROLE_HYBRID, false, {"#009e73", 1, 13}},
    {"others", ROLE_OTHER, false, {"#56b4e9", 1, 6}},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static bool belongs(const struct drift_dot *dot, size_t group) {
    const bool locked = dot->locked && dot->role == ROLE_THREADS;
    return dot->role == groups[group].role && locked == groups[group].locked;
}

static int by_sequence(const void *left, const void *right) {
    const struct drift_dot *a = left, *b = right;
    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

static void collect_point(struct drift_dots *dots, const struct series *series,
                          const struct point *point) {
    for (size_t i = 0; i < point->launches && point->launches >= LAUNCHES_NEEDED; i++) {
        const struct drift_dot dot = {point->launch_starts[i],
                                      point->ordered_s[i] / point->time_s.value, series->role,
                                      *series->lock != '\0'};
        if (axis_drawable(dot.ratio))
            ARRAY_PUSH(dots, dot);
    }
}

struct drift_dots drift_collect(const struct study *study) {
    struct drift_dots dots = {0};
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++) {
            const struct series *series = &study->items[i].items[s];
            for (size_t p = 0; p < series->count; p++)
                collect_point(&dots, series, &series->items[p]);
        }
    if (dots.count)
        qsort(dots.items, dots.count, sizeof *dots.items, by_sequence);
    return dots;
}

double *drift_running_median(const struct drift_dots *dots, size_t width) {
    double *medians = must_alloc((dots->count + 1) * sizeof *medians);
    double *room = must_alloc(width * sizeof *room);
    for (size_t i = 0; i < dots->count; i++) {
        const size_t begin = i < width / 2 ? 0 : i - width / 2;
        const size_t end = i + width / 2 + 1 < dots->count ? i + width / 2 + 1 : dots->count;
        for (size_t k = begin; k < end; k++)
            room[k - begin] = dots->items[k].ratio;
        values_sort(room, end - begin);
        medians[i] = median_of_sorted(room, end - begin).value;
    }
    free(room);
    return medians;
}

/* The deviation that most dots stay within. */
static double frame_of(const struct drift_dots *dots) {
    double *deviations = must_alloc(dots->count * sizeof *deviations);
    for (size_t i = 0; i < dots->count; i++)
        deviations[i] = fabs(dots->items[i].ratio - 1);
    values_sort(deviations, dots->count);
    const double most = deviations[(size_t)((double)(dots->count - 1) * FRAME_QUANTILE)];
    free(deviations);
    return fmax(3 * most, FRAME_LEAST);
}

/* What one picture is drawn from. */
struct drift {
    struct drift_dots dots;
    double *medians;
    size_t step;         /* every how many-th dot is drawn */
    double frame;        /* the axis goes from -frame to frame; 0.1: 10 % */
    size_t above, below; /* dots beyond, drawn at the edge */
};

static bool is_outside(const struct drift *drift, const struct drift_dot *dot) {
    return fabs(dot->ratio - 1) > drift->frame;
}

static struct drift drift_begin(const struct study *study) {
    struct drift drift = {.dots = drift_collect(study)};
    const size_t count = drift.dots.count;
    if (count < DOTS_NEEDED)
        return drift;
    const size_t part = (size_t)((double)count * WIDTH_PART);
    drift.medians = drift_running_median(&drift.dots, (part > WIDTH_MIN ? part : WIDTH_MIN) | 1);
    drift.step = (count + DOTS_DRAWN - 1) / DOTS_DRAWN;
    drift.frame = frame_of(&drift.dots);
    for (size_t i = 0; i < count; i++) /* with the whole line in it */
        drift.frame = fmax(drift.frame, 1.1 * fabs(drift.medians[i] - 1));
    for (size_t i = 0; i < count; i++)
        if (is_outside(&drift, &drift.dots.items[i]))
            ++*(drift.dots.items[i].ratio > 1 ? &drift.above : &drift.below);
    return drift;
}

static void drift_end(struct drift *drift) {
    free(drift->dots.items);
    free(drift->medians);
}

/* Those outside are always written, at the edge they are beyond. */
static void print_group(FILE *out, const struct drift *drift, size_t group) {
    fprintf(out, "# %s: launches\n# row ratio\n", groups[group].name);
    for (size_t i = 0, seen = 0; i < drift->dots.count; i++) {
        const struct drift_dot *dot = &drift->dots.items[i];
        if (belongs(dot, group) && seen++ % drift->step == 0 && !is_outside(drift, dot))
            fprintf(out, "%u %.4f\n", dot->sequence, dot->ratio);
    }
    fputs("NaN NaN\n\n\n", out);
}

static void print_edge(FILE *out, const struct drift *drift, bool above) {
    fprintf(out, "# beyond the frame, %s\n# row ratio\n", above ? "above" : "below");
    for (size_t i = 0; i < drift->dots.count; i++) {
        const struct drift_dot *dot = &drift->dots.items[i];
        if (is_outside(drift, dot) && (dot->ratio > 1) == above)
            fprintf(out, "%u %.4f\n", dot->sequence, dot->ratio);
    }
    fputs("NaN NaN\n\n\n", out);
}

static bool data_write(const struct drift *drift, const char *folder, struct fault *fault) {
    FILE *out = outfile_open(folder, "drift", "dat", fault);
    if (!out)
        return false;
    for (size_t group = 0; group < GROUPS; group++)
        print_group(out, drift, group);
    print_edge(out, drift, true);
    print_edge(out, drift, false);
    fputs("# running median\n# row ratio\n", out);
    const size_t step = (drift->dots.count + LINE_ROWS - 1) / LINE_ROWS;
    for (size_t i = 0; i < drift->dots.count; i += step)
        fprintf(out, "%u %.5f\n", drift->dots.items[i].sequence, drift->medians[i]);
    return outfile_close(out, folder, fault);
}

/* Where the axis begins, in per cent: no time is less than nothing. */
static double lowest_of(const struct drift *drift) {
    return -100 * fmin(drift->frame, 1);
}

static bool has_dots(const struct drift *drift, size_t group) {
    for (size_t i = 0; i < drift->dots.count; i++)
        if (belongs(&drift->dots.items[i], group))
            return true;
    return false;
}

static void print_edge_plot(FILE *out, int block, double edge, int marker) {
    fprintf(out,
            ", \\\n  'drift.dat' index %d using 1:(%.9g) with points pt %d ps 0.6 lc rgb "
            "'" COLOUR_SOFT "' notitle",
            block, edge, marker);
}

static void print_plot(FILE *out, const struct drift *drift) {
    fputs("plot 0 with lines lc rgb '" COLOUR_REFERENCE "' lw 1 title 'no drift'", out);
    for (size_t group = 0; group < GROUPS; group++) {
        if (!has_dots(drift, group))
            continue;
        const struct stroke stroke = groups[group].stroke;
        fprintf(out,
                ", \\\n  keyentry with points pt 7 ps 0.6 lc rgb '%s' title '%s', \\\n"
                "  'drift.dat' index %zu using 1:(100*($2-1)) with points pt 7 ps 0.3 lc rgb "
                "'#60%s' notitle",
                stroke.colour, groups[group].name, group, stroke.colour + 1);
    }
    if (drift->above + drift->below)
        fprintf(out,
                ", \\\n  keyentry with points pt 8 ps 0.6 lc rgb '" COLOUR_SOFT
                "' title '%zu beyond the frame'",
                drift->above + drift->below);
    if (drift->above)
        print_edge_plot(out, GROUPS, 100 * drift->frame, 8);
    if (drift->below)
        print_edge_plot(out, GROUPS + 1, lowest_of(drift), 10);
    fprintf(out,
            ", \\\n  'drift.dat' index %d using 1:(100*($2-1)) with lines lw 2 lc rgb '" COLOUR_INK
            "' title 'running median'\n",
            GROUPS + 2);
}

static size_t key_entries(const struct drift *drift) {
    size_t entries = 2 + (drift->above + drift->below > 0);
    for (size_t group = 0; group < GROUPS; group++)
        entries += has_dots(drift, group);
    return entries;
}

static bool script_write(const struct drift *drift, const char *folder, const char *title,
                         struct fault *fault) {
    FILE *out = outfile_open(folder, "drift", "gp", fault);
    if (!out)
        return false;
    const struct drift_dots *dots = &drift->dots;
    gnuplot_begin(out, "drift", title, HEIGHT);
    gnuplot_key(out, key_entries(drift), KEY_LETTERS, HEIGHT);
    fputs("set ylabel '% off the median'\n"
          "set xlabel 'row of the samples, in the order of the run'\nset format y '%+g'\n",
          out);
    fprintf(out, "set yrange [%.9g:%.9g]\nset xrange [%u:%u]\n", lowest_of(drift),
            100 * drift->frame, dots->items[0].sequence, dots->items[dots->count - 1].sequence + 1);
    print_plot(out, drift);
    gnuplot_end(out, "drift", HEIGHT);
    return outfile_close(out, folder, fault);
}

bool drift_add(const struct picture_input *input, struct pictures *pictures, struct fault *fault) {
    struct drift drift = drift_begin(input->study);
    bool good = true;
    if (drift.dots.count >= DOTS_NEEDED) {
        char *caption = must_strdup("Drift: all launches in the order of the run");
        good = data_write(&drift, pictures->folder, fault) &&
               script_write(&drift, pictures->folder, caption, fault);
        pictures_add(pictures, "drift", PICTURE_MAIN, must_strdup("drift"), caption);
    }
    drift_end(&drift);
    return good;
}
