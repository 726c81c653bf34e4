/* What follows from a speed-up. Limits are mapped through: each is a monotone function of it. */
#ifndef CONVOY_SCALING_H
#define CONVOY_SCALING_H

#include "estimate.h"

/* estimate * factor, factor > 0. */
struct estimate estimate_scaled(struct estimate, double factor);

/* 1 / estimate for positive estimates; the limits change places. */
struct estimate estimate_inverse(struct estimate);

/*
 * The experimentally determined serial fraction e = (1/S - 1/p) / (1 - 1/p) of a speed-up S on p >
 * 1 workers. Karp & Flatt, "Measuring Parallel Processor Performance", CACM 33(5), 1990. Unknown
 * for p = 1.
 */
struct estimate karp_flatt(struct estimate speedup, double workers);

#endif
