#include "mann_whitney.h"

#include "check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { EXACT_UP_TO = 50 };

/*
 * counts[u]: in how many of the C(n+m, n) orders U = u. The generating function is the Gaussian
 * binomial coefficient, the product over i = 1..n of (1 - q^(m+i)) / (1 - q^i); each factor leaves
 * a polynomial with whole coefficients. Mann & Whitney give it as a recurrence.
 */
static double *orders_count(size_t n, size_t m) {
    const size_t degree = n * m;
    double *counts = must_alloc((degree + 1) * sizeof *counts);
    counts[0] = 1;
    for (size_t i = 1; i <= n; i++) {
        for (size_t u = degree; u >= m + i; u--)
            counts[u] -= counts[u - m - i];
        for (size_t u = i; u <= degree; u++)
            counts[u] += counts[u - i];
    }
    return counts;
}

static double sum(const double *values, size_t count) {
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += values[i];
    return total;
}

static double critical_exact(size_t n, size_t m, double tail) {
    double *counts = orders_count(n, m);
    const double total = sum(counts, n * m + 1);
    double below = 0;
    size_t u = 0;
    while (u <= n * m && below + counts[u] <= tail * total)
        below += counts[u++];
    free(counts);
    return (double)u - 1;
}

static double critical_normal(double n, double m, double tail) {
    const double deviation = sqrt(n * m * (n + m + 1) / 12);
    const double critical = floor(n * m / 2 - 0.5 + gsl_cdf_ugaussian_Pinv(tail) * deviation);
    return critical < 0 ? -1 : critical;
}

double mann_whitney_critical(size_t n, size_t m, double tail) {
    if (n + m <= EXACT_UP_TO)
        return critical_exact(n, m, tail);
    return critical_normal((double)n, (double)m, tail);
}

double mann_whitney_cdf(size_t n, size_t m, double u) {
    CHECK(n + m <= EXACT_UP_TO);
    if (u < 0)
        return 0;
    double *counts = orders_count(n, m);
    const size_t last = (size_t)fmin(floor(u), (double)(n * m));
    const double probability = sum(counts, last + 1) / sum(counts, n * m + 1);
    free(counts);
    return probability;
}

/* How many values from `begin` on equal `value`. */
static size_t run_length(const double *sorted, size_t begin, size_t count, double value) {
    size_t end = begin;
    while (end < count && sorted[end] == value)
        end++;
    return end - begin;
}

/* U of sorted samples; *ties gets the sum of t^3 - t over groups of t equal values. */
static double pairs_won(const double *a, size_t n, const double *b, size_t m, double *ties) {
    double u = 0;
    *ties = 0;
    for (size_t i = 0, j = 0; i < n || j < m;) {
        const double value = j == m || (i < n && a[i] < b[j]) ? a[i] : b[j];
        const size_t of_a = run_length(a, i, n, value), of_b = run_length(b, j, m, value);
        const double tied = (double)(of_a + of_b);
        u += (double)of_a * ((double)j + (double)of_b / 2);
        *ties += tied * tied * tied - tied;
        i += of_a;
        j += of_b;
    }
    return u;
}

static double p_normal(double u, double n, double m, double ties) {
    const double all = n + m;
    const double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    if (!(variance > 0))
        return 1;
    const double distance = fmax(0, fabs(u - n * m / 2) - 0.5);
    return 2 * gsl_cdf_ugaussian_Q(distance / sqrt(variance));
}

struct mann_whitney mann_whitney_test(const double *a, size_t n, const double *b, size_t m) {
    CHECK(n > 0 && m > 0);
    double ties;
    struct mann_whitney test = {.u = pairs_won(a, n, b, m, &ties)};
    test.exact = ties == 0 && n + m <= EXACT_UP_TO;
    const double pairs = (double)n * (double)m;
    test.p_value = test.exact ? fmin(1, 2 * mann_whitney_cdf(n, m, fmin(test.u, pairs - test.u)))
                              : p_normal(test.u, (double)n, (double)m, ties);
    return test;
}
