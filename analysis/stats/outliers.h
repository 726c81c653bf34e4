/* Counting outliers. Nothing is ever dropped. */
#ifndef CONVOY_OUTLIERS_H
#define CONVOY_OUTLIERS_H

#include <stdbool.h>
#include <stddef.h>

/* More than this share of a sample is worth a warning. */
#define OUTLIERS_SHARE_MAX 0.05

struct outliers {
    size_t values, slow, fast; /* outliers above and below */
    double share;              /* (slow + fast) / values */
    bool first_slow;           /* the first value is one of the slow ones */
    bool matter;               /* share > OUTLIERS_SHARE_MAX, or first_slow */
};

/*
 * An outlier lies more than 3 interquartile ranges of the logarithms beyond the quartiles, Tukey's
 * "far out" (Exploratory Data Analysis, 1977, section 2E): 1 in 400,000 normal values. On
 * logarithms since times are skewed and half is as far as double. Where half of the values are
 * equal, the range is 0 and SPREAD_OF_TIES is taken for it. Quartiles of fewer than
 * LAUNCHES_FOR_LIMITS values mean nothing: no outliers.
 *
 * Positive values in the order in which they were taken.
 */
struct outliers outliers_count(const double *ordered, size_t count);

/*
 * A sentence to stand beside the number: "3 of 40 launches (7.5 %) are outliers", "the first of 12
 * launches is an outlier". NULL if they do not matter. The caller frees it. `what` is the plural of
 * what was counted.
 */
char *outliers_sentence(const struct outliers *, const char *what);

#endif
