/*
 * The points of an item by other arithmetic than the kernel's: the generator's round as the paper
 * writes it, on an array with the words permuted, and the circle in 128 bits, where nothing
 * overflows.
 */
#include "montecarlo.h"

__extension__ typedef unsigned __int128 wide;

static void round_reference(uint32_t word[PHILOX_WORDS], const uint32_t key[PHILOX_KEYS]) {
    const wide products[] = {(wide)PHILOX_MULTIPLIER_0 * word[0],
                             (wide)PHILOX_MULTIPLIER_1 * word[2]};
    const wide unit = (wide)1 << 32;
    const uint32_t next[PHILOX_WORDS] = {
        (uint32_t)(products[1] / unit) ^ word[1] ^ key[0],
        (uint32_t)(products[1] % unit),
        (uint32_t)(products[0] / unit) ^ word[3] ^ key[1],
        (uint32_t)(products[0] % unit),
    };
    for (int i = 0; i < PHILOX_WORDS; i++)
        word[i] = next[i];
}

unsigned montecarlo_reference(uint64_t seed, uint64_t item) {
    uint32_t word[PHILOX_WORDS] = {(uint32_t)(item % (UINT64_C(1) << 32)), (uint32_t)(item >> 32)};
    for (uint32_t round = 0; round < PHILOX_ROUNDS; round++) {
        const uint32_t key[PHILOX_KEYS] = {(uint32_t)seed + round * PHILOX_WEYL_0,
                                           (uint32_t)(seed >> 32) + round * PHILOX_WEYL_1};
        round_reference(word, key);
    }
    unsigned inside = 0;
    for (int point = 0; point < POINTS_PER_ITEM; point++) {
        const wide x = word[2 * point], y = word[2 * point + 1];
        inside += x * x + y * y < (wide)1 << 64;
    }
    return inside;
}
