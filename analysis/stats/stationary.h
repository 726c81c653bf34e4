/* Did launches that should differ by chance only change with time? */
#ifndef CONVOY_STATIONARY_H
#define CONVOY_STATIONARY_H

#include "correlation.h"
#include "estimate.h"

#include <stddef.h>

enum finding {
    FINDING_FIRST,       /* the first launch is slower than the others */
    FINDING_CHANGE,      /* from some launch on the level is another */
    FINDING_DRIFT,       /* times rise or fall steadily */
    FINDING_CORRELATION, /* neighbours in time are alike (or alternate) */
    FINDINGS
};

/*
 * A finding must be improbable, p < 0.01 where launches differ by chance only, and large enough to
 * matter. The level is 0.01 for each finding and configuration: of 100 sound configurations about 3
 * show some finding. Who tests many passes the p_values through holm_adjust() first and then asks
 * stationary_found() with the alpha that should hold for all of them together.
 */
#define STATIONARY_ALPHA 0.01

/* A first launch, a change or a drift below 1 % is none, however certain. */
#define STATIONARY_EFFECT 0.01

/* An autocorrelation below 0.1 makes limits at most 10 % too narrow. */
#define STATIONARY_CORRELATION 0.1

struct stationary {
    size_t launches;
    double p_values[FINDINGS]; /* NaN: too few launches */

    /*
     * The first launch over the median of the others, and how many spreads of the others (spread.h,
     * on logarithms) it lies above. p: Student's t with (n-2)/2 degrees of freedom of score /
     * sqrt(1 + pi/2/(n-1)), the error of predicting one value from a median; so the finding begins
     * at a score of 8.0 (n = 6), 4.1 (10), 2.9 (20), 2.7 (30), where simulation of log-normal
     * times gives false alarms of 0.5 to 0.7 %. (A fixed 3 MAD would raise 3 % at n = 10.) It also
     * must be the slowest of all: whatever the distribution, that happens with chance 1/n only.
     * Where 15 % of all launches are far out, some 5 % of first ones are called slow though any
     * could be.
     */
    double first_ratio, first_score;

    /* Launches 1 to change_after against the rest: the later median over the earlier (change.h). */
    size_t change_after;
    double change_ratio;

    /*
     * What the time of the last launch is of that of the first along the fitted line: exp of the
     * Theil-Sen slope of the logarithms times (n-1), with limits (trend.h).
     */
    struct estimate drift;
    /* The step describes the series better than the line: smaller sum of absolute residuals. */
    bool step;

    struct correlation correlation; /* its limits are those at STATIONARY_ALPHA */
};

/*
 * Checks positive times in the order in which they were taken; no findings below
 * LAUNCHES_FOR_LIMITS launches. Change and drift are looked for in at most 500 values: of a longer
 * series in the medians of 500 blocks of consecutive launches of (nearly) equal length.
 */
struct stationary stationary_check(const double *ordered_s, size_t count);

/* Improbable by alpha and large enough. */
bool stationary_found(const struct stationary *, enum finding, double alpha);

/*
 * Found and not explained by another finding: of change and drift the one that describes the series
 * better; correlation if there is neither. So at most two are told.
 */
bool stationary_told(const struct stationary *, enum finding, double alpha);

/*
 * The finding as a short sentence with its numbers to stand beside the time, without a full stop:
 * "the first launch took 1.31 times the median of the others". Makes sense for findings that are
 * found. The caller frees it.
 */
char *stationary_sentence(const struct stationary *, enum finding);

#endif
