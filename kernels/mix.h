/*
 * Data as a function of (seed, index), so that any split of the items sees the same bits, and
 * checksums that notice an item that was left out, done twice or taken for another.
 *
 * The mixing function is the output step of SplitMix64: Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014, with the constants of its reference implementation
 * (Vigna, public domain). It is a bijection of 64-bit words. Not for security.
 */
#ifndef CONVOY_MIX_H
#define CONVOY_MIX_H

#include <stdint.h>

/* 2^64 divided by the golden ratio, odd: steps through all 64-bit words evenly (same paper). */
#define MIX_STEP UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t mix_word(uint64_t word) {
    word = (word ^ (word >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94d049bb133111eb);
    return word ^ (word >> 31);
}

/* A word that depends on both; the order of the two matters. */
static inline uint64_t mix_pair(uint64_t first, uint64_t second) {
    return mix_word(mix_word(first + MIX_STEP) + (second + 1) * MIX_STEP);
}

#endif
