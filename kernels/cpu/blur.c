/*
 * blur: a Gaussian blur of a made-up grey image, as image processing does it: one pass along the
 * rows, one along the columns.
 *
 * Item: one row of 1024 pixels: the rows it needs are generated and blurred along, then the row is
 * blurred across. The image has as many rows as there are items; beyond its edges the nearest pixel
 * counts. Class cpu: nine rows fit into the first-level cache.
 *
 * A worker keeps the last nine rows that it blurred along, so that going on with the next row costs
 * one new one. A range begins with eight rows more (the halo), which it computes itself; a range
 * that goes on where the last one of this worker ended (between two looks at a lock) needs none.
 *
 * Whole numbers throughout, nothing is rounded: the same bits for any split. The checksum weights
 * every value by its column and is mixed with its row. Expected: the blur by its definition in two
 * dimensions, 81 products for a pixel (blur_reference.c).
 *
 * Why the loop stays: all values enter the checksum.
 */
#include "blur.h"

#include "kernel.h"

#include <errno.h>
#include <stdlib.h>

/* The rows that one worker has blurred along: rows `next` - BLUR_TAPS to `next` - 1, row r at
 * r % BLUR_TAPS. Rows count from the top of the halo, BLUR_RADIUS above the image. */
struct band {
    _Alignas(128) uint64_t next; /* 0: holds none */
    uint32_t rows[BLUR_TAPS][BLUR_COLUMNS];
};

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for rows of an image";
    struct band *bands = aligned_alloc(_Alignof(struct band), problem->workers * sizeof *bands);
    if (!bands)
        return ENOMEM;
    for (unsigned i = 0; i < problem->workers; i++)
        bands[i].next = 0;
    *state = bands;
    return 0;
}

/* The row of the image that a row of the band shows. */
static uint64_t image_row(uint64_t band_row, uint64_t rows) {
    const uint64_t row = band_row > BLUR_RADIUS ? band_row - BLUR_RADIUS : 0;
    return row < rows ? row : rows - 1;
}

/* A row's pixels with BLUR_RADIUS more at both ends. */
static void generate(uint64_t seed, uint64_t row, uint32_t *restrict wide) {
    uint32_t *pixels = wide + BLUR_RADIUS;
    for (uint64_t column = 0; column < BLUR_COLUMNS; column += 8) {
        const uint64_t word = blur_word(seed, row, column);
        for (uint64_t i = 0; i < 8; i++)
            pixels[column + i] = blur_pixel(word, i);
    }
    for (int i = 1; i <= BLUR_RADIUS; i++) {
        pixels[-i] = pixels[0];
        pixels[BLUR_COLUMNS - 1 + i] = pixels[BLUR_COLUMNS - 1];
    }
}

static void blur_along(uint64_t seed, uint64_t row, uint32_t *restrict blurred) {
    uint32_t wide[BLUR_COLUMNS + 2 * BLUR_RADIUS];
    generate(seed, row, wide);
    for (int column = 0; column < BLUR_COLUMNS; column++) {
        uint32_t sum = 0;
        for (int tap = 0; tap < BLUR_TAPS; tap++)
            sum += blur_weights[tap] * wide[column + tap];
        blurred[column] = sum;
    }
}

/* The checksum of one image row from the nine rows around it; `row` is the first of them. */
static uint64_t blur_across(const struct band *band, uint64_t row) {
    const uint32_t *rows[BLUR_TAPS];
    for (int tap = 0; tap < BLUR_TAPS; tap++)
        rows[tap] = band->rows[(row + (uint64_t)tap) % BLUR_TAPS];
    uint64_t checksum = 0;
    for (int column = 0; column < BLUR_COLUMNS; column++) {
        uint32_t sum = 0;
        for (int tap = 0; tap < BLUR_TAPS; tap++)
            sum += blur_weights[tap] * rows[tap][column];
        checksum += sum * blur_position_weight((uint64_t)column);
    }
    return checksum;
}

/* Image row i needs rows i to i + BLUR_TAPS - 1 of the band. */
static void band_advance(struct band *band, const struct problem *problem, uint64_t item) {
    for (; band->next < item + BLUR_TAPS; band->next++)
        blur_along(problem->seed, image_row(band->next, problem->items),
                   band->rows[band->next % BLUR_TAPS]);
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    struct band *band = &((struct band *)state)[env->worker];
    if (range.begin < range.end && band->next != range.begin + BLUR_TAPS - 1)
        band->next = range.begin; /* not where the last range ended: nothing is taken over */
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        band_advance(band, problem, i);
        checksum += mix_pair(i, blur_across(band, i));
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, blur_reference(problem->seed, problem->items, i));
    return checksum;
}

const struct kernel kernel_blur = {
    .name = "blur",
    .summary = "blurs an image: a Gaussian along the rows, then across them",
    .item = "one row of 1024 pixels",
    .class = CLASS_CPU,
    .default_size = 16000,
    .items_per_look = 2,
    .nominal_ns_per_item = 2700.0,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = free,
};
