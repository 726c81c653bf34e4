/*
 * n! as a whole number of many thousand digits, by a product tree. Two files implement this: one
 * with GMP and one that says GMP is missing; the build takes one of them (kernels/CMakeLists.txt).
 */
#ifndef CONVOY_PRODUCT_H
#define CONVOY_PRODUCT_H

#include <stdint.h>

/* NULL, or why this build cannot multiply large numbers; factorial_modulo is a bug then. */
const char *product_unavailable(void);

/* Computes n! in full, then its remainder by `modulus` (not 0). Any thread. */
uint64_t factorial_modulo(unsigned n, uint64_t modulus);

#endif
