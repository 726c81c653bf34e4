/* What is said about one sample: spread, quantiles, outliers; and resampling. */
#include "made_up.h"
#include "median.h"
#include "outliers.h"
#include "quantile.h"
#include "resample.h"
#include "spread.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

/* Expected: the definition in whole fractions, evaluated apart in Python. */
static void quantile_ranks_are_binomial(void **state) {
    (void)state;
    static const struct {
        size_t count;
        double p;
        size_t low, high;
    } table[] = {{36, 0.9, 29, 36},    {50, 0.9, 41, 50},  {100, 0.9, 84, 96},
                 {100, 0.5, 40, 61},   {101, 0.5, 41, 61}, {368, 0.99, 360, 368},
                 {500, 0.99, 490, 500}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t low, high;
        assert_true(quantile_ranks(table[i].count, table[i].p, 0.95, &low, &high));
        assert_int_equal(low, table[i].low);
        assert_int_equal(high, table[i].high);
        /* Of the values turned round the other quantile. */
        assert_true(quantile_ranks(table[i].count, 1 - table[i].p, 0.95, &low, &high));
        assert_int_equal(low, table[i].count + 1 - table[i].high);
        assert_int_equal(high, table[i].count + 1 - table[i].low);
    }
    size_t low, high;
    assert_false(quantile_ranks(35, 0.9, 0.95, &low, &high));
    assert_false(quantile_ranks(367, 0.99, 0.95, &low, &high));
    /* Ten million: 1.96 sqrt(n/4) about the middle. */
    assert_true(quantile_ranks(10000000, 0.5, 0.95, &low, &high));
    assert_float_equal((double)low, 5000000 - 0.98 * sqrt(1e7), 2);
    assert_int_equal(low + high, 10000001);
}

static void quantiles_need_values_beyond_them(void **state) {
    (void)state;
    double values[400];
    for (size_t i = 0; i < 400; i++)
        values[i] = (double)i + 1;
    assert_true(isnan(quantile_of_sorted(values, 99, 0.99).value));
    const struct estimate p99 = quantile_of_sorted(values, 100, 0.99);
    assert_float_equal(p99.value, 99.01, 1e-12); /* rank 1 + 0.99 * 99 */
    assert_false(estimate_limited(p99));
    assert_true(estimate_limited(quantile_of_sorted(values, 368, 0.99)));
    const struct estimate p90 = quantile_of_sorted(values, 50, 0.9);
    assert_float_equal(p90.value, 45.1, 1e-12);
    assert_float_equal(p90.low, 41, 0);
    assert_float_equal(p90.high, 50, 0);
    assert_true(isnan(quantile_of_sorted(values, 9, 0.9).value));
    const struct estimate p50 = quantile_of_sorted(values, 10, 0.5);
    const struct estimate median = median_of_sorted(values, 10);
    assert_float_equal(p50.value, median.value, 0);
    assert_float_equal(p50.low, median.low, 0);
    assert_true(isnan(quantile_of_sorted(values, 0, 0.5).value));
}

static double *normal_draw(size_t count) {
    double *values = malloc(count * sizeof *values);
    assert_non_null(values);
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(generator, 11);
    for (size_t i = 0; i < count; i++)
        values[i] = gsl_ran_ugaussian(generator);
    gsl_rng_free(generator);
    return values;
}

static void spread_is_the_librarys_qn(void **state) {
    (void)state;
    double work[3 * 60];
    int work_int[5 * 60];
    for (size_t count = 2; count <= 60; count++) {
        double *values = normal_draw(count);
        values_sort(values, count);
        const double expected = gsl_stats_Qn_from_sorted_data(values, 1, count, work, work_int);
        assert_float_equal(spread_of_sorted(values, count), expected,
                           0.02 * expected); /* factors of other years */
        free(values);
    }
}

static void spread_ignores_position_ties_and_the_few(void **state) {
    (void)state;
    const double quiet[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const double hit[] = {1, 2, 3, 4, 5, 6, 7, 800, 900};
    const double scaled[] = {102, 104, 106, 108, 110, 112, 114, 116, 118};
    const double tied[] = {1, 1, 1, 1, 1, 1, 1, 8, 9};
    assert_float_equal(spread_of_sorted(scaled, 9), 2 * spread_of_sorted(quiet, 9), 1e-12);
    assert_true(spread_of_sorted(hit, 9) < 3 * spread_of_sorted(quiet, 9));
    assert_float_equal(spread_of_sorted(tied, 9), 0, 0);
    assert_float_equal(spread_of_sorted(quiet, 1), 0, 0);
}

static void outliers_lie_beyond_the_far_fences(void **state) {
    (void)state;
    double times[40];
    for (size_t i = 0; i < 40; i++)
        times[i] = exp((double)(i % 5) / 100); /* quartiles of the logs 0.01 and 0.03 */
    assert_int_equal(outliers_count(times, 40).slow, 0);
    times[17] = exp(0.0899);
    assert_int_equal(outliers_count(times, 40).slow, 0);
    times[17] = exp(0.0901);
    struct outliers outliers = outliers_count(times, 40);
    assert_int_equal(outliers.slow, 1);
    assert_false(outliers.matter);
    assert_null(outliers_sentence(&outliers, "launches"));
    /* Now the quartiles are 0.0075 and 0.03. */
    times[17] = exp(0.0976);
    times[3] = times[4] = exp(-0.0601);
    outliers = outliers_count(times, 40);
    assert_int_equal(outliers.fast, 2);
    assert_float_equal(outliers.share, 0.075, 1e-12);
    assert_true(outliers.matter && !outliers.first_slow);
    char *sentence = outliers_sentence(&outliers, "launches");
    assert_string_equal(sentence, "3 of 40 launches (7.5 %) are outliers");
    free(sentence);
}

static void a_slow_first_value_matters_alone(void **state) {
    (void)state;
    double times[40];
    for (size_t i = 0; i < 40; i++)
        times[i] = exp((double)(i % 5) / 100);
    times[0] = 2;
    struct outliers outliers = outliers_count(times, 40);
    assert_true(outliers.first_slow && outliers.matter);
    char *sentence = outliers_sentence(&outliers, "launches");
    assert_string_equal(sentence, "the first of 40 launches is an outlier");
    free(sentence);
    times[7] = 3;
    outliers = outliers_count(times, 40);
    sentence = outliers_sentence(&outliers, "launches");
    assert_string_equal(sentence, "2 of 40 launches (5 %) are outliers, the first among them");
    free(sentence);
}

static void rounded_times_are_no_outliers(void **state) {
    (void)state;
    double times[] = {1.23, 1.23, 1.23, 1.24, 1.23, 1.23, 1.23, 1.22};
    assert_int_equal(outliers_count(times, 8).slow + outliers_count(times, 8).fast, 0);
    times[2] = 1.9;
    assert_int_equal(outliers_count(times, 8).slow, 1);
    assert_int_equal(outliers_count(times + 1, 5).slow, 0); /* too few to say */
}

static void indices_are_drawn_evenly_and_the_same_every_time(void **state) {
    (void)state;
    enum { COUNT = 10, DRAWS = 10000 };
    size_t indices[COUNT], again[COUNT], seen[COUNT] = {0};
    struct resample *resample = resample_new(), *second = resample_new();
    for (size_t draw = 0; draw < DRAWS; draw++) {
        resample_indices(resample, indices, COUNT);
        resample_indices(second, again, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(indices[i], again[i]);
            assert_in_range(indices[i], 0, COUNT - 1);
            seen[indices[i]]++;
        }
    }
    for (size_t i = 0; i < COUNT; i++) /* 100 deviations would be 10,000 */
        assert_float_equal((double)seen[i], DRAWS, 5 * sqrt(0.9 * DRAWS));
    resample_free(resample);
    resample_free(second);
}

static void shuffling_keeps_the_values(void **state) {
    (void)state;
    double values[] = {1, 2, 3, 4, 5, 6, 7};
    struct resample *resample = resample_new();
    size_t moved = 0;
    for (size_t draw = 0; draw < 20; draw++) {
        resample_shuffle(resample, values, 7);
        moved += values[0] != 1;
    }
    resample_free(resample);
    assert_in_range(moved, 10, 20);
    values_sort(values, 7);
    for (size_t i = 0; i < 7; i++)
        assert_float_equal(values[i], (double)i + 1, 0);
}

/*
 * Of the 6^6 resamples of 1..6 (counted apart in Python) these shares have the median 1, 1.5, ...,
 * 6; of the 9^9 of 1..9 the median is k with the binomial chances that 5 of 9 draws are at most k.
 */
static void medians_of_resamples_have_the_distribution_of_all_resamples(void **state) {
    (void)state;
    enum { DRAWS = 100000 };
    static const double six[] = {.00870, .02615, .08115, .11917, .17674, .17618,
                                 .17674, .11917, .08115, .02615, .00870};
    static const double nine[] = {.00145, .02892, .11447, .22066, .26899};
    const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    double of_six[11] = {0}, of_nine[9] = {0};
    struct resample *resample = resample_new();
    for (size_t i = 0; i < DRAWS; i++) {
        of_six[lround(2 * resample_median(resample, values, 6)) - 2] += 1.0 / DRAWS;
        of_nine[lround(resample_median(resample, values, 9)) - 1] += 1.0 / DRAWS;
    }
    for (size_t i = 0; i < 11; i++)
        assert_float_equal(of_six[i], six[i], 0.005);
    for (size_t i = 0; i < 5; i++) {
        assert_float_equal(of_nine[i], nine[i], 0.005);
        assert_float_equal(of_nine[8 - i], nine[i], 0.005);
    }
    assert_float_equal(resample_median(resample, values, 1), 1, 0);
    resample_free(resample);
}

static void limits_are_percentiles_without_the_failed(void **state) {
    (void)state;
    double estimates[RESAMPLES];
    for (size_t i = 0; i < RESAMPLES; i++)
        estimates[i] = (double)((i * 7) % RESAMPLES) + 1; /* 1..1999 in some order */
    /* Many launches: ranks 2000 * 0.025 from either end. */
    struct estimate limits = resample_limits(1000, estimates, RESAMPLES, 1000000);
    assert_float_equal(limits.value, 1000, 0);
    assert_float_equal(limits.low, 49, 1);
    assert_float_equal(limits.high, 2000 - limits.low, 0);
    /* Six: 1.96 sqrt(6/5) = 2.147 deviations, 1.59 % of each tail in any normal table. */
    limits = resample_limits(1000, estimates, RESAMPLES, 6);
    assert_float_equal(limits.low, 31, 0);
    estimates[3] = NAN;
    assert_true(estimate_limited(resample_limits(1000, estimates, RESAMPLES, 6)));
    for (size_t i = 0; i < 150; i++)
        estimates[2 * i] = NAN;
    assert_false(estimate_limited(resample_limits(1000, estimates, RESAMPLES, 6)));
    assert_false(estimate_limited(resample_limits(1, (double[]){1, 2, 3}, 3, 6)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantile_ranks_are_binomial),
        cmocka_unit_test(quantiles_need_values_beyond_them),
        cmocka_unit_test(spread_is_the_librarys_qn),
        cmocka_unit_test(spread_ignores_position_ties_and_the_few),
        cmocka_unit_test(outliers_lie_beyond_the_far_fences),
        cmocka_unit_test(a_slow_first_value_matters_alone),
        cmocka_unit_test(rounded_times_are_no_outliers),
        cmocka_unit_test(indices_are_drawn_evenly_and_the_same_every_time),
        cmocka_unit_test(shuffling_keeps_the_values),
        cmocka_unit_test(medians_of_resamples_have_the_distribution_of_all_resamples),
        cmocka_unit_test(limits_are_percentiles_without_the_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
