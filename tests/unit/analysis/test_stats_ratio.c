/* The comparison of two samples: which method is taken, and what must not change the result. */
#include "made_up.h"
#include "median.h"
#include "ratio.h"
#include "scaling.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

enum { N = 12, M = 9 };

struct samples {
    double a[N], b[M];
};

/* Log-normal times with medians of about 1 and 2; b spreads `noisier` times as far. */
static struct samples samples_draw(double noisier) {
    struct samples samples;
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(generator, 3);
    for (size_t i = 0; i < N; i++)
        samples.a[i] = exp(0.02 * gsl_ran_ugaussian(generator));
    for (size_t i = 0; i < M; i++)
        samples.b[i] = 2 * exp(0.02 * noisier * gsl_ran_ugaussian(generator));
    gsl_rng_free(generator);
    values_sort(samples.a, N);
    values_sort(samples.b, M);
    return samples;
}

static void assert_estimates_equal(struct estimate left, struct estimate right) {
    assert_float_equal(left.value, right.value, 1e-12);
    assert_float_equal(left.low, right.low, 1e-12);
    assert_float_equal(left.high, right.high, 1e-12);
}

static void equal_shapes_take_hodges_lehmann(void **state) {
    (void)state;
    const struct samples s = samples_draw(1);
    const struct ratio ratio = ratio_compare(s.a, N, s.b, M);
    assert_int_equal(ratio.method, RATIO_HODGES_LEHMANN);
    assert_true(ratio.spread > 0.5 && ratio.spread < 2);
    assert_estimates_equal(ratio.estimate, ratio_of_sorted(s.a, N, s.b, M));
    /* U = 0: no order speaks more against equality, of C(21, 9). */
    assert_true(ratio.test.exact);
    assert_float_equal(ratio.test.p_value, 2.0 / 293930, 1e-12);
}

static void unequal_spreads_take_the_bootstrap(void **state) {
    (void)state;
    const struct samples s = samples_draw(10);
    const struct ratio ratio = ratio_compare(s.a, N, s.b, M);
    assert_int_equal(ratio.method, RATIO_BOOTSTRAP);
    assert_true(ratio.spread < 0.5);
    const double median_a = (s.a[5] + s.a[6]) / 2;
    assert_float_equal(ratio.estimate.value, median_a / s.b[4], 1e-15);
    assert_true(ratio.estimate.low < ratio.estimate.value);
    assert_true(ratio.estimate.high > ratio.estimate.value);
    /* It cannot lie outside what resamples can give. */
    assert_true(ratio.estimate.low >= s.a[0] / s.b[M - 1]);
    assert_true(ratio.estimate.high <= s.a[N - 1] / s.b[0]);
}

/*
 * Against a sample without spread the limits are those of the other's median. The median of a
 * resample of 9 values is at most the k-th if 5 of 9 draws are: binomial chances 0.0014, 0.0304 for
 * k = 1, 2. 1.7 % are cut off for the 7 values of the smaller sample: the limits are the 2nd value
 * from either end.
 */
static void the_bootstrap_of_one_sample_has_known_limits(void **state) {
    (void)state;
    const double quiet[] = {1, 1, 1, 1, 1, 1, 1}, noisy[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const struct ratio ratio = ratio_compare(noisy, 9, quiet, 7);
    assert_int_equal(ratio.method, RATIO_BOOTSTRAP);
    assert_true(isinf(ratio.spread));
    assert_float_equal(ratio.estimate.value, 5, 0);
    assert_float_equal(ratio.estimate.low, 2, 0);
    assert_float_equal(ratio.estimate.high, 8, 0);
}

static void ties_and_few_values_are_no_shape(void **state) {
    (void)state;
    const double one[] = {2, 2, 2, 2, 2, 2}, two[] = {3, 3, 3, 3, 3, 3, 3};
    const struct ratio tied = ratio_compare(two, 7, one, 6);
    assert_int_equal(tied.method, RATIO_HODGES_LEHMANN);
    assert_float_equal(tied.spread, 1, 0);
    assert_estimates_equal(tied.estimate, (struct estimate){1.5, 1.5, 1.5});
    const double few[] = {1, 1.001, 1.002, 1.003, 1.004}, wide[] = {1, 2, 4, 8, 16, 32, 64};
    const struct ratio small = ratio_compare(few, 5, wide, 7);
    assert_int_equal(small.method, RATIO_HODGES_LEHMANN);
    assert_false(estimate_limited(small.estimate));
    const struct ratio single = ratio_compare(few, 1, wide, 1);
    assert_float_equal(single.estimate.value, 1, 0);
    assert_float_equal(single.test.p_value, 1, 0);
}

static const double noisiness[] = {0.1, 1, 10};

static void swapping_inverts(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct samples s = samples_draw(noisiness[i]);
        const struct ratio ab = ratio_compare(s.a, N, s.b, M), ba = ratio_compare(s.b, M, s.a, N);
        assert_int_equal(ab.method, ba.method);
        assert_estimates_equal(ab.estimate, estimate_inverse(ba.estimate));
        assert_float_equal(ab.test.p_value, ba.test.p_value, 1e-15);
        assert_float_equal(ab.spread, 1 / ba.spread, 1e-12);
    }
}

static void scale_goes_through(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct samples s = samples_draw(noisiness[i]);
        double scaled[N];
        for (size_t k = 0; k < N; k++)
            scaled[k] = 1e-3 * s.a[k];
        const struct ratio ratio = ratio_compare(s.a, N, s.b, M);
        const struct ratio small = ratio_compare(scaled, N, s.b, M);
        assert_int_equal(ratio.method, small.method);
        assert_estimates_equal(ratio.estimate, estimate_scaled(small.estimate, 1e3));
    }
}

/* Slower values of a never make the ratio or its limits smaller. */
static void slower_is_not_faster(void **state) {
    (void)state;
    const struct samples s = samples_draw(1);
    double slower[N];
    for (size_t i = 0; i < N; i++)
        slower[i] = s.a[i] * (1.0005 + 0.0005 * (double)i);
    const struct estimate before = ratio_compare(s.a, N, s.b, M).estimate;
    const struct estimate after = ratio_compare(slower, N, s.b, M).estimate;
    assert_true(after.low > before.low && after.value > before.value && after.high > before.high);
}

static void the_same_data_give_the_same_limits(void **state) {
    (void)state;
    const struct samples s = samples_draw(10);
    const struct ratio one = ratio_compare(s.a, N, s.b, M), two = ratio_compare(s.a, N, s.b, M);
    assert_float_equal(one.estimate.low, two.estimate.low, 0);
    assert_float_equal(one.estimate.high, two.estimate.high, 0);
}

/* 200,000 values: nothing here may take the square of that. */
static void large_samples_take_linear_time(void **state) {
    (void)state;
    enum { COUNT = 200000 };
    double *quiet = malloc(COUNT * sizeof *quiet), *noisy = malloc(COUNT * sizeof *noisy);
    assert_non_null(quiet);
    assert_non_null(noisy);
    for (size_t i = 0; i < COUNT; i++) {
        quiet[i] = 1 + (double)i / COUNT / 100;
        noisy[i] = 2 + (double)i / COUNT;
    }
    const struct ratio boot = ratio_compare(noisy, COUNT, quiet, COUNT);
    const struct ratio shift = ratio_compare(noisy, COUNT, noisy, COUNT);
    assert_int_equal(boot.method, RATIO_BOOTSTRAP);
    assert_float_equal(boot.estimate.low, 2.5 / 1.005, 0.01);
    assert_float_equal(boot.estimate.high, 2.5 / 1.005, 0.01);
    assert_true(boot.estimate.low < boot.estimate.high);
    assert_int_equal(shift.method, RATIO_HODGES_LEHMANN);
    assert_float_equal(shift.estimate.low * shift.estimate.high, 1, 1e-12);
    assert_float_equal(shift.test.p_value, 1, 1e-12);
    free(quiet);
    free(noisy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_shapes_take_hodges_lehmann),
        cmocka_unit_test(unequal_spreads_take_the_bootstrap),
        cmocka_unit_test(the_bootstrap_of_one_sample_has_known_limits),
        cmocka_unit_test(ties_and_few_values_are_no_shape),
        cmocka_unit_test(swapping_inverts),
        cmocka_unit_test(scale_goes_through),
        cmocka_unit_test(slower_is_not_faster),
        cmocka_unit_test(the_same_data_give_the_same_limits),
        cmocka_unit_test(large_samples_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
