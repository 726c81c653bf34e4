#include "ratio.h"

#include "check.h"

#include <gsl/gsl_cdf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_UP_TO = 50 };

/*
 * counts[u]: in how many of the C(n+m, n) orders U = u. The generating function is the Gaussian
 * binomial coefficient, the product over i = 1..n of (1 - q^(m+i)) / (1 - q^i); each factor leaves
 * a polynomial with whole coefficients. Mann & Whitney, Ann. Math. Stat. 18 (1947), give it as a
 * recurrence.
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

static double critical_exact(size_t n, size_t m, double tail) {
    double *counts = orders_count(n, m);
    double total = 0, below = 0;
    for (size_t u = 0; u <= n * m; u++)
        total += counts[u];
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

double difference_select(const double *a, size_t n, const double *b, size_t m, double k) {
    CHECK(k >= 1 && k <= (double)n * (double)m);
    int64_t low = rank_of(a[0] - b[m - 1]), high = rank_of(a[n - 1] - b[0]);
    while (low < high) {
        const int64_t middle = (low >> 1) + (high >> 1) + (low & high & 1);
        if (pairs_up_to(a, n, b, m, value_of(middle)) >= k)
            high = middle;
        else
            low = middle + 1;
    }
    return value_of(low);
}

static double *logarithms(const double *values, size_t count) {
    double *logs = must_alloc(count * sizeof *logs);
    for (size_t i = 0; i < count; i++) {
        CHECK(values[i] > 0);
        logs[i] = log(values[i]);
    }
    return logs;
}

struct estimate ratio_of_sorted(const double *a, size_t n, const double *b, size_t m) {
    CHECK(n > 0 && m > 0);
    double *x = logarithms(a, n), *y = logarithms(b, m);
    const double pairs = (double)n * (double)m, half = floor((pairs + 1) / 2);
    const double middle =
        (difference_select(x, n, y, m, half) + difference_select(x, n, y, m, pairs + 1 - half)) / 2;
    struct estimate ratio = {exp(middle), NAN, NAN};
    if (n >= LAUNCHES_FOR_LIMITS && m >= LAUNCHES_FOR_LIMITS) {
        const double rank = mann_whitney_critical(n, m, (1 - CONFIDENCE) / 2) + 1;
        ratio.low = exp(difference_select(x, n, y, m, rank));
        ratio.high = exp(difference_select(x, n, y, m, pairs + 1 - rank));
    }
    free(x);
    free(y);
    return ratio;
}
