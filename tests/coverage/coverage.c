/*
 * How often limits that promise 95 % enclose the truth, on samples drawn from known distributions.
 *
 * A nominal 95 % is to cover 93 to 97.5 %. Where the level that ranks attain is known exactly (the
 * binomial and the Mann-Whitney distribution are discrete: 6 values cover their median 96.9 times
 * in 100, 8 values 99.2 times, whatever the distribution), the coverage is held against that level
 * instead, since no other ranks would keep the promise. Each number may miss its band by the error
 * of the simulation; the mean over the distributions may not, from 1,000 trials on.
 *
 * Usage: limits_coverage TRIALS. Ends with 1 if a coverage is out of its band.
 */
#include "mann_whitney.h"
#include "median.h"
#include "ratio.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT_MAX = 30, SEED = 1947, STRICT_FROM = 1000 };

/* Time / scale: 1 + s z or exp(s z), z normal; a share of the values has z + shift instead. */
struct distribution {
    const char *name;
    bool of_logs;
    double share, shift;
};

static const struct distribution distributions[] = {
    {"normal", false, 0, 0},
    {"lognormal", true, 0, 0},
    {"15 % contaminated", true, 0.15, 8},
    {"bimodal", true, 0.35, 6},
};

enum { DISTRIBUTIONS = sizeof distributions / sizeof *distributions };

static const size_t counts[] = {6, 8, 10, 15, 20, 30};

/* Standard deviations of times that are 1 in the middle, quiet and noisy. */
static const double narrow = 0.03, wide = 0.12;

/* How much longer the second sample takes. */
static const double slowdown = 1.1;

/* Standard errors of the simulation: 4 of them are exceeded by chance in 1 of 16,000 numbers, and
 * there are 120. */
static const double errors_allowed = 4;

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static double time_of(const struct distribution *distribution, double spread, double z) {
    return distribution->of_logs ? exp(spread * z) : 1 + spread * z;
}

/* Sorted. */
static void sample_draw(gsl_rng *generator, const struct distribution *distribution, double spread,
                        double scale, double *times, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const bool shifted = gsl_rng_uniform(generator) < distribution->share;
        const double z =
            gsl_ran_gaussian_ziggurat(generator, 1) + (shifted ? distribution->shift : 0);
        times[i] = scale * time_of(distribution, spread, z);
    }
    values_sort(times, count);
}

/* The median of the distribution, by bisection. */
static double median_true(const struct distribution *distribution, double spread) {
    double low = -10, high = 10;
    for (int step = 0; step < 100; step++) {
        const double z = (low + high) / 2;
        const double below = (1 - distribution->share) * gsl_cdf_ugaussian_P(z) +
                             distribution->share * gsl_cdf_ugaussian_P(z - distribution->shift);
        *(below < 0.5 ? &low : &high) = z;
    }
    return time_of(distribution, spread, low);
}

/* What one trial found: the limits, and whether they come from the bootstrap. */
struct trial {
    struct estimate estimate;
    bool bootstrapped;
};

static struct trial median_try(gsl_rng *generator, const struct distribution *distribution,
                               size_t count) {
    double times[COUNT_MAX];
    sample_draw(generator, distribution, narrow, 1, times, count);
    return (struct trial){median_of_sorted(times, count), false};
}

static double median_truth(const struct distribution *distribution) {
    return median_true(distribution, narrow);
}

static struct trial shift_try(gsl_rng *generator, const struct distribution *distribution,
                              size_t count) {
    double a[COUNT_MAX], b[COUNT_MAX];
    sample_draw(generator, distribution, narrow, 1, a, count);
    sample_draw(generator, distribution, narrow, slowdown, b, count);
    return (struct trial){ratio_of_sorted(a, count, b, count), false};
}

static struct trial compare(gsl_rng *generator, const struct distribution *distribution,
                            double spread, size_t count) {
    double a[COUNT_MAX], b[COUNT_MAX];
    sample_draw(generator, distribution, narrow, 1, a, count);
    sample_draw(generator, distribution, spread, slowdown, b, count);
    const struct ratio ratio = ratio_compare(a, count, b, count);
    return (struct trial){ratio.estimate, ratio.method == RATIO_BOOTSTRAP};
}

static struct trial same_try(gsl_rng *generator, const struct distribution *distribution,
                             size_t count) {
    return compare(generator, distribution, narrow, count);
}

static double same_truth(const struct distribution *distribution) {
    (void)distribution;
    return 1 / slowdown;
}

static struct trial differ_try(gsl_rng *generator, const struct distribution *distribution,
                               size_t count) {
    return compare(generator, distribution, wide, count);
}

static double differ_truth(const struct distribution *distribution) {
    return median_true(distribution, narrow) / (slowdown * median_true(distribution, wide));
}

static double median_level(size_t count) {
    size_t low, high;
    median_ranks(count, CONFIDENCE, &low, &high);
    return 1 - 2 * gsl_cdf_binomial_P((unsigned)(low - 1), 0.5, (unsigned)count);
}

static double shift_level(size_t count) {
    const double critical = mann_whitney_critical(count, count, (1 - CONFIDENCE) / 2);
    /* Beyond the exact distribution the level is the nominal one. */
    return count > 25 ? CONFIDENCE : 1 - 2 * mann_whitney_cdf(count, count, critical);
}

struct statement {
    const char *name;
    struct trial (*try)(gsl_rng *, const struct distribution *, size_t count);
    double (*truth)(const struct distribution *);
    double (*level)(size_t count); /* attained, or NULL: not known, 93 to 97.5 % */
};

static const struct statement statements[] = {
    {"median, order statistics", median_try, median_truth, median_level},
    {"ratio, Hodges-Lehmann", shift_try, same_truth, shift_level},
    {"ratio by the rule, equal shapes", same_try, same_truth, NULL},
    {"ratio by the rule, spreads 1 : 4", differ_try, differ_truth, NULL},
};

struct coverage {
    double covered, bootstrapped; /* shares of the trials */
};

static struct coverage coverage_of(const struct statement *statement,
                                   const struct distribution *distribution, size_t count,
                                   unsigned trials, gsl_rng *generator) {
    const double truth = statement->truth(distribution);
    unsigned covered = 0, bootstrapped = 0;
    for (unsigned i = 0; i < trials; i++) {
        const struct trial trial = statement->try(generator, distribution, count);
        covered += trial.estimate.low <= truth && truth <= trial.estimate.high;
        bootstrapped += trial.bootstrapped;
    }
    return (struct coverage){(double)covered / trials, (double)bootstrapped / trials};
}

struct band {
    double low, high;
};

/* Holds `covered`, of `trials`, against 93 to 97.5 % or the level attained; `errors` standard
 * errors are forgiven. */
static bool in_band(double covered, double level, double trials, double errors) {
    const struct band band =
        isnan(level) ? (struct band){0.93, 0.975} : (struct band){level, level};
    return covered >= band.low - errors * sqrt(band.low * (1 - band.low) / trials) &&
           covered <= band.high + errors * sqrt(band.high * (1 - band.high) / trials);
}

static void title_print(const struct statement *statement) {
    printf("\n%s\n%4s %9s", statement->name, "n", "attained");
    for (size_t d = 0; d < DISTRIBUTIONS; d++)
        printf(" %18s", distributions[d].name);
    printf(" %8s\n", "mean");
}

static void cell_print(const struct statement *statement, struct coverage coverage, bool good) {
    char fallback[16] = "";
    if (!statement->level)
        snprintf(fallback, sizeof fallback, " (%.0f %%)", 100 * coverage.bootstrapped);
    printf(" %8.1f%c%-9s", 100 * coverage.covered, good ? ' ' : '!', fallback);
}

/* One line of the table; how many of its numbers are out of band. */
static unsigned line_check(const struct statement *statement, size_t count, unsigned trials,
                           gsl_rng *generator) {
    const double level = statement->level ? statement->level(count) : NAN;
    unsigned failed = 0;
    double mean = 0;
    if (statement->level)
        printf("%4zu %9.1f", count, 100 * level);
    else
        printf("%4zu %9s", count, "");
    for (size_t d = 0; d < DISTRIBUTIONS; d++) {
        const struct coverage coverage =
            coverage_of(statement, &distributions[d], count, trials, generator);
        const bool good = in_band(coverage.covered, level, trials, errors_allowed);
        cell_print(statement, coverage, good);
        failed += !good;
        mean += coverage.covered / DISTRIBUTIONS;
    }
    const bool strict = !statement->level && trials >= STRICT_FROM;
    const bool good =
        in_band(mean, level, (double)trials * DISTRIBUTIONS, strict ? 0 : errors_allowed);
    printf(" %7.1f%c\n", 100 * mean, good ? ' ' : '!');
    return failed + !good;
}

static unsigned statement_check(const struct statement *statement, unsigned trials,
                                gsl_rng *generator) {
    unsigned failed = 0;
    title_print(statement);
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        failed += line_check(statement, counts[i], trials, generator);
    return failed;
}

int main(int count, char **arguments) {
    char *end = NULL;
    const unsigned long trials = count == 2 ? strtoul(arguments[1], &end, 10) : 0;
    if (trials == 0 || *end) {
        fprintf(stderr, "Usage: limits_coverage TRIALS\n");
        return 2;
    }
    gsl_set_error_handler_off();
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(generator, SEED);
    unsigned failed = 0;
    printf("Coverage of nominal 95 %% limits in %%, %lu trials each", trials);
    printf(" (in how many of them the bootstrap was taken)\n");
    for (size_t i = 0; i < COUNT_OF(statements); i++)
        failed += statement_check(&statements[i], (unsigned)trials, generator);
    gsl_rng_free(generator);
    printf("\n%u out of band\n", failed);
    return failed > 0;
}
