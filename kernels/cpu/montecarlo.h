/*
 * Random points for the kernel montecarlo, from a counter-based generator: a word depends on key
 * and counter alone, so item i has the same points whoever computes it.
 *
 * Philox4x32 with ten rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1,
 * 2, 3", SC11. Its known answers (Random123's kat_vectors) are in tests/unit/kernels.
 */
#ifndef CONVOY_MONTECARLO_H
#define CONVOY_MONTECARLO_H

#include <stdint.h>

enum { PHILOX_WORDS = 4, PHILOX_KEYS = 2, PHILOX_ROUNDS = 10, POINTS_PER_ITEM = 2 };

#define PHILOX_MULTIPLIER_0 UINT32_C(0xd2511f53)
#define PHILOX_MULTIPLIER_1 UINT32_C(0xcd9e8d57)
#define PHILOX_WEYL_0       UINT32_C(0x9e3779b9)
#define PHILOX_WEYL_1       UINT32_C(0xbb67ae85)

struct philox {
    uint32_t word[PHILOX_WORDS];
};

/* Words 0 and 1 are x and y of an item's first point, 2 and 3 those of its second. */
struct philox philox(struct philox counter, uint32_t key_0, uint32_t key_1);

/* The counter and, by pointer, the key of an item. */
struct philox montecarlo_counter(uint64_t item);

/* How many of an item's points lie in the quarter circle: by other arithmetic than the kernel's. */
unsigned montecarlo_reference(uint64_t seed, uint64_t item);

#endif
