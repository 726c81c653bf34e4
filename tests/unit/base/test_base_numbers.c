/* Numbers, times, lists and reals as users write them: every character counts. */
#include "cmocka_head.h"

#include "shuffle.h"
#include "text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void test_counts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t value;
    } good[] = {
        {"0", 0},
        {"7", 7},
        {"007", 7},
        {"3k", 3000},
        {"4M", 4000000},
        {"2G", 2000000000},
        {"4Ki", 4096},
        {"1Mi", 1048576},
        {"1Gi", 1073741824},
        {"18446744073709551615", UINT64_MAX},
        {"17179869183Gi", UINT64_C(17179869183) << 30},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t value = 99;
        HOLDS(text_count(good[i].text, 0, UINT64_MAX, &value) == NULL, good[i].text);
        HOLDS(value == good[i].value, good[i].text);
    }
}

static void test_bad_counts_change_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "1.0",
        "1,0",
        "1e3",
        "0x10",
        "k",
        "1kk",
        "1K",
        "1m",
        "1g",
        "1ki",
        "1KiB",
        "1 k",
        "1k ",
        "1i",
        "abc",
        "1\n",
        "--1",
        "1-",
        "\t1",
        "1B",
        "NaN",
        "inf",
        "-0",
        "1T",
        "18446744073709551616",
        "99999999999999999999k",
        "18446744073709551615k",
        "17179869184Gi",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t value = 99;
        HOLDS(text_count(bad[i], 0, UINT64_MAX, &value) != NULL, bad[i]);
        HOLDS(value == 99, bad[i]);
    }
}

static void test_counts_keep_their_range(void **state) {
    (void)state;
    uint64_t value = 99;
    assert_string_equal(text_count("0", 1, 10, &value), "too small");
    assert_string_equal(text_count("11", 1, 10, &value), "too large, at most 10");
    assert_string_equal(text_count("1k", 1, 999, &value), "too large, at most 999");
    assert_string_equal(text_count("-3", 0, 10, &value), "must not be negative");
    assert_int_equal(value, 99);
    assert_null(text_count("1", 1, 10, &value));
    assert_null(text_count("10", 1, 10, &value));
    assert_int_equal(value, 10);
}

static void test_times(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t ns;
    } good[] = {
        {"0s", 0},
        {"1us", 1000},
        {"5ms", 5000000},
        {"1.5s", 1500000000},
        {".5s", 500000000},
        {"2.s", 2000000000},
        {"2min", 120000000000},
        {"0.001us", 1},
        {"0.0004us", 0},
        {"100us", 100000},
        {"1000000000s", UINT64_C(1000000000000000000)},
        {"0.5min", 30000000000},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t ns = 99;
        HOLDS(text_time_ns(good[i].text, &ns) == NULL, good[i].text);
        HOLDS(ns == good[i].ns, good[i].text);
    }
}

static void test_bad_times_change_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "5",
        "ms",
        " 5ms",
        "5 ms",
        "5ms ",
        "-5ms",
        "+5ms",
        "5m",
        "5sec",
        "5MS",
        "1e3s",
        "0x5s",
        "1,5s",
        "1..5s",
        "1.2.3s",
        ".",
        ".s",
        "nans",
        "infs",
        "5msx",
        "5h",
        "5ns",
        "1000000001s",
        "99999999min",
        "111111111111111111111111111111111s",
        "1e400s",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t ns = 99;
        HOLDS(text_time_ns(bad[i], &ns) != NULL, bad[i]);
        HOLDS(ns == 99, bad[i]);
    }
    uint64_t ns;
    assert_string_equal(text_time_ns("5", &ns), "a time needs a unit: us, ms, s or min");
    assert_string_equal(text_time_ns("-5ms", &ns), "must not be negative");
}

static void reads_back(uint64_t ns) {
    char text[32];
    uint64_t again = ~ns;
    text_from_time_ns(ns, text);
    HOLDS(text_time_ns(text, &again) == NULL, text);
    if (again != ns)
        fail_msg("%" PRIu64 " ns became %s and that %" PRIu64, ns, text, again);
}

static void test_times_read_back(void **state) {
    (void)state;
    uint64_t seed = 1;
    reads_back(0);
    reads_back(UINT64_C(999999999999999));
    reads_back(UINT64_C(3599999999999));
    for (unsigned bits = 1; bits < 50; bits++)
        for (int i = 0; i < 200; i++)
            reads_back(splitmix64(&seed) % (UINT64_C(1) << bits));
}

static void test_time_texts_are_short(void **state) {
    (void)state;
    static const struct {
        uint64_t ns;
        const char *text;
    } cases[] = {
        {0, "0us"},       {1, "0.001us"},       {1000, "1us"},        {999999, "999.999us"},
        {5000000, "5ms"}, {1500000000, "1.5s"}, {90000000000, "90s"}, {3600000000000, "3600s"},
        {100, "0.1us"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        text_from_time_ns(cases[i].ns, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_count_texts(void **state) {
    (void)state;
    static const struct {
        uint64_t value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {1, "1"},
        {999, "999"},
        {1000, "1k"},
        {1024, "1Ki"},
        {1500, "1500"},
        {200000000, "200M"},
        {1536, "1536"},
        {65536, "64Ki"},
        {3000000000, "3G"},
        {UINT64_MAX, "18446744073709551615"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        uint64_t again;
        text_from_count(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        assert_null(text_count(text, 0, UINT64_MAX, &again));
        assert_true(again == cases[i].value);
    }
}

static void test_lists(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned values[8];
        size_t count;
    } good[] = {
        {"1", {1}, 1},       {"1,2,4", {1, 2, 4}, 3},
        {"4,1", {4, 1}, 2},  {"1-4", {1, 2, 3, 4}, 4},
        {"3-3", {3}, 1},     {"1-2,8,5-6", {1, 2, 8, 5, 6}, 5},
        {"4096", {4096}, 1},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        unsigned values[8];
        size_t count;
        HOLDS(text_count_list(good[i].text, 4096, values, 8, &count) == NULL, good[i].text);
        HOLDS(count == good[i].count, good[i].text);
        assert_memory_equal(values, good[i].values, count * sizeof *values);
    }
}

static void test_bad_lists(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        ",",
        "1,",
        ",1",
        "1,,2",
        "0",
        "0-3",
        "4-1",
        "1-",
        "-1",
        "1-2-3",
        "1, 2",
        " 1",
        "1 ",
        "1;2",
        "+1",
        "1.5",
        "1k",
        "4097",
        "1-4097",
        "1,1",
        "1-3,2",
        "18446744073709551616",
        "1-18446744073709551616",
        "1-9",
        "4294967297",
        "1,a",
        "0x1",
        "1-+2",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        unsigned values[8];
        size_t count;
        HOLDS(text_count_list(bad[i], 4096, values, 8, &count) != NULL, bad[i]);
    }
}

static void test_reals(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {
        {"0", 0.0},     {"-1.5", -1.5},
        {"+2", 2.0},    {"1e3", 1000.0},
        {"1E-3", 1e-3}, {".5", 0.5},
        {"5.", 5.0},    {"1.7976931348623157e308", 1.7976931348623157e308},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = NAN;
        HOLDS(text_real(good[i].text, &value) == NULL, good[i].text);
        HOLDS(value == good[i].value, good[i].text);
    }
}

static void test_bad_reals_change_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",      " 1",    "1 ",     "nan", "NAN",    "inf",   "-inf", "infinity", "0x10",
        "0x1p3", "1e400", "-1e400", "1,5", "1e",     "e5",    ".",    "-",        "--1",
        "1.2.3", "1f",    "1e5.5",  "\n1", "nan(1)", "1_000", "1e+",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 99.0;
        HOLDS(text_real(bad[i], &value) != NULL, bad[i]);
        HOLDS(value == 99.0, bad[i]);
    }
}

static void test_times_for_people(void **state) {
    (void)state;
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {
        {1.234, "1.23 s"},  {0.0456, "45.6 ms"},  {7.891e-6, "7.89 us"},  {12e-9, "12.0 ns"},
        {123e-3, "123 ms"}, {999.4e-6, "999 us"}, {999.6e-6, "1.00 ms"},  {0.9994, "999 ms"},
        {0.9996, "1.00 s"}, {99.96e-3, "100 ms"}, {9.996, "10.0 s"},      {999.0, "999 s"},
        {1234.4, "1234 s"}, {0.0, "0.00 ns"},     {-2e-3, "-2.00 ms"},    {1.0, "1.00 s"},
        {1e-6, "1.00 us"},  {1e-9, "1.00 ns"},    {123456.0, "123456 s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        text_for_people_s(cases[i].seconds, text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_bad_counts_change_nothing),
        cmocka_unit_test(test_counts_keep_their_range),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_bad_times_change_nothing),
        cmocka_unit_test(test_times_read_back),
        cmocka_unit_test(test_time_texts_are_short),
        cmocka_unit_test(test_count_texts),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_bad_lists),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_bad_reals_change_nothing),
        cmocka_unit_test(test_times_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
