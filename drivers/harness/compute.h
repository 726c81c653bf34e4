/*
 * Computing for a given time without looking at a clock: a loop of one decrement per step whose
 * speed is measured once. Work and not waiting: on a core that is shared it takes longer, as a
 * program's own work would.
 */
#ifndef CONVOY_COMPUTE_H
#define CONVOY_COMPUTE_H

#include <stdint.h>

/*
 * Steps per nanosecond of an undisturbed core: the fastest of several short runs, since whatever
 * disturbs one makes it slower. Takes a few milliseconds.
 */
double compute_speed(uint64_t (*clock)(void));

/* `steps` steps that the compiler cannot shorten. */
void compute_steps(uint64_t steps);

#endif
