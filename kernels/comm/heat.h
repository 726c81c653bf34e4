/*
 * What the kernel heat and its reference share: the plate, which is a function of (seed, row,
 * column), and what lies around it.
 */
#ifndef CONVOY_HEAT_H
#define CONVOY_HEAT_H

#include "mix.h"

#include <stdint.h>

enum {
    HEAT_COLUMNS = 1024,
    /* Temperatures are whole numbers below 2^28: eight of them add up within 32 bits. */
    HEAT_BITS = 28,
    HEAT_HOT = (1 << HEAT_BITS) - 1, /* above the first row, at all times */
    HEAT_COLD = 0                    /* left, right and below, at all times */
};

/* The temperature of a cell before the first step. */
static inline uint32_t heat_initial(uint64_t seed, uint64_t row, uint64_t column) {
    return (uint32_t)(mix_pair(seed, row * HEAT_COLUMNS + column) >> (64 - HEAT_BITS));
}

/* A row's share of the checksum: weights are odd and different for every column, so that a value
 * that moved changes it. */
static inline uint64_t heat_row_checksum(uint64_t row, const uint32_t *cells) {
    uint64_t sum = 0;
    for (uint64_t column = 0; column < HEAT_COLUMNS; column++)
        sum += cells[column] * (2 * column + 1);
    return mix_pair(row, sum);
}

/* The checksum of all rows after that many steps: one grid in one piece, changed in place. */
uint64_t heat_reference(uint64_t seed, uint64_t rows, uint64_t steps);

#endif
