/* Seeded order: published numbers, fair draws, permutations. */
#include "cmocka_head.h"

#include "shuffle.h"

#include <string.h>

/* The first numbers of seed 1234567: Vigna's splitmix64.c, as quoted by rosettacode.org
 * ("Pseudo-random numbers/Splitmix64"). */
static void test_published_numbers(void **state) {
    (void)state;
    static const uint64_t published[] = {
        UINT64_C(6457827717110365317),  UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),  UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    uint64_t seed = 1234567;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        assert_int_equal(splitmix64(&seed), published[i]);
}

static void test_draws_stay_below(void **state) {
    (void)state;
    static const uint64_t bounds[] = {1, 2, 3, 7, 1000, UINT64_C(1) << 63, UINT64_MAX};
    uint64_t seed = 5;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        for (int draw = 0; draw < 1000; draw++)
            assert_true(splitmix64_below(&seed, bounds[i]) < bounds[i]);
}

/* All orders of three things, 600 of each expected: chi squared with 5 degrees of freedom stays
 * below 30 but for one seed in 70,000, and the seeds are fixed. */
static void test_orders_are_alike(void **state) {
    (void)state;
    enum { SEEDS = 3600 };
    unsigned seen[27] = {0}, orders = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        size_t order[3];
        shuffle_indices(seed, 3, order);
        seen[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    double chi_squared = 0.0;
    for (size_t i = 0; i < 27; i++) {
        orders += seen[i] > 0;
        if (seen[i])
            chi_squared +=
                ((double)seen[i] - SEEDS / 6.0) * ((double)seen[i] - SEEDS / 6.0) / (SEEDS / 6.0);
    }
    assert_int_equal(orders, 6);
    assert_true(chi_squared < 30.0);
}

static void test_permutations(void **state) {
    (void)state;
    enum { MOST = 200 };
    for (size_t count = 0; count <= MOST; count++) {
        size_t order[MOST + 1], again[MOST + 1];
        unsigned char seen[MOST] = {0};
        order[count] = 12345;
        shuffle_indices(count * 17, count, order);
        shuffle_indices(count * 17, count, again);
        assert_int_equal(order[count], 12345);
        assert_memory_equal(order, again, count * sizeof *order);
        for (size_t i = 0; i < count; i++) {
            assert_true(order[i] < count);
            assert_false(seen[order[i]]++);
        }
    }
}

static void test_seeds_differ(void **state) {
    (void)state;
    size_t one[50], two[50];
    shuffle_indices(1, 50, one);
    shuffle_indices(2, 50, two);
    assert_memory_not_equal(one, two, sizeof one);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_numbers), cmocka_unit_test(test_draws_stay_below),
        cmocka_unit_test(test_orders_are_alike),  cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_seeds_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
