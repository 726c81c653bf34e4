#include "probemarks.h"

#include "array.h"
#include "histogram.h"
#include "median.h"
#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool probe_drawing_is_clustered(const struct probe_drawing *drawing) {
    return drawing->chart == CHART_BARS || drawing->chart == CHART_DOTS ||
           drawing->chart == CHART_PHASES;
}

bool probe_drawing_is_logarithmic(const struct probe_drawing *drawing) {
    return drawing->chart != CHART_BARS && drawing->chart != CHART_PHASES;
}

/* What start-up consists of: of threads the first team, of ranks and of a bare program one phase
 * after the other, from left to right. The same phase has the same colour. */
struct phase {
    unsigned slot, colour;
};

static bool phase_find(const char *variant, struct phase *phase) {
    *phase = (struct phase){PROBE_SLOT_TEAM, 0};
    if (strcmp(variant, "first_team") == 0)
        return true;
    for (unsigned whose = 0; whose < STARTERS; whose++)
        for (unsigned i = 0; i < START_PHASES; i++) {
            *phase = (struct phase){PROBE_SLOT_RANKS + whose, 1 + i};
            if (strcmp(start_phases[whose][i], variant) == 0)
                return true;
        }
    return false;
}

static bool is_phase(const struct reading *reading) {
    struct phase phase;
    return phase_find(reading->variant, &phase);
}

static const struct estimate *value_of(const struct probe_drawing *drawing,
                                       const struct reading *reading) {
    return &reading->figures[drawing->figure - drawing->probe->kind->figures];
}

/* Bars of nothing, at any number of workers, would only take places and colours from others. */
static bool is_never_seen(const struct probe_drawing *drawing, const char *label) {
    for (size_t i = 0; i < drawing->probe->count; i++) {
        const struct reading *other = &drawing->probe->items[i];
        if (strcmp(other->label, label) == 0 && value_of(drawing, other)->value > 0)
            return false;
    }
    return true;
}

static bool is_drawn(const struct probe_drawing *drawing, const struct reading *reading) {
    const double value = value_of(drawing, reading)->value;
    if (isnan(value) || (probe_drawing_is_logarithmic(drawing) && !(value > 0)))
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

static void place_add(struct probe_drawing *drawing, double workers) {
    size_t i = drawing->place_count;
    for (size_t j = 0; j < drawing->place_count; j++)
        if (drawing->places[j] == workers)
            return;
    if (i == PROBE_PLACES_MAX)
        return;
    for (; i > 0 && drawing->places[i - 1] > workers; i--)
        drawing->places[i] = drawing->places[i - 1];
    drawing->places[i] = workers;
    drawing->place_count++;
}

static double place_of(const struct probe_drawing *drawing, double workers) {
    size_t i = 0;
    while (i + 1 < drawing->place_count && drawing->places[i] != workers)
        i++;
    return (double)i;
}

static struct probe_track *track_push(struct probe_drawing *drawing, struct probe_track track) {
    if (track.slot >= drawing->slots)
        drawing->slots = track.slot + 1;
    ARRAY_PUSH(drawing, track);
    return &drawing->items[drawing->count - 1];
}

static struct probe_track *track_of(struct probe_drawing *drawing, const struct reading *reading) {
    for (size_t i = 0; i < drawing->count; i++)
        if (strcmp(drawing->items[i].label, reading->label) == 0)
            return &drawing->items[i];
    const unsigned next = (unsigned)drawing->count;
    struct phase phase = {next, next};
    if (drawing->chart == CHART_PHASES)
        phase_find(reading->variant, &phase);
    return track_push(
        drawing, (struct probe_track){.label = must_strdup(reading->label),
                                      .slot = phase.slot,
                                      .colour = phase.colour,
                                      .unnamed = drawing->chart == CHART_PHASES &&
                                                 phase.slot == PROBE_SLOT_RANKS + STARTER_BARE});
}

static char *tip_of(const struct probe_drawing *drawing, const struct reading *reading) {
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
static double floor_of(const struct probe_drawing *drawing, const struct probe_track *track,
                       double x) {
    double top = 0;
    for (size_t i = 0; drawing->chart == CHART_PHASES && i < drawing->count; i++)
        for (size_t m = 0; drawing->items[i].slot == track->slot && m < drawing->items[i].count;
             m++)
            if (drawing->items[i].items[m].x == x)
                top = fmax(top, drawing->items[i].items[m].y);
    return top;
}

static void mark_add(struct probe_drawing *drawing, const struct reading *reading) {
    const struct estimate value = *value_of(drawing, reading);
    struct probe_track *track = track_of(drawing, reading);
    const double x = drawing->chart == CHART_SIZES ? reading->message_bytes
                                                   : place_of(drawing, reading->point->workers);
    const bool stacked = drawing->chart == CHART_PHASES;
    const double below = floor_of(drawing, track, x);
    const struct probe_mark mark = {x,
                                    below + value.value,
                                    stacked ? NAN : value.low,
                                    stacked ? NAN : value.high,
                                    tip_of(drawing, reading),
                                    stacked ? NULL : reading->point};
    ARRAY_PUSH(track, mark);
}

/* Of one start-up at one number of workers: all phases together, launch by launch. */
static void total_mark_add(struct probe_drawing *drawing, struct probe_track *track,
                           enum starter whose, double workers) {
    double *sums;
    const size_t launches = start_sums(drawing->probe, whose, workers, &sums);
    if (launches) {
        const struct estimate total = median_of_sorted(sums, launches);
        char *text = reading_text(UNIT_S, total);
        const struct probe_mark mark = {place_of(drawing, workers),
                                        total.value,
                                        total.low,
                                        total.high,
                                        must_format("all phases, %g worker%s: %s, %zu launch%s",
                                                    workers, number_plural(workers), text, launches,
                                                    launches == 1 ? "" : "es"),
                                        NULL};
        ARRAY_PUSH(track, mark);
        free(text);
    }
    free(sums);
}

/* Medians of phases do not add up to the median of their sum, nor do their limits: stacks get
 * those of the sum. */
static void totals_add(struct probe_drawing *drawing) {
    for (unsigned whose = 0; whose < STARTERS; whose++) {
        struct probe_track track = {.label = must_strdup("all phases together, with limits"),
                                    .slot = PROBE_SLOT_RANKS + whose,
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
static void tail_add(struct probe_drawing *drawing, const struct reading *reading) {
    const struct histogram *latencies = &reading->point->configuration->latencies;
    struct probe_track *track = track_of(drawing, reading);
    uint64_t longer = latencies->calls;
    for (size_t bucket = 0; bucket < HISTOGRAM_BUCKETS && longer; bucket++) {
        if (!latencies->counts[bucket])
            continue;
        longer -= latencies->counts[bucket];
        const double share = (longer ? (double)longer : 1) / (double)latencies->calls;
        const double edge_s = histogram_edge_s(bucket + 1);
        const struct probe_mark mark = {edge_s,
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

struct probe_drawing probe_drawing_make(const struct probe *probe, unsigned which) {
    struct probe_drawing drawing = {
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

void probe_drawing_clear(struct probe_drawing *drawing) {
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t m = 0; m < drawing->items[i].count; m++)
            free(drawing->items[i].items[m].tip);
        free(drawing->items[i].items);
        free(drawing->items[i].label);
    }
    free(drawing->items);
}

double probe_drawing_highest(const struct probe_drawing *drawing) {
    double highest = 0;
    for (size_t i = 0; i < drawing->count; i++)
        for (size_t m = 0; m < drawing->items[i].count; m++)
            highest = fmax(highest, drawing->items[i].items[m].y);
    return highest;
}

double probe_drawing_top(const struct probe_drawing *drawing) {
    double highest = probe_drawing_highest(drawing), most = highest * 5 / 3;
    for (size_t i = 0; i < drawing->count; i++)
        for (size_t m = 0; m < drawing->items[i].count; m++)
            highest = fmax(highest, fmin(most, drawing->items[i].items[m].high));
    return 1.05 * highest;
}

bool probe_drawing_shows_something(const struct probe_drawing *drawing) {
    return drawing->count && probe_drawing_highest(drawing) > 0;
}
