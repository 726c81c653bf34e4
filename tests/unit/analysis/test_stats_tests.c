/* Mann-Whitney, Kruskal-Wallis and Holm against published tables, examples and brute force. */
#include "holm.h"
#include "kruskal.h"
#include "made_up.h"
#include "mann_whitney.h"
#include "median.h"
#include "rank.h"

#include <math.h>

static void equal_values_share_their_ranks(void **state) {
    (void)state;
    const double values[] = {7, 3, 7, 1, 7, 3}, expected[] = {5, 2.5, 5, 1, 5, 2.5};
    double ranks[6];
    assert_float_equal(ranks_of(values, ranks, 6), (27 - 3) + (8 - 2), 0);
    for (size_t i = 0; i < 6; i++)
        assert_float_equal(ranks[i], expected[i], 0);
}

/* To the three decimals of the table in Mann & Whitney (1947); counted again apart in Python, but
 * for one half at 3, 3, 4, since U is symmetric about 4.5. */
static void distribution_of_u_is_the_published_one(void **state) {
    (void)state;
    static const double table[][4] = {{3, 3, 0, .050}, {3, 3, 4, .500}, {4, 4, 1, .029},
                                      {4, 4, 2, .057}, {5, 5, 2, .016}, {6, 6, 5, .021}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const double *row = table[i];
        assert_float_equal(mann_whitney_cdf((size_t)row[0], (size_t)row[1], row[2]), row[3], 5e-4);
    }
    assert_float_equal(mann_whitney_cdf(4, 4, -1), 0, 0);
    assert_float_equal(mann_whitney_cdf(4, 4, 16), 1, 0);
}

/* Hollander & Wolfe, example 4.1 (permeability of membranes): one-sided p = 0.127. */
static void p_of_a_published_sample(void **state) {
    (void)state;
    double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    values_sort(x, 10);
    values_sort(y, 5);
    const struct mann_whitney test = mann_whitney_test(x, 10, y, 5);
    assert_true(test.exact);
    assert_float_equal(test.u, 35, 0);
    assert_float_equal(test.p_value, 2 * 0.1272, 1e-4);
    const struct mann_whitney swapped = mann_whitney_test(y, 5, x, 10);
    assert_float_equal(swapped.u, 15, 0);
    assert_float_equal(swapped.p_value, test.p_value, 1e-15);
}

/* Expected: the textbook formula for the normal approximation, evaluated apart in Python. */
static void ties_take_the_corrected_approximation(void **state) {
    (void)state;
    const double a[] = {1, 2, 2, 3, 5, 5}, b[] = {2, 4, 5, 6, 6, 7, 7};
    const struct mann_whitney test = mann_whitney_test(a, 6, b, 7);
    assert_false(test.exact);
    assert_float_equal(test.u, 7, 0);
    assert_float_equal(test.p_value, 0.05050976565148568, 1e-12);
    const double same[] = {1, 1, 1};
    assert_float_equal(mann_whitney_test(same, 3, same, 3).p_value, 1, 0);
}

/* 25 values against 25 are exact, against 26 (one more in the middle) approximate. */
static void exact_and_approximate_p_meet(void **state) {
    (void)state;
    double a[26], b[25];
    for (size_t i = 0; i < 25; i++) {
        a[i] = 2 * (double)i;
        b[i] = a[i] + 9;
    }
    const struct mann_whitney exact = mann_whitney_test(a, 25, b, 25);
    a[25] = 24.5;
    values_sort(a, 26);
    const struct mann_whitney normal = mann_whitney_test(a, 26, b, 25);
    assert_true(exact.exact && !normal.exact);
    assert_true(exact.p_value > 0.005 && exact.p_value < 0.05);
    assert_true(fabs(log(normal.p_value / exact.p_value)) < 0.1);
}

/* Hollander & Wolfe, example 6.1 (half-time of mucociliary clearance): H = 0.771, p = 0.68. */
static void kruskal_of_a_published_sample(void **state) {
    (void)state;
    const double normal[] = {2.9, 3.0, 2.5, 2.6, 3.2}, airways[] = {3.8, 2.7, 4.0, 2.4};
    const double asbestosis[] = {2.8, 3.4, 3.7, 2.2, 2.0};
    const double *groups[] = {normal, airways, asbestosis};
    const size_t counts[] = {5, 4, 5};
    const struct kruskal kruskal = kruskal_test(groups, counts, 3);
    assert_float_equal(kruskal.h, 0.77143, 1e-5);
    assert_float_equal(kruskal.p_value, 0.68, 0.001);
    assert_float_equal(kruskal.epsilon_squared, 0.77143 / 13, 1e-6);
    assert_int_equal(kruskal.values, 14);
}

/* Dobson's plant weights, R's data set PlantGrowth, with one tie: R prints 7.9882 and 0.01842. */
static void kruskal_corrects_for_ties(void **state) {
    (void)state;
    const double control[] = {4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14};
    const double first[] = {4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69};
    const double second[] = {6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26};
    const double *plants[] = {control, first, second};
    const struct kruskal kruskal = kruskal_test(plants, (const size_t[]){10, 10, 10}, 3);
    assert_float_equal(kruskal.h, 7.9882, 5e-5);
    assert_float_equal(kruskal.p_value, 0.01842, 5e-6);
    /* Many ties: evaluated apart in Python from the definition. */
    const double a[] = {1, 1, 2, 2}, b[] = {2, 3, 3, 3, 4}, c[] = {1, 4, 4, 4};
    const double *tied[] = {a, b, c};
    const struct kruskal ties = kruskal_test(tied, (const size_t[]){4, 5, 4}, 3);
    assert_float_equal(ties.h, 5.13070175438596, 1e-12);
    assert_float_equal(ties.p_value, 0.07689219698975511, 1e-12);
}

static void kruskal_has_bounds(void **state) {
    (void)state;
    const double low[] = {1, 2, 3}, middle[] = {4, 5, 6}, high[] = {7, 8, 9}, same[] = {2, 2, 2};
    const double *apart[] = {low, middle, high}, *tied[] = {same, same}, *one[] = {low, high};
    const struct kruskal largest = kruskal_test(apart, (const size_t[]){3, 3, 3}, 3);
    assert_float_equal(largest.h, 7.2, 1e-12); /* in every table of H for 3, 3, 3 */
    assert_float_equal(largest.p_value, 0.027, 5e-4);
    const struct kruskal equal = kruskal_test(tied, (const size_t[]){3, 3}, 2);
    assert_float_equal(equal.h, 0, 0);
    assert_float_equal(equal.p_value, 1, 0);
    const struct kruskal alone = kruskal_test(one, (const size_t[]){3, 0}, 2);
    assert_true(isnan(alone.h) && isnan(alone.p_value));
    assert_int_equal(alone.groups, 1);
}

static void kruskal_ignores_scale_and_order(void **state) {
    (void)state;
    const double a[] = {3, 9, 4, 7}, b[] = {8, 12, 11}, c[] = {1, 10, 2, 6, 5};
    const double a2[] = {27, 12, 21, 9}, b2[] = {36, 33, 24}, c2[] = {6, 15, 18, 30, 3};
    const double *groups[] = {a, b, c}, *others[] = {c2, a2, b2};
    const struct kruskal one = kruskal_test(groups, (const size_t[]){4, 3, 5}, 3);
    const struct kruskal two = kruskal_test(others, (const size_t[]){5, 4, 3}, 3);
    assert_float_equal(one.h, two.h, 1e-12);
    assert_float_equal(one.p_value, two.p_value, 1e-12);
}

/* The example of the article "Holm-Bonferroni method" in Wikipedia, and its adjusted values. */
static void holm_of_a_published_example(void **state) {
    (void)state;
    double p[] = {0.01, 0.04, 0.03, 0.005};
    const double adjusted[] = {0.03, 0.06, 0.06, 0.02};
    holm_adjust(p, 4);
    for (size_t i = 0; i < 4; i++)
        assert_float_equal(p[i], adjusted[i], 1e-15);
}

static void holm_is_capped_and_skips_the_unknown(void **state) {
    (void)state;
    double p[] = {0.9, NAN, 0.3, 0.5};
    holm_adjust(p, 4);
    assert_float_equal(p[0], 1, 0);
    assert_true(isnan(p[1]));
    assert_float_equal(p[2], 0.9, 1e-15);
    assert_float_equal(p[3], 1, 1e-15);
    holm_adjust(p, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_share_their_ranks),
        cmocka_unit_test(distribution_of_u_is_the_published_one),
        cmocka_unit_test(p_of_a_published_sample),
        cmocka_unit_test(ties_take_the_corrected_approximation),
        cmocka_unit_test(exact_and_approximate_p_meet),
        cmocka_unit_test(kruskal_of_a_published_sample),
        cmocka_unit_test(kruskal_corrects_for_ties),
        cmocka_unit_test(kruskal_has_bounds),
        cmocka_unit_test(kruskal_ignores_scale_and_order),
        cmocka_unit_test(holm_of_a_published_example),
        cmocka_unit_test(holm_is_capped_and_skips_the_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
