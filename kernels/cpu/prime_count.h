/* The number of primes up to a bound, by arithmetic instead of a sieve: what `primes` is checked
 * with. */
#ifndef CONVOY_PRIME_COUNT_H
#define CONVOY_PRIME_COUNT_H

#include <stdint.h>

/* The largest integer whose square is at most n. */
uint64_t integer_root(uint64_t n);

/*
 * pi(n), the number of primes p <= n. Time grows as n^(3/4), memory as 16 sqrt(n) bytes: 1e9 takes
 * about 10 ms and half a megabyte. UINT64_MAX when there is not enough memory.
 */
uint64_t prime_count(uint64_t n);

#endif
