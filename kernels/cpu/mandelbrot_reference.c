/*
 * The escape time of a pixel in 128-bit integers, where nothing can overflow and no bound has to be
 * proved. It squares as (re + im)(re - im), and rounds down by division instead of by shifting.
 */
#include "mandelbrot.h"

#include <stdbool.h>

__extension__ typedef __int128 wide;

static wide divide_down(wide value, wide divisor) {
    const wide quotient = value / divisor; /* rounds towards zero */
    return value % divisor < 0 ? quotient - 1 : quotient;
}

static bool escaped(wide re, wide im, wide unit) {
    return re * re + im * im > 4 * unit * unit;
}

uint64_t mandelbrot_reference(const struct mandelbrot_grid *grid, uint64_t pixel, uint64_t depth) {
    const wide unit = (wide)1 << MANDELBROT_BITS;
    const wide c_re = mandelbrot_re(grid, pixel % grid->width);
    const wide c_im = mandelbrot_im(grid, pixel / grid->width);
    wide re = 0, im = 0;
    uint64_t inside = 0;
    while (inside < depth && !escaped(re, im, unit)) {
        const wide next_re = divide_down((re + im) * (re - im), unit) + c_re;
        im = divide_down(2 * re * im, unit) + c_im;
        re = next_re;
        inside++;
    }
    return inside;
}
