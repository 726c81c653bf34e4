#include "curve.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

static const double STEP_VISIBLE = 0.05;

double panel_cores(const struct panel *panel) {
    if (!panel->pus || strcmp(panel->class, "io") == 0)
        return INFINITY;
    if (strcmp(panel->class, "mixed") != 0)
        return panel->pus;
    const struct point *base = panel_base(panel);
    const double share = base->measures[MEASURE_cpu_s].value / base->time_s.value;
    return base->workers == 1 && share > 0 ? panel->pus / fmin(share, 1) : INFINITY;
}

double series_cores(const struct panel *panel, const struct series *series) {
    const double cores = panel_cores(panel);
    if (!series->per_node || !panel->pus)
        return cores;
    return cores * series_pus(panel, series) / panel->pus;
}

struct frame frame_make(const struct panel *panel, const struct series *series) {
    const struct point *base = panel_base(panel);
    return (struct frame){
        .base_workers = base->workers,
        .base_s = base->time_s.value,
        .cores = series_cores(panel, series),
        .tasks = panel->tasks,
        .weak = panel->weak,
        .lock = lock_of(panel, series),
    };
}

struct curve curve_make(struct frame frame, const struct series *series) {
    CHECK(series->count > 0);
    struct curve curve = {.frame = frame, .count = series->count};
    curve.workers = must_alloc(curve.count * sizeof *curve.workers);
    curve.time_s = must_alloc(curve.count * sizeof *curve.time_s);
    for (size_t p = 0; p < curve.count; p++) {
        curve.workers[p] = series->items[p].workers;
        curve.time_s[p] = series->items[p].time_s.value;
        if (curve.workers[p] <= frame.cores)
            curve.within_cores = p + 1;
    }
    curve.points = curve.within_cores >= COUNTS_WITHIN_CORES ? curve.within_cores : curve.count;
    return curve;
}

void curve_free(struct curve *curve) {
    free(curve->workers);
    free(curve->time_s);
}

double frame_active(const struct frame *frame, double workers) {
    return fmin(workers, frame->cores);
}

double frame_work(const struct frame *frame, double workers) {
    return frame->weak ? workers : 1;
}

double step_rounds(double tasks, double workers, double cores) {
    return ceil(tasks / fmin(workers, cores));
}

bool curve_is_staircase(const struct curve *curve) {
    const struct frame *frame = &curve->frame;
    for (size_t i = 0; frame->tasks > 0 && i < curve->points; i++) {
        const double active = frame_active(frame, curve->workers[i]);
        const double rounds = step_rounds(frame->tasks, curve->workers[i], frame->cores);
        if (rounds * active / frame->tasks - 1 > STEP_VISIBLE)
            return true;
    }
    return false;
}
