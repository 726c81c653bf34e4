/*
 * Legendre's formula in the form that needs no list of primes (posted by "Lucy_Hedgehog" to the
 * thread of Project Euler, problem 10, in 2010).
 *
 * Let S(v, p) be how many integers in 2 .. v are left once all multiples of the primes up to p,
 * without these primes themselves, are gone. Then S(v, 1) = v - 1, and for a prime p with p p <= v
 *
 *     S(v, p) = S(v, p-1) - (S(v/p, p-1) - S(p-1, p-1))
 *
 * and pi(v) = S(v, sqrt v). Only the values v = n/k occur: those up to sqrt n stand in low[v], the
 * others in high[k].
 */
#include "prime_count.h"

#include <stdlib.h>

struct counts {
    uint64_t n, root;
    uint64_t *low;  /* low[v] = S(v), v = 0 .. root */
    uint64_t *high; /* high[k] = S(n/k), k = 1 .. root */
};

uint64_t integer_root(uint64_t n) {
    uint64_t root = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= n)
            root += bit;
    return root;
}

static void counts_start(struct counts *counts) {
    for (uint64_t v = 1; v <= counts->root; v++) {
        counts->low[v] = v - 1;
        counts->high[v] = counts->n / v - 1;
    }
}

/* Takes the multiples of the prime p out, from large v to small, as S(v/p) of the step before is
 * needed. */
static void counts_strike(struct counts *counts, uint64_t p) {
    const uint64_t smaller_primes = counts->low[p - 1];
    const uint64_t root = counts->root;
    for (uint64_t k = 1; k <= root && p * p <= counts->n / k; k++) {
        const uint64_t kp = k * p;
        const uint64_t left = kp <= root ? counts->high[kp] : counts->low[counts->n / kp];
        counts->high[k] -= left - smaller_primes;
    }
    for (uint64_t v = root; v >= p * p; v--)
        counts->low[v] -= counts->low[v / p] - smaller_primes;
}

uint64_t prime_count(uint64_t n) {
    if (n < 2)
        return 0;
    struct counts counts = {.n = n, .root = integer_root(n)};
    counts.low = calloc(2 * (counts.root + 1), sizeof *counts.low);
    if (!counts.low)
        return UINT64_MAX;
    counts.high = counts.low + counts.root + 1;
    counts_start(&counts);
    for (uint64_t p = 2; p <= counts.root; p++)
        if (counts.low[p] > counts.low[p - 1]) /* p was never struck: a prime */
            counts_strike(&counts, p);
    const uint64_t primes = counts.high[1];
    free(counts.low);
    return primes;
}
