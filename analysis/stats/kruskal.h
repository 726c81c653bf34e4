/*
 * Do several samples come from one distribution? Kruskal & Wallis, JASA 47 (1952); Hollander &
 * Wolfe, Nonparametric Statistical Methods, section 6.1.
 */
#ifndef CONVOY_KRUSKAL_H
#define CONVOY_KRUSKAL_H

#include <stddef.h>

struct kruskal {
    double h; /* corrected for ties */
    /*
     * P(chi-square with groups - 1 degrees of freedom >= h): an approximation. Kruskal and Wallis
     * hold it to be good from 5 values per group on. With fewer it errs mostly on the safe side (3
     * groups of 3: 0.027 for the largest possible H, exactly it is 0.004): a small design shows
     * less than it could.
     */
    double p_value;
    double epsilon_squared; /* h / (values - 1): the share of the ranks' variance between groups,
                             * 0 to 1. Tomczak & Tomczak, Trends in Sport Sciences 21 (2014) */
    size_t groups, values;  /* groups that are not empty; values in all of them */
};

/*
 * The test on `count` samples of values[g], counts[g] values in any order. All values equal: h = 0,
 * p = 1. Fewer than 2 groups with values: h, p and effect are NaN.
 */
struct kruskal kruskal_test(const double *const *values, const size_t *counts, size_t count);

#endif
