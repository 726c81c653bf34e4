/*
 * How long work roughly takes, from the kernels' tables alone: for estimating the time of a plan
 * and for keeping time limits. Nothing of it enters a result.
 */
#ifndef CONVOY_NOMINAL_H
#define CONVOY_NOMINAL_H

#include "kernel.h"

/* The work model of a kernel that may have none. */
struct work nominal_work(const struct kernel *, const struct problem *);

/* All items of a repetition one after the other, in nanoseconds, waits included. */
double nominal_total_ns(const struct kernel *, const struct problem *);

/* A repetition with that many PUs and no lock: waits overlap among workers, computing only among
 * PUs. */
double nominal_repetition_s(const struct kernel *, const struct problem *, unsigned pus);

#endif
