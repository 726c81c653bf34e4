/*
 * What the kernel blur and its reference share: the image, which is a function of (seed, row,
 * column), and the weights.
 */
#ifndef CONVOY_BLUR_H
#define CONVOY_BLUR_H

#include "mix.h"

#include <stdint.h>

enum { BLUR_RADIUS = 4, BLUR_TAPS = 2 * BLUR_RADIUS + 1, BLUR_COLUMNS = 1024 };

/*
 * 4096 exp(-d^2 / (2 sigma^2)) / sum with sigma = 2, d = -4 .. 4, rounded so that they add up to
 * 4096 (the middle one takes what rounding left): two passes over pixels of 8 bits need 8 + 12 + 12
 * bits, so that nothing is rounded.
 */
static const uint32_t blur_weights[BLUR_TAPS] = {113, 271, 507, 738, 838, 738, 507, 271, 113};

/* Pixels are 0 to 255; a word holds eight of them. */
static inline uint64_t blur_word(uint64_t seed, uint64_t row, uint64_t column) {
    return mix_word(mix_pair(seed, row) + (column / 8) * MIX_STEP);
}

static inline uint32_t blur_pixel(uint64_t word, uint64_t column) {
    return (uint32_t)(word >> (column % 8 * 8)) & 255;
}

/* Odd and different for every column: a value that moved changes the sum. */
static inline uint64_t blur_position_weight(uint64_t column) {
    return 2 * column + 1;
}

/* One row of the blurred image as its checksum, by the definition in two dimensions. */
uint64_t blur_reference(uint64_t seed, uint64_t rows, uint64_t row);

#endif
