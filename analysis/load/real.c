#include "real.h"

#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 18, POWER_MAX = 22 }; /* 18 digits fit into 64 bits */

static const double powers[POWER_MAX + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* Adds the digits at *at to the whole number; returns how many there were. */
static int digits_read(const char **at, uint64_t *whole) {
    const char *start = *at;
    while (is_digit(**at) && *at - start <= DIGITS_MAX)
        *whole = 10 * *whole + (uint64_t)(*(*at)++ - '0');
    return (int)(*at - start);
}

/* The number behind an "e", up to three digits; 0 if it is not like that, and *at stays. */
static int exponent_read(const char **at) {
    const char *from = *at;
    if (*from != 'e' && *from != 'E')
        return 0;
    from++;
    const bool negative = *from == '-';
    from += negative || *from == '+';
    int exponent = 0;
    const char *start = from;
    while (is_digit(*from) && from - start < 3)
        exponent = 10 * exponent + (*from++ - '0');
    if (from > start)
        *at = from;
    return negative ? -exponent : exponent;
}

/* The fast way; false if the text is not that plain. */
static bool plain_read(const char *text, double *value) {
    const bool negative = *text == '-';
    const char *at = text + (negative || *text == '+');
    uint64_t whole = 0;
    int digits = digits_read(&at, &whole), exponent = 0;
    if (*at == '.') {
        at++;
        exponent = -digits_read(&at, &whole);
        digits -= exponent;
    }
    if (digits < 1 || digits > DIGITS_MAX || whole > UINT64_C(1) << DBL_MANT_DIG)
        return false;
    exponent += exponent_read(&at);
    if (*at || exponent < -POWER_MAX || exponent > POWER_MAX)
        return false;
    const double size =
        exponent < 0 ? (double)whole / powers[-exponent] : (double)whole * powers[exponent];
    *value = negative ? -size : size;
    return true;
}

/* Where the processor computes with more digits than a double has, results are rounded twice. */
static const bool rounds_once = FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1;

bool real_read(const char *text, double *value) {
    if (rounds_once && plain_read(text, value))
        return true;
    char *end;
    *value = strtod(text, &end);
    return end > text && !*end && !strpbrk(text, "xX");
}
