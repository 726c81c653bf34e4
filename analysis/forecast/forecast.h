/*
 * Simulated curves beside measured ones. A forecast is one kind of work on one simulated platform;
 * at each number of workers it has the simulated time and, where the data set holds the same work
 * measured with processes, the measured median. Nothing here enters a statistic, a fit or a verdict
 * of measured data.
 *
 * Efficiency: time of one worker / time of N under weak scaling, / (N time) under strong scaling;
 * simulated by simulated, measured by the measured serial run.
 * Error: simulated time / measured median - 1, on the platform that stands for this machine, whose
 * name begins with FORECAST_HERE. Its limits come from those of the median alone: a simulation of
 * given costs is exact, but the costs are medians, too.
 */
#ifndef CONVOY_FORECAST_H
#define CONVOY_FORECAST_H

#include "data.h"
#include "estimate.h"

#define FORECAST_HERE "this machine"

struct forecast_point {
    uint32_t workers;
    double simulated_s;          /* NaN: only measured, as a cluster's curve goes on beside it */
    struct estimate measured_s;  /* NaN: not measured */
    double fastest_s;            /* the shortest repetition: the least disturbed; NaN: none */
    size_t launches;             /* behind both */
    bool crowded;                /* measured with more workers than PUs, which took turns */
    double simulated_efficiency; /* NaN: one worker was not simulated */
    double measured_efficiency;  /* NaN: not measured */
};

struct forecast {
    char *name;                   /* for people: "heat, steps=20, weak scaling" */
    const char *platform;         /* in words; borrowed from the data set */
    bool here;                    /* simulates this machine: says how far simulations are off */
    struct forecast_point *items; /* workers ascending */
    size_t count, room;
};

struct forecasts {
    struct forecast *items; /* in order of appearance, those of this machine last */
    size_t count, room;
};

struct forecasts forecasts_make(const struct data *);
void forecasts_free(struct forecasts *);

/* simulated / measured - 1 with its limits; NaN where nothing was measured. */
struct estimate forecast_error(const struct forecast_point *);

/* The same against the fastest repetition: what is left without the noise that no simulation has.
 */
double forecast_error_fastest(const struct forecast_point *);

/* What validation says in one sentence. Free it. */
char *forecast_sentence(const struct forecasts *);

#endif
