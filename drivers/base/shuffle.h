/*
 * Seeded random order. The same seed gives the same order on every machine and with every compiler,
 * so that a plan is a pure function of what it was made from.
 *
 * splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014,
 * doi 10.1145/2660193.2660195), with the output function of Vigna's reference version. Not for
 * secrets.
 */
#ifndef CONVOY_SHUFFLE_H
#define CONVOY_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

/* The next of 2^64 numbers; *state is the seed at first and is moved on. */
uint64_t splitmix64(uint64_t *state);

/*
 * A number in [0, bound), every one equally likely: draws that would favour small ones are thrown
 * away. bound: at least 1.
 */
uint64_t splitmix64_below(uint64_t *state, uint64_t bound);

/*
 * Fills indices[0 .. count-1] with 0 .. count-1 in an order that depends on nothing but seed and
 * count, all count! orders alike (Fisher and Yates; Knuth, TAOCP vol. 2, algorithm 3.4.2 P).
 */
void shuffle_indices(uint64_t seed, size_t count, size_t *indices);

#endif
