/* Did the level of values change at some point in time? */
#ifndef CONVOY_CHANGE_H
#define CONVOY_CHANGE_H

#include <stddef.h>

struct change {
    double k;     /* Pettitt's statistic: the largest |U_t|, U_t = 2 (R_1 + ... + R_t) - t (n+1) */
    size_t after; /* the t, 1 to count-1, at which it is reached first: what follows differs. Ranks
                   * can place it a few values too near to the middle of the series */
    double p_value;
};

/*
 * Pettitt, "A Non-Parametric Approach to the Change-Point Problem", Applied Statistics 28 (1979),
 * on values in time order; ties have mean ranks.
 *
 * His p = 2 exp(-6 K^2 / (n^3 + n^2)) is far too large for short series: 0.066 for ten values that
 * jump as cleanly as they can, which is 2 in 252. Therefore p comes from random orders of the same
 * ranks, seeded by RESAMPLE_SEED, until 20 of them reach K, at most 9,999 (Besag & Clifford,
 * Biometrika 78, 1991). Where Pettitt's formula, which errs on the safe side, gives less than
 * 0.001, it is taken, since so few random orders could not show it. At least 2 values.
 */
struct change change_test(const double *ordered, size_t count);

#endif
