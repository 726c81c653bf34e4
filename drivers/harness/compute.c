#include "compute.h"

#include "kernel.h"

/* Long beside two looks at the clock (40 ns), short beside the time between two interruptions. */
enum { TRIALS = 40, TRIAL_STEPS = 500 * 1000 };

void compute_steps(uint64_t steps) {
    for (; steps > 0; steps--)
        KEEP(steps);
}

double compute_speed(uint64_t (*clock)(void)) {
    uint64_t shortest_ns = UINT64_MAX;
    for (int trial = 0; trial < TRIALS; trial++) {
        const uint64_t begin_ns = clock();
        compute_steps(TRIAL_STEPS);
        const uint64_t taken_ns = clock() - begin_ns;
        shortest_ns = taken_ns < shortest_ns ? taken_ns : shortest_ns;
    }
    return (double)TRIAL_STEPS / (double)(shortest_ns ? shortest_ns : 1);
}
