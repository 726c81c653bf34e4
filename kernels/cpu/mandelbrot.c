/*
 * mandelbrot: iterations of z -> z^2 + c per pixel, the task whose parts are deliberately uneven.
 *
 * Item: one pixel of a picture of `width` columns, row after row; as many rows as the items fill,
 * the last one perhaps in part. Columns span -2 .. 0.5 of the real axis, rows -1.25 .. 1.25 of the
 * imaginary axis, so that with contiguous shares the workers in the middle have many times the work
 * of the outer ones. Class cpu: a few registers.
 *
 * Numbers are integers in units of 2^-28, so that every compiler gives the same bits. At the test
 * for escape |re| is at most 6 (4 from the square of what had not escaped, 2 from c) and |im| at
 * most 5.25, so that the sum of their squares is below 64, or 2^62 in units of 2^-56. Both
 * compilers define >> of a negative number as rounding down.
 *
 * Expected: the same picture from another formulation (mandelbrot_reference.c), which shares only
 * the definition of the grid in mandelbrot.h.
 *
 * Why the loop stays: how often it runs depends on the data, and this number enters the checksum.
 */
#include "mandelbrot.h"
#include "kernel.h"
#include "mix.h"

enum { WIDTH, DEPTH };

static const struct parameter parameters[] = {
    [WIDTH] = {"width", "pixels per row", PARAMETER_COUNT, 256, 1, 65536},
    [DEPTH] = {"depth", "most iterations per pixel", PARAMETER_COUNT, 1000, 1, 1000000000},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

static uint64_t escape_time(int64_t c_re, int64_t c_im, uint64_t depth) {
    const int64_t four = INT64_C(4) << (2 * MANDELBROT_BITS);
    int64_t re = 0, im = 0;
    uint64_t count = 0;
    for (; count < depth; count++) {
        const int64_t re_squared = re * re, im_squared = im * im;
        if (re_squared + im_squared > four)
            break;
        im = ((re * im) >> (MANDELBROT_BITS - 1)) + c_im;
        re = ((re_squared - im_squared) >> MANDELBROT_BITS) + c_re;
    }
    return count;
}

static struct mandelbrot_grid grid_of(const struct problem *problem) {
    return mandelbrot_grid_make(problem->items, problem->settings[WIDTH].number);
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    (void)env;
    const struct mandelbrot_grid grid = grid_of(problem);
    const uint64_t depth = problem->settings[DEPTH].number;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const int64_t re = mandelbrot_re(&grid, i % grid.width);
        const int64_t im = mandelbrot_im(&grid, i / grid.width);
        checksum += mix_pair(i, escape_time(re, im, depth));
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    const struct mandelbrot_grid grid = grid_of(problem);
    const uint64_t depth = problem->settings[DEPTH].number;
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, mandelbrot_reference(&grid, i, depth));
    return checksum;
}

const struct kernel kernel_mandelbrot = {
    .name = "mandelbrot",
    .summary = "iterates z^2 + c per pixel: tasks of very different length",
    .item = "one pixel",
    .class = CLASS_CPU,
    .default_size = 65536,
    .items_per_look = 4, /* 8 us where pixels are dearest */
    .nominal_ns_per_item = 420.0,
    .parameters = parameters,
    .run = run,
    .expected = expected,
};
