/* The plate in one piece: one grid with its edges in it, changed in place, by differences. */
#include "heat.h"

#include <stdlib.h>

enum { WIDTH = HEAT_COLUMNS + 2 };

/* Rounded down to a whole number, also below zero; flow >= -2^30. */
static int32_t floor_eighth(int32_t flow) {
    const int32_t bias = 1 << 27;
    return (int32_t)(((uint32_t)flow + 8U * (uint32_t)bias) / 8) - bias;
}

/* `above` holds the row above as it was before the step, and afterwards this one. */
static void row_advance(int32_t *above, int32_t *row) {
    const int32_t *below = row + WIDTH;
    int32_t left = row[0];
    for (int i = 1; i <= HEAT_COLUMNS; i++) {
        const int32_t own = row[i];
        const int32_t flow = above[i] - own + (left - own) + (row[i + 1] - own) + (below[i] - own);
        row[i] = own + floor_eighth(flow + 4);
        above[i] = left = own;
    }
}

static void advance(int32_t *grid, uint64_t rows) {
    int32_t above[WIDTH];
    for (int i = 0; i < WIDTH; i++)
        above[i] = grid[i];
    for (uint64_t row = 1; row <= rows; row++)
        row_advance(above, grid + row * WIDTH);
}

/* The plate and the constant cells around it. */
static void fill(int32_t *grid, uint64_t seed, uint64_t rows) {
    for (uint64_t i = 0; i < (rows + 2) * WIDTH; i++)
        grid[i] = i < WIDTH ? HEAT_HOT : HEAT_COLD;
    for (uint64_t row = 0; row < rows; row++)
        for (uint64_t column = 0; column < HEAT_COLUMNS; column++)
            grid[(row + 1) * WIDTH + column + 1] = (int32_t)heat_initial(seed, row, column);
}

static uint64_t checksum_of(const int32_t *grid, uint64_t rows) {
    uint64_t checksum = 0;
    for (uint64_t row = 0; row < rows; row++) {
        uint32_t cells[HEAT_COLUMNS];
        for (uint64_t column = 0; column < HEAT_COLUMNS; column++)
            cells[column] = (uint32_t)grid[(row + 1) * WIDTH + column + 1];
        checksum += heat_row_checksum(row, cells);
    }
    return checksum;
}

/* setup() has reserved three times this memory; without it there is nothing to compare with. */
uint64_t heat_reference(uint64_t seed, uint64_t rows, uint64_t steps) {
    int32_t *grid = calloc(rows + 2, WIDTH * sizeof *grid);
    if (!grid)
        abort();
    fill(grid, seed, rows);
    for (uint64_t step = 0; step < steps; step++)
        advance(grid, rows);
    const uint64_t checksum = checksum_of(grid, rows);
    free(grid);
    return checksum;
}
