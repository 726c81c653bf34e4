/*
 * factorial: large factorials in full, by a product tree over GMP.
 *
 * Item: one whole factorial n! with n = 10000 + (item mod 64), about a third of a millisecond. A
 * whole factorial and not one factor, because the cost of a full product grows faster than its
 * number of factors: w workers with a part of one product each would do less work in sum than one
 * worker alone, and the speed-up would be flattered. As in CPython, where math.factorial keeps the
 * lock until it is done, there is no look at a lock inside an item.
 *
 * Class cpu: operands of 15 kB stay in the first-level cache. Expected: the residue of n! modulo
 * the prime 2^61 - 1 by the recurrence n! = n (n-1)! in 128-bit arithmetic, without GMP; the prime
 * is larger than every n, so no residue is zero.
 *
 * Why the loop stays: the work is inside a library; the residue of every product enters the
 * checksum.
 */
#include "kernel.h"
#include "mix.h"
#include "product.h"

enum { SMALLEST_N = 10000, DIFFERENT_N = 64 };

/* 2^61 - 1, the ninth Mersenne prime. */
static const uint64_t modulus = (UINT64_C(1) << 61) - 1;

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    (void)problem;
    (void)env;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++)
        checksum += mix_pair(i, factorial_modulo(SMALLEST_N + i % DIFFERENT_N, modulus));
    return checksum;
}

static uint64_t multiply_modulo(uint64_t a, uint64_t b) {
    return (uint64_t)((unsigned __int128)a * b % modulus);
}

static void residues_compute(uint64_t residues[DIFFERENT_N]) {
    uint64_t residue = 1;
    for (unsigned n = 2; n < SMALLEST_N + DIFFERENT_N; n++) {
        residue = multiply_modulo(residue, n);
        if (n >= SMALLEST_N)
            residues[n - SMALLEST_N] = residue;
    }
}

static uint64_t expected(const struct problem *problem) {
    uint64_t residues[DIFFERENT_N];
    residues_compute(residues);
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, residues[i % DIFFERENT_N]);
    return checksum;
}

const struct kernel kernel_factorial = {
    .name = "factorial",
    .summary = "factorials of 10000 and a little more, in full (GMP)",
    .item = "one factorial",
    .class = CLASS_CPU,
    .default_size = 100,
    .items_per_look = 1,
    .nominal_ns_per_item = 320000.0,
    .unavailable = product_unavailable,
    .run = run,
    .expected = expected,
};
