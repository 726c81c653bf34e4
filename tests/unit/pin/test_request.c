/* What users may write behind --pin, and what they may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pin.h"

static void policies_have_names(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum pin_policy policy;
    } cases[] = {
        {"none", PIN_NONE}, {"compact", PIN_COMPACT}, {"scatter", PIN_SCATTER}, {"numa", PIN_NUMA}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pin_request request;
        assert_null(pin_request_read(cases[i].text, &request));
        assert_int_equal(request.policy, cases[i].policy);
        assert_ptr_equal(request.text, cases[i].text);
        assert_int_equal(request.list_count, 0);
        pin_request_free(&request);
    }
}

static void expect_list(const char *text, const unsigned *list, size_t count) {
    struct pin_request request;
    const char *wrong = pin_request_read(text, &request);
    if (wrong)
        fail_msg("%s: %s", text, wrong);
    assert_int_equal(request.policy, PIN_LIST);
    assert_ptr_equal(request.text, text);
    assert_int_equal(request.list_count, count);
    assert_memory_equal(request.list, list, count * sizeof *list);
    pin_request_free(&request);
}

static void lists_keep_the_order_of_the_user(void **state) {
    (void)state;
    expect_list("0", (const unsigned[]){0}, 1);
    expect_list("3-3", (const unsigned[]){3}, 1);
    expect_list("0,2,4-7", (const unsigned[]){0, 2, 4, 5, 6, 7}, 6);
    expect_list("7,5-6,0", (const unsigned[]){7, 5, 6, 0}, 4);
    expect_list("1,1,0-1", (const unsigned[]){1, 1, 0, 1}, 4);
    expect_list("08,010", (const unsigned[]){8, 10}, 2);
    expect_list("2147483647", (const unsigned[]){2147483647}, 1);
}

static void a_list_may_be_as_long_as_promised(void **state) {
    (void)state;
    struct pin_request request;
    assert_null(pin_request_read("0-4095", &request));
    assert_int_equal(request.list_count, PIN_LIST_MAX);
    assert_int_equal(request.list[PIN_LIST_MAX - 1], PIN_LIST_MAX - 1);
    pin_request_free(&request);
}

static void expect_refused(const char *text, const char *wrong) {
    struct pin_request request;
    const char *got = pin_request_read(text, &request);
    if (!got)
        fail_msg("'%s' was accepted", text);
    assert_string_equal(got, wrong);
    pin_request_free(&request);
}

#define REQUEST   "not none, compact, scatter, numa or a list of PU numbers such as 0,2,4-7"
#define LIST      "not a list of PU numbers such as 0,2,4-7"
#define LARGE     "a PU number is too large"
#define BACKWARDS "a range must not run backwards"
#define MANY      "too many PUs"

static void everything_else_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *wrong;
    } cases[] = {
        {"", REQUEST},
        {"a", REQUEST},
        {"None", REQUEST},
        {"compact ", REQUEST},
        {"compac", REQUEST},
        {"numa,0", REQUEST},
        {" 1", REQUEST},
        {"\t1", REQUEST},
        {"-1", REQUEST},
        {"+1", REQUEST},
        {",1", REQUEST},
        {",", REQUEST},
        {"-", REQUEST},
        {"\xc3\xa4", REQUEST},
        {"1 ", LIST},
        {"1\n", LIST},
        {"1,", LIST},
        {"1,,2", LIST},
        {"1, 2", LIST},
        {"1;2", LIST},
        {"1 2", LIST},
        {"1-", LIST},
        {"1--2", LIST},
        {"1-2-3", LIST},
        {"1-+2", LIST},
        {"1-,2", LIST},
        {"1,-2", LIST},
        {"0x1", LIST},
        {"1.0", LIST},
        {"1e1", LIST},
        {"1k", LIST},
        {"0-6:2", LIST},
        {"1,compact", LIST},
        {"1\xc2\xa0", LIST},
        {"3-1", BACKWARDS},
        {"0,5-4", BACKWARDS},
        {"2147483648", LARGE},
        {"4294967296", LARGE},
        {"99999999999", LARGE},
        {"0-99999999999", LARGE},
        {"99999999999999999999999999", LARGE},
        {"0-99999999999999999999999999", LARGE},
        {"0-5000", MANY},
        {"0-4096", MANY},
        {"0,0-4095", MANY},
        {"0-4095,0", MANY},
        {"0-2147483647", MANY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_refused(cases[i].text, cases[i].wrong);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_have_names),
        cmocka_unit_test(lists_keep_the_order_of_the_user),
        cmocka_unit_test(a_list_may_be_as_long_as_promised),
        cmocka_unit_test(everything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
