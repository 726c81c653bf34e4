#include "difference.h"

#include "check.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Pairs with a[i] - b[j] <= limit; as i grows, so does the smallest j that satisfies it. */
static double pairs_up_to(const double *a, size_t n, const double *b, size_t m, double limit) {
    double pairs = 0;
    size_t j = 0;
    for (size_t i = 0; i < n; i++) {
        while (j < m && a[i] - b[j] > limit)
            j++;
        pairs += (double)(m - j);
    }
    return pairs;
}

/* Doubles as integers in the same order, so that halving an interval ends after 64 steps. */
static int64_t rank_of(double value) {
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

static double value_of(int64_t rank) {
    const int64_t bits = rank < 0 ? INT64_MIN - rank : rank;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The wanted difference is one of value_of(low)..value_of(high). */
struct bracket {
    int64_t low, high;
    double below, up_to; /* pairs < value_of(low), pairs <= value_of(high) */
};

static int64_t between(int64_t value, int64_t low, int64_t high) {
    return value < low ? low : value > high ? high : value;
}

/*
 * Where to cut next, low..high-1. Twice by interpolation between the numbers of pairs, aimed a
 * little below and above the wanted one so that both ends close in; then by halving, which alone
 * would do and which bounds the number of steps whatever the data.
 */
static int64_t cut_choose(const struct bracket *bracket, double k, unsigned step) {
    if (step % 3 == 2)
        return (bracket->low >> 1) + (bracket->high >> 1) + (bracket->low & bracket->high & 1);
    const double inside = bracket->up_to - bracket->below;
    const double part = (k - bracket->below) / inside + (step % 3 ? 0.02 : -0.02);
    const double low = value_of(bracket->low), high = value_of(bracket->high);
    const double value = low + fmin(fmax(part, 0), 1) * (high - low);
    return between(rank_of(value), bracket->low, bracket->high - 1);
}

/* Sorts the differences inside the bracket, of which there are few. */
static double select_inside(const double *a, size_t n, const double *b, size_t m, double k,
                            const struct bracket *bracket) {
    const double low = value_of(bracket->low), high = value_of(bracket->high);
    const size_t inside = (size_t)(bracket->up_to - bracket->below);
    double *differences = must_alloc(inside * sizeof *differences);
    size_t filled = 0;
    for (size_t i = 0, first = 0; i < n; i++) {
        while (first < m && a[i] - b[first] > high)
            first++;
        for (size_t j = first; j < m && a[i] - b[j] >= low; j++)
            differences[filled++] = a[i] - b[j];
    }
    CHECK(filled == inside);
    gsl_sort(differences, 1, inside);
    const double selected = differences[(size_t)(k - bracket->below) - 1];
    free(differences);
    return selected;
}

double difference_select(const double *a, size_t n, const double *b, size_t m, double k) {
    const size_t few = (n + m) / 16 + 16;
    const double pairs = (double)n * (double)m;
    CHECK(k >= 1 && k <= pairs);
    struct bracket bracket = {rank_of(a[0] - b[m - 1]), rank_of(a[n - 1] - b[0]), 0, pairs};
    for (unsigned step = 0; bracket.low < bracket.high; step++) {
        if (bracket.up_to - bracket.below <= (double)few)
            return select_inside(a, n, b, m, k, &bracket);
        const int64_t cut = cut_choose(&bracket, k, step);
        const double up_to = pairs_up_to(a, n, b, m, value_of(cut));
        if (up_to >= k) {
            bracket.high = cut;
            bracket.up_to = up_to;
        } else {
            bracket.low = cut + 1;
            bracket.below = up_to;
        }
    }
    return value_of(bracket.low);
}
