#include "spin.h"

#include "clock.h"

/* KEEP lets the compiler neither shorten the loop nor count its rounds in advance. */
uint64_t spin_run(void *state, const struct problem *problem, struct range range, struct env *env) {
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

const struct kernel kernel_spin = {
    .name = "spin",
    .summary = "rounds of an empty loop",
    .item = "one round",
    .class = CLASS_CPU,
    .default_size = 1,
    .items_per_look = 100000,
    .run = spin_run,
};

double spin_calibrate_ns(void) {
    enum { CALLS = 20, ITEMS = 2000000 };
    uint64_t best_ns = UINT64_MAX;
    for (int call = 0; call < CALLS; call++) {
        const uint64_t begin_ns = clock_wall_ns();
        spin_run(NULL, NULL, (struct range){0, ITEMS}, NULL);
        const uint64_t took_ns = clock_wall_ns() - begin_ns;
        best_ns = took_ns < best_ns ? took_ns : best_ns;
    }
    return (double)best_ns / ITEMS;
}
