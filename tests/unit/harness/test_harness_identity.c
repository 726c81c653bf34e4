/* Who a launch is: what convoy-run says in the environment, or made up. */
#include "cmocka_head.h"

#include "clock.h"
#include "hash.h"
#include "identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const variables[] = {"CONVOY_STUDY", "CONVOY_RUN_ID", "CONVOY_LAUNCH",
                                        "CONVOY_EXEC_NS", "CONVOY_EXEC_CLOCK"};

static int clear(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    return 0;
}

static void test_told(void **state) {
    (void)state;
    struct identity identity;
    struct fault fault = {0};
    setenv("CONVOY_STUDY", "smoke", 1);
    setenv("CONVOY_RUN_ID", "today", 1);
    setenv("CONVOY_LAUNCH", "7", 1);
    setenv("CONVOY_EXEC_NS", "123456789", 1);
    assert_true(identity_read(&identity, &fault));
    assert_string_equal(identity.study, "smoke");
    assert_string_equal(identity.run_id, "today");
    assert_true(identity.numbered);
    assert_int_equal(identity.launch, 7);
    assert_int_equal(identity.exec_ns, 123456789);
}

/* Rank 0 need not be on the machine where the launcher was started. */
static void test_whose_clock(void **state) {
    (void)state;
    struct identity identity;
    struct fault fault = {0};
    setenv("CONVOY_EXEC_NS", "123456789", 1);
    setenv("CONVOY_EXEC_CLOCK", clock_whose().text, 1);
    assert_true(identity_read(&identity, &fault));
    assert_int_equal(identity.exec_ns, 123456789);
    setenv("CONVOY_EXEC_CLOCK", "12345678-1234-1234-1234-123456789abc", 1);
    assert_true(identity_read(&identity, &fault));
    assert_int_equal(identity.exec_ns, 0);
}

static void test_by_hand(void **state) {
    (void)state;
    struct identity identity, second;
    struct fault fault = {0};
    assert_true(identity_read(&identity, &fault));
    assert_string_equal(identity.study, "");
    assert_false(identity.numbered);
    assert_int_equal(identity.launch, 0);
    assert_int_equal(identity.exec_ns, 0);
    /* 2026-01-31T12:00:00-0123abcd */
    assert_int_equal(strlen(identity.run_id), 28);
    assert_int_equal(identity.run_id[10], 'T');
    assert_int_equal(strspn(identity.run_id + 20, "0123456789abcdef"), 8);
    assert_true(identity_read(&second, &fault));
    assert_string_not_equal(identity.run_id, second.run_id);
}

static void test_bad_numbers(void **state) {
    (void)state;
    static const char *const bad[] = {"", "abc", "-1", "1x", " 1", "1.5", "9223372036854775808"};
    static const char *const names[] = {"CONVOY_LAUNCH", "CONVOY_EXEC_NS"};
    for (size_t n = 0; n < 2; n++)
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
            struct identity identity;
            struct fault fault = {0};
            clear(NULL);
            setenv(names[n], bad[i], 1);
            HOLDS(!identity_read(&identity, &fault), bad[i]);
            assert_int_equal(fault.code, EXIT_USER);
            HOLDS(strstr(fault.text, names[n]), fault.text);
        }
}

static void test_long_run_ids_are_cut(void **state) {
    (void)state;
    struct identity identity;
    struct fault fault = {0};
    char longest[200];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    setenv("CONVOY_RUN_ID", longest, 1);
    assert_true(identity_read(&identity, &fault));
    assert_int_equal(strlen(identity.run_id), sizeof identity.run_id - 1);
}

static void test_binary_is_this_file(void **state) {
    (void)state;
    uint64_t hash = HASH_START;
    int byte;
    FILE *in = fopen("/proc/self/exe", "r");
    assert_non_null(in);
    while ((byte = fgetc(in)) != EOF) {
        const unsigned char one = (unsigned char)byte;
        hash = hash_bytes(hash, &one, 1);
    }
    fclose(in);
    assert_true(identity_binary() == hash);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_told, clear),
        cmocka_unit_test_setup(test_whose_clock, clear),
        cmocka_unit_test_setup(test_by_hand, clear),
        cmocka_unit_test_setup(test_bad_numbers, clear),
        cmocka_unit_test_setup(test_long_run_ids_are_cut, clear),
        cmocka_unit_test_setup(test_binary_is_this_file, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
