/* Faults: the first one is the cause, texts fit. */
#include "cmocka_head.h"

#include "fault.h"

#include <string.h>

static void test_first_fault_is_kept(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_false(fault_user(&fault, "--size: %s: '%d'", "too large", 12));
    assert_int_equal(fault.code, EXIT_USER);
    assert_string_equal(fault.text, "--size: too large: '12'");
    assert_false(fault_environment(&fault, "disk full"));
    assert_int_equal(fault.code, EXIT_USER);
    assert_string_equal(fault.text, "--size: too large: '12'");
}

static void test_codes_are_the_contracts(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_false(fault_environment(&fault, "disk full"));
    assert_int_equal(fault.code, 4);
    assert_int_equal(EXIT_USER, 2);
    assert_int_equal(EXIT_WRONG_RESULT, 3);
    assert_int_equal(EXIT_STOPPED, 75);
}

static void test_prefix(void **state) {
    (void)state;
    struct fault fault = {0};
    fault_prefix(&fault, "--pin: ");
    assert_string_equal(fault.text, "");
    fault_user(&fault, "no such PU");
    fault_prefix(&fault, "--pin: ");
    assert_string_equal(fault.text, "--pin: no such PU");
}

static void test_long_texts_are_cut(void **state) {
    (void)state;
    char text[3 * FAULT_TEXT_MAX];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct fault fault = {0};
    fault_user(&fault, "%s", text);
    assert_int_equal(strlen(fault.text), FAULT_TEXT_MAX - 1);
    fault_prefix(&fault, "--a: ");
    assert_int_equal(strlen(fault.text), FAULT_TEXT_MAX - 1);
    assert_memory_equal(fault.text, "--a: x", 6);
    memset(text, 'y', sizeof text - 1);
    fault_prefix(&fault, text);
    assert_int_equal(strlen(fault.text), FAULT_TEXT_MAX - 1);
    assert_int_equal(fault.text[FAULT_TEXT_MAX - 2], 'y');
}

static void test_keep_takes_only_into_nothing(void **state) {
    (void)state;
    struct fault fault = {0}, none = {0}, other = {0};
    fault_environment(&other, "other");
    fault_keep(&fault, &none);
    assert_int_equal(fault.code, EXIT_DONE);
    fault_keep(&fault, &other);
    assert_string_equal(fault.text, "other");
    fault_keep(&fault, &none);
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_fault_is_kept),
        cmocka_unit_test(test_codes_are_the_contracts),
        cmocka_unit_test(test_prefix),
        cmocka_unit_test(test_long_texts_are_cut),
        cmocka_unit_test(test_keep_takes_only_into_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
