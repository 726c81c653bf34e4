/* Values in time order: trend, change, correlation, and the findings made of them. */
#include "change.h"
#include "correlation.h"
#include "made_up.h"
#include "stationary.h"
#include "trend.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Flow of the Nile at Aswan, 1871 to 1970, in 10^8 m^3: Cobb, Biometrika 65 (1978). */
static const double nile[] = {
    1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
    960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
    874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
    1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
    781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
    1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
    1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740};

enum { YEARS = sizeof nile / sizeof *nile };

/* One-sided, to the digits of Kendall's table; counted again apart in Python. */
static void trends_have_the_published_distribution(void **state) {
    (void)state;
    static const struct {
        double order[10];
        size_t count;
        double s, p;
    } table[] = {{{1, 2, 3, 4}, 4, 6, .042},
                 {{2, 1, 3, 4}, 4, 4, .167},
                 {{1, 2, 4, 3, 5}, 5, 8, .042},
                 {{1, 2, 3, 4, 5}, 5, 10, .0083},
                 {{3, 2, 1, 4, 5, 6, 8, 7}, 8, 20, .0071},
                 {{4, 3, 2, 1, 5, 6, 7, 8, 9, 10}, 10, 33, .0011}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct trend trend = trend_test(table[i].order, table[i].count);
        assert_true(trend.exact);
        assert_float_equal(trend.s, table[i].s, 0);
        assert_float_equal(trend.p_value / 2, table[i].p, table[i].p < 0.01 ? 5e-5 : 5e-4);
    }
}

/* Expected: the definitions evaluated apart in Python. */
static void trend_of_the_nile(void **state) {
    (void)state;
    const struct trend trend = trend_test(nile, YEARS);
    assert_false(trend.exact);
    assert_float_equal(trend.s, -1387, 0);
    assert_float_equal(trend.p_value, 3.658262921657496e-05, 1e-15);
    assert_float_equal(trend.slope.value, -2.6, 1e-12);
    assert_float_equal(trend.slope.low, -3.6285714285714286, 1e-12);
    assert_float_equal(trend.slope.high, -1.4242424242424243, 1e-12);
}

/* A line, one value off: most pairs still have the slope. */
static void a_slope_survives_an_outlier(void **state) {
    (void)state;
    double values[9];
    for (size_t i = 0; i < 9; i++)
        values[i] = 5 + 0.5 * (double)i;
    values[4] = 100;
    assert_float_equal(trend_test(values, 9).slope.value, 0.5, 1e-12);
    const double same[] = {3, 3, 3, 3, 3, 3, 3};
    const struct trend flat = trend_test(same, 7);
    assert_float_equal(flat.p_value, 1, 0);
    assert_float_equal(flat.slope.low, 0, 0);
    assert_float_equal(flat.slope.high, 0, 0);
}

/*
 * The flow fell after 1898, the 28th year, when the dam was begun: Cobb (1978). Statistic and p are
 * Pettitt's definitions evaluated apart in Python.
 */
static void change_of_the_nile(void **state) {
    (void)state;
    const struct change change = change_test(nile, YEARS);
    assert_int_equal(change.after, 28);
    assert_float_equal(change.k, 1617, 0);
    assert_float_equal(change.p_value, 3.591e-7, 1e-10);
}

/* Of the 8! orders of 8 values (counted apart in Python) K >= 16 in 2.857 %, 15 in 8.393 %, 12 in
 * 26.27 %; all are below Pettitt's formula. */
static void short_changes_have_the_distribution_of_all_orders(void **state) {
    (void)state;
    static const struct {
        double order[8], k, p;
    } table[] = {{{1, 2, 3, 4, 5, 6, 7, 8}, 16, .02857},
                 {{1, 2, 4, 3, 6, 8, 7, 5}, 16, .02857},
                 {{2, 1, 5, 7, 3, 8, 4, 6}, 12, .2627}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct change change = change_test(table[i].order, 8);
        assert_float_equal(change.k, table[i].k, 0);
        /* Stopped at 20: a relative error of 1 / sqrt(20). */
        assert_float_equal(change.p_value, table[i].p, table[i].p * 3 / sqrt(20));
        assert_true(change.p_value < 2 * exp(-6 * change.k * change.k / (512 + 64)));
    }
    const double same[] = {1, 1, 1, 1, 1, 1};
    assert_float_equal(change_test(same, 6).p_value, 1, 0);
}

/* All 5040 orders of 7 values: mean and deviation of r, seen through the limits. */
static void correlation_has_exact_moments(void **state) {
    (void)state;
    enum { COUNT = 7, ORDERS = 5040 };
    double values[COUNT] = {1, 2, 3, 4, 5, 6, 7}, sum = 0, squares = 0;
    size_t turn[COUNT] = {0}, seen = 1;
    struct correlation correlation = correlation_test(values, COUNT, 0.05);
    sum = correlation.lag1;
    squares = correlation.lag1 * correlation.lag1;
    for (size_t i = 1; i < COUNT;) { /* Heap's algorithm */
        if (turn[i] >= i) {
            turn[i++] = 0;
            continue;
        }
        const size_t other = i % 2 ? turn[i] : 0;
        const double moved = values[i];
        values[i] = values[other];
        values[other] = moved;
        const double r = correlation_test(values, COUNT, 0.05).lag1;
        sum += r;
        squares += r * r;
        seen++;
        turn[i]++;
        i = 1;
    }
    assert_int_equal(seen, ORDERS);
    const double mean = sum / ORDERS, deviation = sqrt(squares / ORDERS - mean * mean);
    assert_float_equal((correlation.low + correlation.high) / 2, mean, 1e-12);
    assert_float_equal((correlation.high - correlation.low) / 2, 1.959964 * deviation, 1e-6);
}

static void correlation_of_simple_series(void **state) {
    (void)state;
    const double rising[] = {1, 2, 3, 4, 5}, alternating[] = {1, 5, 2, 4, 3}, same[] = {2, 2, 2};
    /* (-2)(-1) + 0 + 0 + 1*2 over 4 + 1 + 0 + 1 + 4 */
    const struct correlation up = correlation_test(rising, 5, 0.01);
    assert_float_equal(up.lag1, 0.4, 1e-12);
    assert_float_equal(up.effective, 5 * 0.6 / 1.4, 1e-12);
    /* (-2)2 + 2(-1) + (-1)1 + 0 */
    const struct correlation turns = correlation_test(alternating, 5, 0.01);
    assert_float_equal(turns.lag1, -0.7, 1e-12);
    assert_float_equal(turns.effective, 5, 0);
    const struct correlation none = correlation_test(same, 3, 0.01);
    assert_true(isnan(none.lag1));
    assert_float_equal(none.p_value, 1, 0);
}

/* Log-normal times about 2 s; the caller bends them. */
static void times_draw(gsl_rng *generator, double *times, size_t count) {
    for (size_t i = 0; i < count; i++)
        times[i] = 2 * exp(0.02 * gsl_ran_ugaussian(generator));
}

static void assert_told(const double *times, size_t count, enum finding expected,
                        const char *beginning) {
    const struct stationary stationary = stationary_check(times, count);
    for (enum finding finding = 0; finding < FINDINGS; finding++)
        assert_int_equal(stationary_told(&stationary, finding, STATIONARY_ALPHA),
                         finding == expected);
    if (expected == FINDINGS)
        return;
    char *sentence = stationary_sentence(&stationary, expected);
    assert_memory_equal(sentence, beginning, strlen(beginning));
    free(sentence);
}

static gsl_rng *generator_new(void) {
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(generator, 5);
    return generator;
}

enum { COUNT = 30 };

static void each_disturbance_is_found_and_told_alone(void **state) {
    (void)state;
    gsl_rng *generator = generator_new();
    double times[COUNT], bent[COUNT];
    times_draw(generator, times, COUNT);
    assert_told(times, COUNT, FINDINGS, NULL);
    memcpy(bent, times, sizeof bent);
    bent[0] = 2.62;
    assert_told(bent, COUNT, FINDING_FIRST, "the first launch took 1.3");
    for (size_t i = 0; i < COUNT; i++)
        bent[i] = times[i] * (i < 15 ? 1 : 1.2);
    assert_told(bent, COUNT, FINDING_CHANGE, "from launch 16 on times are 1.");
    for (size_t i = 0; i < COUNT; i++)
        bent[i] = times[i] * exp(0.1 * (double)i / (COUNT - 1));
    assert_told(bent, COUNT, FINDING_DRIFT, "times rose by 1");
    for (size_t i = 0; i < COUNT; i++)
        bent[i] = times[i] / exp(0.1 * (double)i / (COUNT - 1));
    assert_told(bent, COUNT, FINDING_DRIFT, "times fell by ");
    for (size_t i = 0; i < COUNT; i++)
        bent[i] = times[i] * exp(0.1 * sin(2 * acos(-1) * (double)i / 10));
    assert_told(bent, COUNT, FINDING_CORRELATION, "successive launches are alike (");
    for (size_t i = 0; i < COUNT; i++)
        bent[i] = times[i] * (i % 2 ? 1 : 1.1);
    assert_told(bent, COUNT, FINDING_CORRELATION, "fast and slow launches alternate (");
    gsl_rng_free(generator);
}

static void sentences_carry_the_numbers(void **state) {
    (void)state;
    const struct stationary stationary = {
        .launches = 20,
        .first_ratio = 1.312,
        .change_after = 12,
        .change_ratio = 1.0764,
        .drift = {0.958, 0.93, 0.987},
        .correlation = {.lag1 = 0.6, .low = -0.56, .high = 0.46, .effective = 5},
    };
    static const char alike[] =
        "successive launches are alike (autocorrelation 0.60, by chance not "
        "above 0.46): 20 say as much as 5 independent ones";
    static const char *const expected[FINDINGS] = {
        [FINDING_FIRST] = "the first launch took 1.31 times the median of the others",
        [FINDING_CHANGE] = "from launch 13 on times are 1.08 times those before",
        [FINDING_DRIFT] = "times fell by 4.2 % (1.3 to 7 %) from the first launch to the last",
        [FINDING_CORRELATION] = alike,
    };
    for (enum finding finding = 0; finding < FINDINGS; finding++) {
        char *sentence = stationary_sentence(&stationary, finding);
        assert_string_equal(sentence, expected[finding]);
        free(sentence);
    }
}

static void sound_launches_rarely_raise_an_alarm(void **state) {
    (void)state;
    enum { SERIES = 2000 };
    static const size_t counts[] = {6, 10, 20};
    gsl_rng *generator = generator_new();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        unsigned alarms[FINDINGS] = {0};
        for (size_t series = 0; series < SERIES; series++) {
            double times[COUNT];
            times_draw(generator, times, counts[i]);
            const struct stationary stationary = stationary_check(times, counts[i]);
            for (enum finding finding = 0; finding < FINDINGS; finding++)
                alarms[finding] += stationary_found(&stationary, finding, STATIONARY_ALPHA);
        }
        for (enum finding finding = 0; finding < FINDINGS; finding++) /* 1 % + 3 deviations */
            assert_in_range(alarms[finding], 0, 33);
    }
    gsl_rng_free(generator);
}

static void findings_ignore_the_unit_of_time(void **state) {
    (void)state;
    gsl_rng *generator = generator_new();
    double times[COUNT], scaled[COUNT];
    times_draw(generator, times, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        scaled[i] = 1000 * times[i];
    const struct stationary one = stationary_check(times, COUNT);
    const struct stationary two = stationary_check(scaled, COUNT);
    for (enum finding finding = 0; finding < FINDINGS; finding++)
        assert_float_equal(one.p_values[finding], two.p_values[finding], 1e-9);
    assert_float_equal(one.drift.low, two.drift.low, 1e-9);
    gsl_rng_free(generator);
}

static void small_effects_and_few_launches_are_no_findings(void **state) {
    (void)state;
    double times[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        times[i] = 1 + 1e-4 * (double)i; /* certain, and 0.3 % */
    const struct stationary small = stationary_check(times, COUNT);
    assert_true(small.p_values[FINDING_DRIFT] < 1e-6);
    assert_false(stationary_found(&small, FINDING_DRIFT, STATIONARY_ALPHA));
    const double few[] = {9, 1, 1.1, 1.2, 1.3};
    const struct stationary unknown = stationary_check(few, 5);
    for (enum finding finding = 0; finding < FINDINGS; finding++)
        assert_false(stationary_found(&unknown, finding, 1));
    /* Equal times: nothing to find but the first, were it slower. */
    double same[] = {1, 1, 1, 1, 1, 1, 1, 1};
    assert_told(same, 8, FINDINGS, NULL);
    same[0] = 1.5;
    assert_told(same, 8, FINDING_FIRST, "the first launch took 1.5 times");
}

static void long_series_are_looked_at_in_blocks(void **state) {
    (void)state;
    enum { LONG = 20001 };
    double *times = malloc(LONG * sizeof *times);
    assert_non_null(times);
    gsl_rng *generator = generator_new();
    times_draw(generator, times, LONG);
    for (size_t i = 8000; i < LONG; i++)
        times[i] *= 1.05;
    const struct stationary stationary = stationary_check(times, LONG);
    assert_true(stationary_told(&stationary, FINDING_CHANGE, STATIONARY_ALPHA));
    assert_float_equal((double)stationary.change_after, 8000, 41);
    assert_float_equal(stationary.change_ratio, 1.05, 0.002);
    gsl_rng_free(generator);
    free(times);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trends_have_the_published_distribution),
        cmocka_unit_test(trend_of_the_nile),
        cmocka_unit_test(a_slope_survives_an_outlier),
        cmocka_unit_test(change_of_the_nile),
        cmocka_unit_test(short_changes_have_the_distribution_of_all_orders),
        cmocka_unit_test(correlation_has_exact_moments),
        cmocka_unit_test(correlation_of_simple_series),
        cmocka_unit_test(each_disturbance_is_found_and_told_alone),
        cmocka_unit_test(sentences_carry_the_numbers),
        cmocka_unit_test(sound_launches_rarely_raise_an_alarm),
        cmocka_unit_test(findings_ignore_the_unit_of_time),
        cmocka_unit_test(small_effects_and_few_launches_are_no_findings),
        cmocka_unit_test(long_series_are_looked_at_in_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
