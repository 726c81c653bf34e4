/* Words: copies that fit, lists at commas, the nearest name. */
#include "cmocka_head.h"

#include "text.h"

#include <string.h>

static void test_copy_cuts_and_terminates(void **state) {
    (void)state;
    char small[4] = "xxx";
    text_copy(small, sizeof small, "abcdef");
    assert_string_equal(small, "abc");
    text_copy(small, sizeof small, "ab");
    assert_string_equal(small, "ab");
    text_copy(small, 1, "ab");
    assert_string_equal(small, "");
}

static void splits_into(const char *text, size_t count, const char *const *pieces) {
    struct text_list list = text_split(text);
    HOLDS(list.count == count, text);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list.items[i], pieces[i]);
    text_list_free(&list);
    assert_int_equal(list.count, 0);
}

static void test_split_trims(void **state) {
    (void)state;
    splits_into("a", 1, (const char *const[]){"a"});
    splits_into(" a , b\t,c d ", 3, (const char *const[]){"a", "b", "c d"});
    splits_into("", 1, (const char *const[]){""});
    splits_into("a,,b,", 4, (const char *const[]){"a", "", "b", ""});
}

static void test_nearest(void **state) {
    (void)state;
    static const char *const names[] = {"kernel", "workers", "warmup", "tasks", "tag", NULL};
    static const struct {
        const char *text, *nearest;
    } cases[] = {
        {"kernel", "kernel"},  {"kernels", "kernel"}, {"kernl", "kernel"}, {"krenel", "kernel"},
        {"worker", "workers"}, {"warm-up", "warmup"}, {"task", "tasks"},   {"tags", "tag"},
        {"zzzzzz", NULL},      {"abcdefghij", NULL},  {"k", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *nearest = text_nearest(cases[i].text, names);
        HOLDS(!nearest == !cases[i].nearest, cases[i].text);
        if (nearest)
            assert_string_equal(nearest, cases[i].nearest);
    }
}

/* Longer texts than any name must neither be suggested for nor read past. */
static void test_nearest_of_long_texts(void **state) {
    (void)state;
    char longest[64], longer[200];
    memset(longest, 'a', 63);
    longest[63] = '\0';
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    const char *const names[] = {longer, longest, NULL};
    assert_ptr_equal(text_nearest(longest, names), longest);
    assert_null(text_nearest(longer, names));
    assert_null(text_nearest("a", (const char *const[]){NULL}));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy_cuts_and_terminates),
        cmocka_unit_test(test_split_trims),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_nearest_of_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
