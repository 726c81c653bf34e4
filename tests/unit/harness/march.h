/*
 * A kernel made up for tests, in lockstep: in every step its workers add up numbers and exchange
 * edges of other sizes than in the step before, each after a pause of its own, and compare what
 * they get with what it must be. A single wrong byte changes the checksum.
 */
#ifndef CONVOY_TEST_MARCH_H
#define CONVOY_TEST_MARCH_H

#include "kernel.h"

#include <stdatomic.h>

enum { MARCH_STEPS = 60 };

struct march {
    /* How it shall behave. */
    int fails_at;          /* worker that fails in the middle of its steps; -1: none */
    uint64_t slow_step_ns; /* worker 0 takes that long for its first step */
    /* What was done to it, in this process. */
    atomic_uint calls; /* of run */
    atomic_uint faults;
    atomic_ullong longest_wait_cpu_ns; /* processor time that one of the other workers took until
                                          worker 0's first step was done */
};

extern struct march march;
extern const struct kernel march_kernel;

void march_reset(void);

#endif
