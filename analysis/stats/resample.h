/*
 * Resampling with replacement (the bootstrap): Efron, "Bootstrap Methods: Another Look at the
 * Jackknife", Ann. Stat. 7 (1979); Davison & Hinkley, Bootstrap Methods and their Application.
 * The seed is a constant: the same data give the same limits, on every machine.
 */
#ifndef CONVOY_RESAMPLE_H
#define CONVOY_RESAMPLE_H

#include "estimate.h"

#include <stddef.h>

/* Any number would do; this is the day SC15 began, where the rules we follow were given. */
enum { RESAMPLE_SEED = 20151115 };

/*
 * How many resamples stand behind limits: enough that other seeds would move the level by about 0.3
 * points; one less than a round number, since percentile q is order statistic (RESAMPLES + 1) q
 * (Davison & Hinkley, section 5.2.1).
 */
enum { RESAMPLES = 1999 };

/* A source of random draws: GSL's mt19937, started with RESAMPLE_SEED. */
struct resample;
struct resample *resample_new(void);
void resample_free(struct resample *);

/* Fills indices with `count` draws from 0..count-1 with replacement: which launches are taken. */
void resample_indices(struct resample *, size_t *indices, size_t count);

/* Puts values into a random order, all orders equally likely. */
void resample_shuffle(struct resample *, double *values, size_t count);

/*
 * The median of one resample of sorted values, in O(1): the resample is count independent uniform
 * draws U, each of which picks sorted[floor(count U)]. Its k-th smallest value is therefore picked
 * by the k-th smallest U, which has the distribution Beta(k, count+1-k), and the next one, of which
 * an even count needs the mean, by the smallest of the count-k draws that lie above it. (David &
 * Nagaraja, Order Statistics, sections 2.2 and 2.5; Maritz & Jarrett, JASA 73, 1978, use the same
 * distribution for the variance of a median.)
 */
double resample_median(struct resample *, const double *sorted, size_t count);

/*
 * Percentile limits at CONFIDENCE from `count` estimates of resamples of `launches` values (of the
 * smallest sample that went into them, at least 2). The percentiles are those at which a normal
 * distribution is cut by 1.96 sqrt(launches / (launches - 1)) deviations, 1.6 and 98.4 % for 6
 * launches: a resample varies less than a new sample would, by that factor (Hesterberg, "What
 * Teachers Should Know About the Bootstrap", The American Statistician 69, 2015, on the narrowness
 * bias). Without it, limits of a ratio of medians from 7 or 8 launches cover 92 % only; with it, 93
 * to 97.5 % (tests/coverage).
 *
 * The value is handed through. NaN among the estimates (a refit that failed) are moved behind the
 * others and ignored. No limits if more than 1 in 20 failed or so few are left
 * that the percentiles do not exist.
 */
struct estimate resample_limits(double value, double *estimates, size_t count, size_t launches);

#endif
