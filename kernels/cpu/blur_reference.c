/* The blur by its definition: every pixel from the 81 around it, nothing separated or kept. */
#include "blur.h"

static uint64_t clamped(uint64_t at, uint64_t offset, uint64_t count) {
    const uint64_t moved = at + offset > BLUR_RADIUS ? at + offset - BLUR_RADIUS : 0;
    return moved < count ? moved : count - 1;
}

/* Adds one row's share to all columns: `weight` is that of the row. */
static void row_add(uint64_t seed, uint64_t row, uint32_t weight, uint32_t sums[BLUR_COLUMNS]) {
    uint32_t pixels[BLUR_COLUMNS + 2 * BLUR_RADIUS];
    for (uint64_t i = 0; i < BLUR_COLUMNS + 2 * BLUR_RADIUS; i++) {
        const uint64_t column = clamped(0, i, BLUR_COLUMNS);
        pixels[i] = blur_pixel(blur_word(seed, row, column), column);
    }
    for (uint64_t tap = 0; tap < BLUR_TAPS; tap++)
        for (uint64_t column = 0; column < BLUR_COLUMNS; column++)
            sums[column] += weight * blur_weights[tap] * pixels[column + tap];
}

uint64_t blur_reference(uint64_t seed, uint64_t rows, uint64_t row) {
    uint32_t sums[BLUR_COLUMNS] = {0};
    for (uint64_t tap = 0; tap < BLUR_TAPS; tap++)
        row_add(seed, clamped(row, tap, rows), blur_weights[tap], sums);
    uint64_t checksum = 0;
    for (uint64_t column = 0; column < BLUR_COLUMNS; column++)
        checksum += sums[column] * blur_position_weight(column);
    return checksum;
}
