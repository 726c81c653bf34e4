/*
 * What each probe is about: the one table that tells the report how to read rows of class `probe`.
 * They measure what threads and processes themselves cost, not work: speed-up, efficiency, scaling
 * models and recommendations do not apply. A probe that is not in the table is read by its time.
 *
 * To add a probe: one line in probe_kind.c.
 */
#ifndef CONVOY_PROBE_KIND_H
#define CONVOY_PROBE_KIND_H

#include "data.h"

#include <stdbool.h>

/* Wall time instead of a measure; nothing to divide by. */
enum { SOURCE_WALL_S = MEASURES, SOURCE_NONE };

/* The unit of a figure; of all but rates less is better. */
enum probe_unit { UNIT_S, UNIT_BYTES, UNIT_SHARE, UNIT_TIMES, UNIT_PER_S, UNIT_COUNT, PROBE_UNITS };

/* "s", "bytes", "1", "x", "1/s", "count": names by enum probe_unit, for files. */
extern const char *const probe_unit_names[PROBE_UNITS];

/* A figure: scale * value / per, of each launch, in the unit. */
struct probe_figure {
    const char *noun; /* "put to taken, p50"; NULL: the probe has no more figures */
    enum probe_unit unit;
    unsigned value, per; /* enum measure, SOURCE_WALL_S or, per only, SOURCE_NONE */
    double scale;
};

enum probe_chart {
    CHART_NONE,
    CHART_BARS,   /* by workers, from zero */
    CHART_DOTS,   /* by workers, logarithmic */
    CHART_PHASES, /* by workers: first team, phases of ranks on top of each other, of bare ones */
    CHART_SIZES,  /* by length of message, both axes logarithmic */
    CHART_TAIL    /* distribution of latencies at one number of workers */
};

enum { FIGURES_MAX = 6, CHARTS_MAX = 2 };

struct probe_kind {
    const char *name;  /* of the kernel; NULL: any other */
    const char *title; /* a heading */
    const char *about; /* one sentence: what was done */
    /* The first one is compared and drawn; further ones stand in the table. */
    struct probe_figure figures[FIGURES_MAX];
    struct {
        enum probe_chart chart;
        unsigned figure;
        const char *caption;
    } charts[CHARTS_MAX];
    bool growth;   /* how much a worker adds to the first figure is fitted */
    bool range;    /* the first figure depends on luck: its range over worker counts is told */
    unsigned bare; /* the figure that is ours over a bare loop's; 0: none */
};

/* Figures of probe crash. */
enum { CRASH_LOST, CRASH_KNOWN, CRASH_EXIT, CRASH_PER_TASK };

/* Never NULL. */
const struct probe_kind *probe_kind_find(const char *kernel);

/* "first OpenMP team": a variant for people; the variant itself where the table has none. */
const char *probe_variant_label(const char *kernel, const char *variant);

/* Whether that label says by itself whether it is about threads or processes. */
bool probe_variant_says_who(const char *kernel, const char *variant);

/* Its place in that table, in whose order variants are shown; unknown ones behind all. */
size_t probe_variant_place(const char *kernel, const char *variant);

#endif
