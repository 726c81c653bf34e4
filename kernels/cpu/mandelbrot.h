/* The picture of the kernel mandelbrot: which point of the plane a pixel stands for, exactly. */
#ifndef CONVOY_MANDELBROT_H
#define CONVOY_MANDELBROT_H

#include <stdint.h>

/* Coordinates are integers in units of 2^-MANDELBROT_BITS. */
enum { MANDELBROT_BITS = 28 };

struct mandelbrot_grid {
    uint64_t width, height; /* pixels */
};

static inline struct mandelbrot_grid mandelbrot_grid_make(uint64_t items, uint64_t width) {
    return (struct mandelbrot_grid){width, items / width + (items % width != 0)};
}

/* The middle of cell `index` of `cells` equal ones over 2.5 units, counted from zero and rounded
 * down. */
static inline int64_t mandelbrot_offset(uint64_t index, uint64_t cells) {
    const unsigned __int128 extent = UINT64_C(5) << (MANDELBROT_BITS - 1);
    return (int64_t)(extent * (2 * (unsigned __int128)index + 1) / (2 * (unsigned __int128)cells));
}

/* Real part of a column, -2 .. 0.5. */
static inline int64_t mandelbrot_re(const struct mandelbrot_grid *grid, uint64_t column) {
    return mandelbrot_offset(column, grid->width) - (INT64_C(2) << MANDELBROT_BITS);
}

/* Imaginary part of a row, -1.25 .. 1.25. */
static inline int64_t mandelbrot_im(const struct mandelbrot_grid *grid, uint64_t row) {
    return mandelbrot_offset(row, grid->height) - (INT64_C(5) << (MANDELBROT_BITS - 2));
}

/*
 * How many of the first `depth` values of z, from z = 0 on, lie within |z| <= 2 before the first
 * that does not. Slow and plain; any thread.
 */
uint64_t mandelbrot_reference(const struct mandelbrot_grid *, uint64_t pixel, uint64_t depth);

#endif
