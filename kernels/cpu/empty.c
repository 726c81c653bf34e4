/*
 * empty: nothing per task, so that what is measured is the harness: the floor under every other
 * number. The checksum counts the items that were handed out.
 */
#include "kernel.h"

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    (void)problem;
    (void)env;
    return range.end - range.begin;
}

static uint64_t expected(const struct problem *problem) {
    return problem->items;
}

const struct kernel kernel_empty = {
    .name = "empty",
    .summary = "does nothing: the floor that the harness itself costs",
    .item = "one item handed out",
    .class = CLASS_CPU,
    .default_size = 1,
    .items_per_look = UINT64_C(1) << 32,
    .nominal_ns_per_item = 0.0,
    .run = run,
    .expected = expected,
};
