/* Do neighbours in time resemble each other? */
#ifndef CONVOY_CORRELATION_H
#define CONVOY_CORRELATION_H

#include <stddef.h>

struct correlation {
    double lag1; /* autocorrelation of the ranks at lag 1, -1 to 1; NaN if all values are equal */
    double low, high; /* what lies outside is improbable (alpha) for independent values */
    double p_value;   /* two-sided */
    /*
     * How many independent values tell as much about the centre: n (1 - r) / (1 + r) for r > 0, as
     * in a first-order autoregressive series (Bayley & Hammersley, Suppl. JRSS 8, 1946); never more
     * than n.
     */
    double effective;
};

/*
 * Of values in time order: r = sum (R_i - m)(R_{i+1} - m) / sum (R_i - m)^2 with ranks R and their
 * mean m, so that no single outlier decides. If all orders are equally likely, r has the mean -1/n
 * and a variance known exactly (Dufour & Roy, "Some Robust Exact Results on Sample
 * Autocorrelations and Tests of Randomness", J. Econometrics 29, 1985; without ties); limits and p
 * are normal with these moments. At least 3 values.
 */
struct correlation correlation_test(const double *ordered, size_t count, double alpha);

#endif
