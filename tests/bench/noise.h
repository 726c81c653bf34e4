/*
 * The noise guard of the benchmarks: how much processor time everybody else used while we measured.
 * From proc(5), /proc/stat, less our own and our ended children's time (getrusage(2)).
 */
#ifndef CONVOY_NOISE_H
#define CONVOY_NOISE_H

#include <stdbool.h>

/* A moment; what happened between two of them is noise_since. */
struct noise {
    double wall_s, all_busy_s, own_busy_s;
};

struct noise noise_now(void);

/* Processor time of all others since `begin`, as a number of processors kept busy: 0.5 is half of
 * one. */
double noise_since(const struct noise *begin);

/* Waits until the others use next to nothing, at most patience_s. */
void noise_wait_for_quiet(double patience_s);

/* Others that keep more than this number of processors busy disturb a measurement. */
#define NOISE_BOUND 0.15

#endif
