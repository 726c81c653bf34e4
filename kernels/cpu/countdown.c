/*
 * countdown: counts down to zero, the CPU-bound task of the Python studies (a loop over n -= 1 from
 * 240,000,000; the default size is that figure).
 *
 * Item: one decrement. Class cpu: two registers, no memory, no system call. Expected: one decrement
 * counted per item, so the number of items.
 *
 * Why the loop stays: KEEP makes `left` unknown to the compiler after every step, so it can neither
 * compute the number of rounds in advance nor drop them, and `done` counts the rounds really made.
 * The machine code of gcc 12 and clang 14 is two independent additions and a branch: one cycle per
 * item.
 */
#include "kernel.h"

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    (void)problem;
    (void)env;
    uint64_t done = 0;
    for (uint64_t left = range.end - range.begin; left > 0; left--) {
        KEEP(left);
        done++;
    }
    return done;
}

static uint64_t expected(const struct problem *problem) {
    return problem->items;
}

const struct kernel kernel_countdown = {
    .name = "countdown",
    .summary = "counts down to zero, one decrement after the other",
    .item = "one decrement",
    .class = CLASS_CPU,
    .default_size = 240000000,
    .items_per_look = 20000,
    .nominal_ns_per_item = 0.28,
    .run = run,
    .expected = expected,
};
