/*
 * Decimal numbers in samples: the value that strtod(3) gives in the C locale, to the last bit, in a
 * fraction of its time for numbers as programs print them.
 *
 * Clinger, "How to read floating point numbers accurately" (PLDI 1990), section 3: digits that make
 * a whole number up to 2^53 and a power of ten up to 10^22 are both exact in a double, so that one
 * multiplication or division rounds once, as it must. Everything else is left to strtod.
 */
#ifndef CONVOY_REAL_H
#define CONVOY_REAL_H

#include <stdbool.h>

/*
 * Reads the whole text. False if it is not a number: empty, something behind it, hexadecimal.
 * Infinities and NaN are numbers, too large ones are infinite.
 */
bool real_read(const char *text, double *value);

#endif
