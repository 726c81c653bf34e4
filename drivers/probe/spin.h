/*
 * The work that probe metg and both sides of tests/bench/overhead dispatch: a loop of known length,
 * nothing else. One object file, called through the kernel's table by ours and directly by the bare
 * loops.
 */
#ifndef CONVOY_SPIN_H
#define CONVOY_SPIN_H

#include "kernel.h"

/* One round of the loop per item, about one cycle each; the checksum is the number of rounds. */
uint64_t spin_run(void *state, const struct problem *, struct range, struct env *);

extern const struct kernel kernel_spin;

/* Time of one item on this processor: the best of several long calls. Takes about 20 ms. */
double spin_calibrate_ns(void);

#endif
