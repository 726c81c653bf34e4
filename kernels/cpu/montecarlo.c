/*
 * montecarlo: estimates pi from random points in the unit square, of which pi/4 lie in the quarter
 * circle.
 *
 * Item: one block of the counter-based generator, two points. Class cpu. A coordinate is a whole
 * number of 32 bits, so whether a point is inside is decided exactly.
 *
 * Checksum: 1 for every item in the low 32 bits, 1 for every point inside in the high 32 bits. The
 * estimate is therefore in every row, the same for any split: pi ~ 4 (checksum >> 32) / (2 items),
 * as long as items and points inside are below 2^32. Expected: the same count by 128-bit
 * arithmetic (montecarlo_reference.c).
 *
 * Why the loop stays: the points inside enter the checksum.
 */
#include "montecarlo.h"

#include "kernel.h"

static inline uint32_t high(uint64_t product) {
    return (uint32_t)(product >> 32);
}

/* In line: the call would cost as much as a round. */
static inline struct philox philox_rounds(struct philox counter, uint32_t key_0, uint32_t key_1) {
    uint32_t a = counter.word[0], b = counter.word[1], c = counter.word[2], d = counter.word[3];
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        const uint64_t left = (uint64_t)PHILOX_MULTIPLIER_0 * a;
        const uint64_t right = (uint64_t)PHILOX_MULTIPLIER_1 * c;
        a = high(right) ^ b ^ key_0;
        b = (uint32_t)right;
        c = high(left) ^ d ^ key_1;
        d = (uint32_t)left;
        key_0 += PHILOX_WEYL_0;
        key_1 += PHILOX_WEYL_1;
    }
    return (struct philox){{a, b, c, d}};
}

struct philox philox(struct philox counter, uint32_t key_0, uint32_t key_1) {
    return philox_rounds(counter, key_0, key_1);
}

struct philox montecarlo_counter(uint64_t item) {
    return (struct philox){{(uint32_t)item, high(item), 0, 0}};
}

/* x^2 + y^2 < 2^64 without overflow: y^2 <= 2^64 - 1 - x^2, and that is x^2 with all bits turned.
 */
static inline uint64_t is_inside(uint64_t x, uint64_t y) {
    return y * y <= ~(x * x);
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    (void)env;
    const uint32_t key_0 = (uint32_t)problem->seed, key_1 = high(problem->seed);
    uint64_t inside = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const struct philox random = philox_rounds(montecarlo_counter(i), key_0, key_1);
        inside += is_inside(random.word[0], random.word[1]);
        inside += is_inside(random.word[2], random.word[3]);
    }
    return (range.end - range.begin) + (inside << 32);
}

static uint64_t expected(const struct problem *problem) {
    uint64_t inside = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        inside += montecarlo_reference(problem->seed, i);
    return problem->items + (inside << 32);
}

const struct kernel kernel_montecarlo = {
    .name = "montecarlo",
    .summary = "estimates pi from points of a counter-based random number generator",
    .item = "two random points",
    .class = CLASS_CPU,
    .default_size = 12000000,
    .items_per_look = 600,
    .nominal_ns_per_item = 7.5,
    .run = run,
    .expected = expected,
};
