#include "shuffle.h"

uint64_t splitmix64(uint64_t *state) {
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

uint64_t splitmix64_below(uint64_t *state, uint64_t bound) {
    const uint64_t unfair = -bound % bound; /* 2^64 mod bound */
    uint64_t drawn;
    do
        drawn = splitmix64(state);
    while (drawn < unfair);
    return drawn % bound;
}

void shuffle_indices(uint64_t seed, size_t count, size_t *indices) {
    for (size_t i = 0; i < count; i++)
        indices[i] = i;
    for (size_t left = count; left > 1; left--) {
        const size_t chosen = (size_t)splitmix64_below(&seed, left);
        const size_t kept = indices[left - 1];
        indices[left - 1] = indices[chosen];
        indices[chosen] = kept;
    }
}
