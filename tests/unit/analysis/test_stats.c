/* Statistics against published tables and against brute force. */
#include "made_up.h"
#include "median.h"
#include "ratio.h"
#include "scaling.h"

#include <math.h>
#include <stdint.h>

/* 95 %: method.md's table; the same in Hoefler & Belli's and any table of binomial limits. */
static void median_ranks_are_binomial(void **state) {
    (void)state;
    static const size_t table[][3] = {{6, 1, 6},   {8, 1, 8},   {10, 2, 9},  {12, 3, 10},
                                      {15, 4, 12}, {20, 6, 15}, {25, 8, 18}, {30, 10, 21}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t low = 0, high = 0;
        assert_true(median_ranks(table[i][0], 0.95, &low, &high));
        assert_int_equal(low, table[i][1]);
        assert_int_equal(high, table[i][2]);
    }
    size_t low, high;
    assert_false(median_ranks(5, 0.95, &low, &high));
    assert_false(median_ranks(7, 0.99, &low, &high));
    assert_true(median_ranks(8, 0.99, &low, &high));
    assert_int_equal(low, 1);
}

static void medians_have_limits_from_six_values_on(void **state) {
    (void)state;
    const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100};
    const struct estimate five = median_of_sorted(values, 5), six = median_of_sorted(values, 6);
    assert_float_equal(five.value, 3, 0);
    assert_false(estimate_limited(five));
    assert_float_equal(six.value, 3.5, 0);
    assert_float_equal(six.low, 1, 0);
    assert_float_equal(six.high, 6, 0);
    const struct estimate ten = median_of_sorted(values, 10);
    assert_float_equal(ten.value, 5.5, 0);
    assert_float_equal(ten.low, 2, 0);
    assert_float_equal(ten.high, 9, 0);
}

/* Two-sided 5 %: Mann & Whitney's critical values as in Siegel, Table K, and Hollander & Wolfe,
 * A.6. */
static void critical_values_match_the_table(void **state) {
    (void)state;
    static const int table[][3] = {{3, 5, 0},    {4, 4, 0},    {5, 5, 2},    {5, 10, 8},
                                   {6, 6, 5},    {6, 8, 8},    {7, 7, 8},    {8, 8, 13},
                                   {8, 10, 17},  {9, 9, 17},   {10, 10, 23}, {10, 12, 29},
                                   {12, 12, 37}, {15, 15, 64}, {20, 20, 127}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const size_t n = (size_t)table[i][0], m = (size_t)table[i][1];
        assert_float_equal(mann_whitney_critical(n, m, 0.025), table[i][2], 0);
        assert_float_equal(mann_whitney_critical(m, n, 0.025), table[i][2], 0);
    }
    assert_float_equal(mann_whitney_critical(3, 3, 0.025), -1, 0);
}

/* Exact and approximate values meet where one takes over from the other. */
static void critical_values_have_no_jump(void **state) {
    (void)state;
    const double below = mann_whitney_critical(25, 25, 0.025);
    const double above = mann_whitney_critical(25, 26, 0.025);
    assert_float_equal(below, 211, 0);
    assert_in_range((uintmax_t)(above - below), 8, 13);
}

/* A small generator of our own, so that the test is the same everywhere (Numerical Recipes'
 * constants). */
static double draw(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return (double)(*seed >> 8) / (1 << 24);
}

enum { SELECT_MAX = 60 };

/* Samples with ties and signs on a grid of `levels` values; all differences, sorted. */
static void assert_selected(size_t n, size_t m, double levels, uint32_t *seed) {
    double a[SELECT_MAX], b[SELECT_MAX], all[SELECT_MAX * SELECT_MAX];
    for (size_t i = 0; i < n; i++)
        a[i] = floor(levels * draw(seed)) - levels / 3;
    for (size_t j = 0; j < m; j++)
        b[j] = floor(levels * draw(seed)) / 3;
    values_sort(a, n);
    values_sort(b, m);
    for (size_t i = 0; i < n * m; i++)
        all[i] = a[i / m] - b[i % m];
    values_sort(all, n * m);
    for (size_t k = 1; k <= n * m; k++)
        assert_float_equal(difference_select(a, n, b, m, (double)k), all[k - 1], 0);
}

static void differences_are_selected_as_by_sorting(void **state) {
    (void)state;
    uint32_t seed = 1;
    for (size_t n = 1; n <= 7; n++)
        for (size_t m = 1; m <= 7; m++)
            assert_selected(n, m, 8, &seed);
    assert_selected(60, 60, 3, &seed);
    assert_selected(60, 41, 50, &seed);
    assert_selected(23, 60, 1e6, &seed);
}

/* Values over 600 powers of ten, where interpolation is of no use. */
static void differences_of_wild_samples_are_selected(void **state) {
    (void)state;
    double a[SELECT_MAX], b[SELECT_MAX], all[SELECT_MAX * SELECT_MAX];
    for (size_t i = 0; i < SELECT_MAX; i++) {
        a[i] = pow(10, 10 * (double)i - 300);
        b[i] = -pow(10, 290 - 10 * (double)i);
    }
    for (size_t i = 0; i < SELECT_MAX * SELECT_MAX; i++)
        all[i] = a[i / SELECT_MAX] - b[i % SELECT_MAX];
    values_sort(all, SELECT_MAX * SELECT_MAX);
    for (size_t k = 1; k <= SELECT_MAX * SELECT_MAX; k += 7)
        assert_float_equal(difference_select(a, SELECT_MAX, b, SELECT_MAX, (double)k), all[k - 1],
                           0);
}

/*
 * Hollander & Wolfe, example 4.1 (permeability of membranes): shift 0.305, limits for about 95 %
 * from the ordered differences. On exponentials the ratio is the exponential of the shift.
 */
static void shift_of_a_published_sample(void **state) {
    (void)state;
    double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    for (size_t i = 0; i < 10; i++)
        x[i] = exp(x[i]);
    for (size_t i = 0; i < 5; i++)
        y[i] = exp(y[i]);
    values_sort(x, 10);
    values_sort(y, 5);
    const struct estimate ratio = ratio_of_sorted(x, 10, y, 5);
    assert_float_equal(log(ratio.value), 0.305, 1e-9);
    assert_false(estimate_limited(ratio)); /* five values are too few by our rule */
}

static void limits_of_a_ratio_are_ordered_differences(void **state) {
    (void)state;
    /* n = m = 6: critical value 5, so the 6th smallest and the 6th largest of 36 ratios. */
    const double a[] = {1, 2, 4, 8, 16, 32}, b[] = {1, 1, 1, 1, 1, 1};
    const struct estimate ratio = ratio_of_sorted(a, 6, b, 6);
    assert_float_equal(ratio.value, sqrt(32), 1e-12);
    assert_float_equal(ratio.low, 1, 1e-12);
    assert_float_equal(ratio.high, 32, 1e-10);
}

static void ratios_keep_their_symmetries(void **state) {
    (void)state;
    uint32_t seed = 7;
    double a[12], b[9], scaled[12];
    for (size_t i = 0; i < 12; i++)
        a[i] = 1 + draw(&seed);
    for (size_t i = 0; i < 9; i++)
        b[i] = 2 + draw(&seed);
    values_sort(a, 12);
    values_sort(b, 9);
    for (size_t i = 0; i < 12; i++)
        scaled[i] = 3 * a[i];
    const struct estimate ab = ratio_of_sorted(a, 12, b, 9), ba = ratio_of_sorted(b, 9, a, 12);
    const struct estimate inverse = estimate_inverse(ba),
                          triple = ratio_of_sorted(scaled, 12, b, 9);
    assert_true(ab.low < ab.value && ab.value < ab.high);
    assert_float_equal(ab.value, inverse.value, 1e-12);
    assert_float_equal(ab.low, inverse.low, 1e-12);
    assert_float_equal(ab.high, inverse.high, 1e-12);
    assert_float_equal(triple.value, 3 * ab.value, 1e-12);
    assert_float_equal(triple.low, 3 * ab.low, 1e-12);
    assert_float_equal(triple.high, 3 * ab.high, 1e-12);
}

/* The two benchmarks with which Quinn, "Parallel Programming in C with MPI and OpenMP", 7.6,
 * explains the metric;
 * speed-ups with two decimals give the fraction to about 0.001. */
static void serial_fractions_of_a_textbook(void **state) {
    (void)state;
    static const double constant[] = {1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71};
    static const double growing[] = {1.87, 2.61, 3.23, 3.73, 4.14, 4.46, 4.71};
    for (size_t i = 0; i < 7; i++) {
        const double workers = (double)i + 2;
        const struct estimate a = {constant[i], constant[i], constant[i]};
        const struct estimate b = {growing[i], growing[i], growing[i]};
        assert_float_equal(karp_flatt(a, workers).value, 0.1, 0.002);
        assert_float_equal(karp_flatt(b, workers).value, 0.070 + 0.005 * (double)i, 0.002);
    }
    assert_true(isnan(karp_flatt((struct estimate){1, 1, 1}, 1).value));
    const struct estimate limits = karp_flatt((struct estimate){1.8, 1.6, 2.0}, 2);
    assert_float_equal(limits.low, 0, 1e-12);
    assert_float_equal(limits.high, 0.25, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(median_ranks_are_binomial),
        cmocka_unit_test(medians_have_limits_from_six_values_on),
        cmocka_unit_test(critical_values_match_the_table),
        cmocka_unit_test(critical_values_have_no_jump),
        cmocka_unit_test(differences_are_selected_as_by_sorting),
        cmocka_unit_test(differences_of_wild_samples_are_selected),
        cmocka_unit_test(shift_of_a_published_sample),
        cmocka_unit_test(limits_of_a_ratio_are_ordered_differences),
        cmocka_unit_test(ratios_keep_their_symmetries),
        cmocka_unit_test(serial_fractions_of_a_textbook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
