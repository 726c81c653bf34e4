/*
 * What the pictures of the probes consist of (probeplot.h): one drawing for each chart that
 * probe/probe_kind.c names, of tracks (what has an entry in the key) of marks (a bar, a point, a
 * corner of a curve). Values are in the unit of the chart's figure, not yet scaled for an axis.
 */
#ifndef CONVOY_PROBEMARKS_H
#define CONVOY_PROBEMARKS_H

#include "readings.h"

#include <stdbool.h>
#include <stddef.h>

enum { PROBE_PLACES_MAX = 64 };

/* CHART_PHASES: bars beside each other. Ranks and a bare program (enum starter) are slots from
 * PROBE_SLOT_RANKS on. */
enum { PROBE_SLOT_TEAM, PROBE_SLOT_RANKS };

/* One mark: a bar, a point, a corner of a curve. */
struct probe_mark {
    double x, y, low, high;
    char *tip;
    const struct point *point; /* whose launches are drawn, too; NULL: none */
};

/* What has one entry in the key. */
struct probe_track {
    char *label;
    unsigned slot;   /* bars of different slots stand beside each other */
    unsigned colour; /* of stroke_for */
    bool is_total;   /* of a stack: its median and limits, no bar */
    bool unnamed;    /* its colour is in the key already */
    struct probe_mark *items;
    size_t count, room;
};

struct probe_drawing {
    const struct probe *probe;
    const struct probe_figure *figure;
    enum probe_chart chart;
    struct probe_track *items;
    size_t count, room;
    unsigned slots;
    double places[PROBE_PLACES_MAX]; /* worker counts, ascending: clusters 0, 1, ... */
    size_t place_count;
    double workers; /* CHART_TAIL: of all curves */
};

/* Of the probe's chart number `which`, which must be one; the probe must outlive it. */
struct probe_drawing probe_drawing_make(const struct probe *, unsigned which);
void probe_drawing_clear(struct probe_drawing *);

/* Marks stand at places 0, 1, ... (workers), not at a number. */
bool probe_drawing_is_clustered(const struct probe_drawing *);

/* Values on a logarithmic axis; all of them are above 0 then. */
bool probe_drawing_is_logarithmic(const struct probe_drawing *);

/* The highest value. */
double probe_drawing_highest(const struct probe_drawing *);

/* Where a linear axis ends: room for limits, too, but not for more than two thirds above the
 * highest value, because one wide limit shall not squash everything else. */
double probe_drawing_top(const struct probe_drawing *);

/* False if all are zero (race without a lost update): bars of nothing are no picture. */
bool probe_drawing_shows_something(const struct probe_drawing *);

#endif
