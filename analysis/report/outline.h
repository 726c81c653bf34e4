/*
 * Paths of straight lines as gnuplot writes them (absolute M and L, z, h0 for a dot), made shorter
 * by what cannot be seen: hundredths of a pixel, points on the line between their neighbours, moves
 * that lead nowhere, dots on top of dots.
 */
#ifndef CONVOY_OUTLINE_H
#define CONVOY_OUTLINE_H

#include <stddef.h>

struct outline_number {
    char text[40];
};

/* "80.3" for 80.25, "13" for 13.00, ".5" for 0.50: at most so many decimals. */
struct outline_number outline_number(double number, unsigned decimals);

/* The path on the heap; NULL if there is anything else in it. */
char *outline_shorten(const char *path, size_t length);

#endif
