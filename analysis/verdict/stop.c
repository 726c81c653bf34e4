#include "stop.h"

#include "check.h"
#include "contrast.h"
#include "rate.h"
#include "scaling.h"
#include "side.h"

#include <stdlib.h>
#include <string.h>

const char *const stop_reason_names[] = {
    [STOP_NONE] = "none",
    [STOP_RISING] = "rising",
    [STOP_LOCK] = "lock",
    [STOP_STEPS] = "steps",
    [STOP_CORES] = "cores",
    [STOP_BANDWIDTH] = "bandwidth",
    [STOP_COMMUNICATION] = "communication",
    [STOP_FALLS] = "falls",
    [STOP_OPEN] = "open",
    [STOP_UNKNOWN] = "unknown",
};

/* What every reason is judged by. */
struct inquiry {
    const struct panel *panel;
    const struct series *series;
    const struct scaling *scaling;
    size_t at; /* index of the point where it stops; larger numbers follow */
    struct stop *stop;
};

static bool is_faster(struct estimate ratio, double p_value) {
    if (!estimate_limited(ratio))
        return ratio.value > 1 + EQUAL_WITHIN;
    unsigned percent, wanted;
    return outcome_of(ratio, LAUNCHES_FOR_LIMITS, &percent, &wanted) == OUTCOME_B_FASTER &&
           !(p_value >= 1 - CONFIDENCE);
}

/* Whether the larger number is faster, as one of `larger` of which that is asked. */
static bool one_pays(const struct panel *panel, const struct point *point, const struct point *next,
                     size_t larger) {
    /* Comparing all launches is dear; what is slower by the medians needs no look. */
    if (!(next->speedup.value > point->speedup.value))
        return false;
    const struct contrast contrast = contrast_make(panel, point, next);
    return is_faster(contrast.ratio, contrast.p_value * (double)larger);
}

static size_t fastest_after(const struct series *series, size_t at) {
    size_t fastest = at + 1;
    for (size_t p = at + 2; p < series->count; p++)
        if (series->items[p].speedup.value > series->items[fastest].speedup.value)
            fastest = p;
    return fastest;
}

/* Whether one of the larger numbers is faster than the point: most likely the fastest of them. */
static bool more_pays(const struct panel *panel, const struct series *series, size_t at) {
    const size_t larger = series->count - at - 1;
    if (!larger)
        return false;
    const struct point *point = &series->items[at];
    if (one_pays(panel, point, &series->items[fastest_after(series, at)], larger))
        return true;
    for (size_t p = at + 1; p < series->count; p++)
        if (one_pays(panel, point, &series->items[p], larger))
            return true;
    return false;
}

/* With twice the workers twice the speed; what is missing of that at the next number. */
static double part_lost(const struct stop *stop) {
    return 1 - stop->next->speedup.value / stop->point->speedup.value * stop->point->workers /
                   stop->next->workers;
}

bool series_never_passes_one(const struct series *series) {
    for (size_t p = 0; p < series->count; p++) {
        const struct estimate speedup = series->items[p].speedup;
        if ((estimate_limited(speedup) ? speedup.high : speedup.value) > 1 + EQUAL_WITHIN)
            return false;
    }
    return true;
}

static bool is_lock(const struct inquiry *inquiry) {
    const struct series *series = inquiry->series;
    const struct stop *stop = inquiry->stop;
    if (!*series->lock)
        return false;
    if (isnan(stop->lock_wait.value))
        return series->role == ROLE_THREADS && series_never_passes_one(series);
    const double before = point_lock_wait(stop->point).value;
    const double more = stop->lock_wait.value - (isnan(before) ? 0 : before);
    return part_lost(stop) > EQUAL_WITHIN && more >= part_lost(stop) / 2;
}

static bool is_steps(const struct inquiry *inquiry) {
    const struct panel *panel = inquiry->panel;
    const struct series *series = inquiry->series;
    if (!panel->tasks || panel->weak)
        return false;
    return step_rounds(panel->tasks, series->items[inquiry->at].workers, INFINITY) <=
           step_rounds(panel->tasks, series->items[series->count - 1].workers, INFINITY);
}

static bool is_cores(const struct inquiry *inquiry) {
    return inquiry->stop->point->workers >= series_cores(inquiry->panel, inquiry->series);
}

static double bytes_per_s_of(const struct point *point) {
    const double rate = point_rate(point, MEASURE_bytes).value;
    return rate > 0 ? rate : 0;
}

static double series_bytes_per_s(const struct series *series) {
    double most = 0;
    for (size_t p = 0; p < series->count; p++)
        most = fmax(most, bytes_per_s_of(&series->items[p]));
    return most;
}

static bool is_near(double a, double b) {
    return fabs(a / b - 1) <= BANDWIDTH_WITHIN;
}

/* The most bytes per second of any series of the panel. */
static double panel_bytes_per_s(const struct panel *panel) {
    double most = 0;
    for (size_t s = 0; s < panel->count; s++)
        most = fmax(most, series_bytes_per_s(&panel->items[s]));
    return most;
}

/* Whether workers of another kind get no further than these. */
static bool others_stop_there(const struct panel *panel, const struct series *series, double rate) {
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *other = &panel->items[s];
        if (other->role == ROLE_SERIAL || other->role == series->role || *other->lock ||
            other->count < 2 || more_pays(panel, other, other->count - 2))
            continue;
        if (is_near(series_bytes_per_s(other), rate))
            return true;
    }
    return false;
}

static bool is_bandwidth(const struct inquiry *inquiry) {
    const struct panel *panel = inquiry->panel;
    inquiry->stop->bytes_per_s = point_rate(inquiry->stop->point, MEASURE_bytes);
    const double rate = inquiry->stop->bytes_per_s.value;
    const bool memory = strcmp(panel->class, "memory") == 0;
    if (!(rate > 0))
        return memory;
    return is_near(rate, panel_bytes_per_s(panel)) &&
           (memory || others_stop_there(panel, inquiry->series, rate));
}

/* The coefficient of communication of the Universal Scalability Law, where that is the model. */
static struct estimate kappa_of(const struct inquiry *inquiry) {
    const struct fit *fit = scaling_of(inquiry->scaling, inquiry->series)->chosen;
    if (!fit || strcmp(fit->model->name, "usl") != 0)
        return estimate_unknown();
    for (size_t i = 0; fit->model->parameters[i]; i++)
        if (strcmp(fit->model->parameters[i], "kappa") == 0)
            return fit->parameters[i];
    return estimate_unknown();
}

static bool is_communication(const struct inquiry *inquiry) {
    const struct estimate kappa = kappa_of(inquiry);
    if (kappa.low > 0) {
        inquiry->stop->kappa = kappa;
        return true;
    }
    return strcmp(inquiry->panel->class, "comm") == 0;
}

static bool is_fall(const struct inquiry *inquiry) {
    return !isnan(inquiry->stop->slower.value);
}

static bool is_open(const struct inquiry *inquiry) {
    return inquiry->stop->hopeful;
}

static bool is_unknown(const struct inquiry *inquiry) {
    (void)inquiry;
    return true;
}

/* In the order in which they are asked. */
static const struct {
    enum stop_reason reason;
    bool (*holds)(const struct inquiry *);
} reasons[] = {
    {STOP_LOCK, is_lock},
    {STOP_STEPS, is_steps},
    {STOP_CORES, is_cores},
    {STOP_BANDWIDTH, is_bandwidth},
    {STOP_COMMUNICATION, is_communication},
    {STOP_FALLS, is_fall},
    {STOP_OPEN, is_open},
    {STOP_UNKNOWN, is_unknown},
};

static struct estimate slower_of(const struct panel *panel, const struct series *series,
                                 size_t at) {
    const struct contrast contrast =
        contrast_make(panel, &series->items[series->count - 1], &series->items[at]);
    return is_faster(contrast.ratio, contrast.p_value) ? contrast.ratio : estimate_unknown();
}

static void reason_find(struct inquiry *inquiry) {
    const struct series *series = inquiry->series;
    struct stop *stop = inquiry->stop;
    const struct point *fastest = &series->items[fastest_after(series, inquiry->at)];
    stop->next = &series->items[inquiry->at + 1];
    if (fastest->speedup.value > stop->point->speedup.value * (1 + EQUAL_WITHIN))
        stop->hopeful = fastest;
    stop->slower = slower_of(inquiry->panel, series, inquiry->at);
    if (*series->lock)
        stop->lock_wait = point_lock_wait(stop->next);
    size_t i = 0;
    while (!reasons[i].holds(inquiry))
        i++;
    stop->reason = reasons[i].reason;
}

static bool has_limits(const struct series *series) {
    for (size_t p = 0; p < series->count; p++)
        if (series->items[p].launches < LAUNCHES_FOR_LIMITS)
            return false;
    return true;
}

struct stop stop_find(const struct panel *panel, const struct series *series,
                      const struct scaling *scaling) {
    struct stop stop = {.reason = STOP_NONE,
                        .exploratory = !has_limits(series),
                        .lock_wait = estimate_unknown(),
                        .bytes_per_s = estimate_unknown(),
                        .kappa = estimate_unknown(),
                        .slower = estimate_unknown()};
    if (series->count < 2)
        return stop;
    size_t at = 0;
    while (more_pays(panel, series, at))
        at++;
    stop.point = &series->items[at];
    stop.reason = STOP_RISING;
    if (at + 1 < series->count)
        reason_find(&(struct inquiry){panel, series, scaling, at, &stop});
    return stop;
}
