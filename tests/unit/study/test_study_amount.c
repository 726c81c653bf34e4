/* Lists of numbers on made-up machines. */
#include "amount.h"
#include "cmocka_head.h"
#include "shuffle.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The list as text, or what is wrong with it. */
static void evaluate(const char *text, struct machine_size machine, char *result, size_t room) {
    struct amount_list list;
    struct number_list numbers = {NULL, 0};
    const char *wrong = amount_list_read(text, &list);
    if (!wrong)
        wrong = amount_list_numbers(&list, machine, 4096, &numbers);
    snprintf(result, room, "%s", wrong ? wrong : "");
    for (size_t i = 0; !wrong && i < numbers.count; i++)
        snprintf(result + strlen(result), room - strlen(result), "%s%" PRIu64, i ? " " : "",
                 numbers.items[i]);
    number_list_free(&numbers);
    amount_list_free(&list);
}

static void lists_scale_to_the_machine(void **state) {
    static const struct {
        const char *text;
        unsigned cores, pus;
        const char *expected;
    } cases[] = {
        {"1,2,4", 2, 2, "1 2 4"},
        {"4, 1 ,2", 2, 2, "1 2 4"},
        {"cores", 6, 12, "6"},
        {"pus", 6, 12, "12"},
        {"2*cores", 6, 12, "12"},
        {"pus/2", 6, 12, "6"},
        {"cores/4", 6, 12, "1"},
        {"3*cores/2", 6, 12, "9"},
        {"cores/4", 2, 2, "1"},
        {"1..cores", 4, 8, "1 2 3 4"},
        {"1-3", 4, 8, "1 2 3"},
        {"1..cores x2", 6, 6, "1 2 4 6"},
        {"1..cores x2", 8, 8, "1 2 4 8"},
        {"1..cores x2", 1, 1, "1"},
        {"3..20 x2", 1, 1, "3 6 12 20"},
        {"4..cores", 2, 2, "4"},
        {"1,2,cores,pus", 2, 2, "1 2"},
        {"1..12", 2, 2, "1 2 3 4 5 6 7 8 9 10 11 12"},
        {"2k", 2, 2, "2000"},
        {"cores..2*pus x2", 3, 6, "3 6 12"},
        {"nodes", 2, 2, "4"},
        {"cores*nodes", 2, 4, "8"},
        {"nodes*pus", 2, 4, "16"},
        {"3*cores*nodes/2", 2, 2, "12"},
        {"nodes..cores*nodes x2", 6, 6, "4 8 16 24"},
        {"cores*pus", 2, 2, "only cores or pus, and nodes, can be multiplied, as in 2*cores*nodes"},
        {"nodes*nodes", 2, 2,
         "only cores or pus, and nodes, can be multiplied, as in 2*cores*nodes"},
        {"5000", 2, 2, "too large"},
        {"100*cores", 64, 128, "too large"},
        {"1..4000", 2, 2, "too many values"},
        {"9223372036854775807*cores", 4, 4, "too large"},
        {"0", 2, 2, "counts start at 1"},
        {"-1", 2, 2, "must not be negative"},
        {"12..1", 2, 2, "a range must not run backwards"},
        {"2*threads", 2, 2, "only cores or pus, and nodes, can be multiplied, as in 2*cores*nodes"},
        {"99999999999999999999", 2, 2, "too large, at most 9223372036854775807"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char result[256];
        evaluate(cases[i].text, (struct machine_size){cases[i].cores, cases[i].pus, 4}, result,
                 sizeof result);
        if (strcmp(result, cases[i].expected) != 0)
            fail_msg("'%s' gave '%s', not '%s'", cases[i].text, result, cases[i].expected);
    }
}

static void nonsense_is_refused(void **state) {
    static const char *const cases[] = {"",        ",",   "1,",   "core",     "cores2", "1...3",
                                        "1..",     "x2",  "1 x2", "1..4 x3",  "1..4x",  "2cores",
                                        "cores*2", "1.5", "0x10", "1..cores,"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct amount_list list;
        if (!amount_list_read(cases[i], &list))
            fail_msg("'%s' was accepted", cases[i]);
        amount_list_free(&list);
    }
}

/* First outputs for seed 1234567, as published with the reference version (Vigna, splitmix64.c;
 * Rosetta Code). */
static void splitmix64_is_the_published_one(void **state) {
    static const uint64_t published[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    uint64_t seed = 1234567;
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        assert_int_equal(splitmix64(&seed), published[i]);
}

static void shuffles_are_permutations(void **state) {
    enum { COUNT = 50 };
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        size_t order[COUNT], again[COUNT];
        unsigned seen[COUNT] = {0};
        shuffle_indices(seed, COUNT, order);
        shuffle_indices(seed, COUNT, again);
        assert_memory_equal(order, again, sizeof order);
        for (size_t i = 0; i < COUNT; i++)
            seen[order[i]]++;
        for (size_t i = 0; i < COUNT; i++)
            assert_int_equal(seen[i], 1);
    }
}

/* All 6 orders of 3 within 5 standard deviations of their share: 6000 draws, share 1000,
 * deviation 29. */
static void all_orders_are_alike(void **state) {
    unsigned seen[27] = {0}, orders = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 6000; seed++) {
        size_t order[3];
        shuffle_indices(seed, 3, order);
        seen[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    for (size_t i = 0; i < 27; i++) {
        orders += seen[i] > 0;
        if (seen[i])
            assert_in_range(seen[i], 855, 1145);
    }
    assert_int_equal(orders, 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_scale_to_the_machine),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(splitmix64_is_the_published_one),
        cmocka_unit_test(shuffles_are_permutations),
        cmocka_unit_test(all_orders_are_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
