#include "spread.h"

#include "difference.h"

/* 1 / (sqrt(2) * the 5/8 quantile of the normal distribution) */
static const double to_deviation = 2.21914;

static double small_sample_factor(size_t n) {
    static const double factors[] = {0, 0, .399, .994, .512, .844, .611, .857, .669, .872};
    if (n < sizeof factors / sizeof *factors)
        return factors[n];
    return (double)n / ((double)n + (n % 2 ? 1.4 : 3.8));
}

double spread_of_sorted(const double *sorted, size_t count) {
    if (count < 2)
        return 0;
    const size_t half = count / 2 + 1;
    const double n = (double)count, h = (double)half;
    /* Of all n*n differences, n(n-1)/2 are the negatives of distances and n are those to itself. */
    const double rank = n * (n - 1) / 2 + n + h * (h - 1) / 2;
    return to_deviation * small_sample_factor(count) *
           difference_select(sorted, count, sorted, count, rank);
}
