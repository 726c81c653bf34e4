/*
 * Does one sample tend to larger values than another? Mann & Whitney, Ann. Math. Stat. 18 (1947);
 * Hollander & Wolfe, Nonparametric Statistical Methods, section 4.1.
 */
#ifndef CONVOY_MANN_WHITNEY_H
#define CONVOY_MANN_WHITNEY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Largest c with P(U <= c) <= tail for the Mann-Whitney statistic U of samples of n and m values
 * without ties, or -1 if there is none. Exact up to n + m = 50, where every count is a whole number
 * below 2^53; above, the normal approximation with continuity correction.
 */
double mann_whitney_critical(size_t n, size_t m, double tail);

/*
 * P(U <= u) of samples without ties, exact. For n + m <= 50.
 */
double mann_whitney_cdf(size_t n, size_t m, double u);

struct mann_whitney {
    double u;       /* pairs with a[i] > b[j], ties count one half: 0 to n*m */
    double p_value; /* two-sided, of the hypothesis that both samples have one distribution */
    bool exact;     /* from the distribution of U; false: normal approximation with correction
                     * for ties and continuity */
};

/*
 * The test on sorted samples: exact up to n + m = 50 without ties. All values equal: p = 1. O(n+m)
 * otherwise. It tests for equal distributions: samples of equal medians but unequal spreads get
 * small p-values somewhat too often, worst where the smaller sample has the larger spread.
 */
struct mann_whitney mann_whitney_test(const double *a, size_t n, const double *b, size_t m);

#endif
