/* Numbers: the same bits as strtod(3), and nothing else is a number. */
#include "real.h"

#include "made_up.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void expect_as_strtod(const char *text) {
    double got = -1;
    char *end;
    const double expected = strtod(text, &end);
    assert_int_equal(*end, '\0');
    if (!real_read(text, &got))
        fail_msg("'%s' was not read", text);
    if (got != expected || !signbit(got) != !signbit(expected))
        fail_msg("'%s': %.17g instead of %.17g", text, got, expected);
}

/* The edges of the fast way: 18 digits, 2^53, 10^22, and what lies half-way between two doubles. */
static void edges_are_exact(void **state) {
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "0.1",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "1E5",
        "1e+05",
        "1e-5",
        "1e0005",
        "9007199254740992",
        "9007199254740993",
        "9007199254740992e22",
        "9007199254740993e-22",
        "999999999999999999",
        "9999999999999999999",
        "0.000000000000000001",
        "0.0000000000000000001",
        "123456789012345678",
        "0.12345678901234567",
        "1.7976931348623157e308",
        "1e999",
        "5e-324",
        "2.2250738585072011e-308",
        "1e-999",
        "0.500000000000000166533453693773481063544750213623046875",
        "8.98846567431158e307",
        "100000000000000000000000000000000000000000000000000000001e-50",
        "inf",
        "-Infinity",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_as_strtod(texts[i]);
}

/* xorshift64* (Vigna, ACM TOMS 42(4), 2016). */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static void made_up_numbers_are_exact(void **state) {
    (void)state;
    uint64_t seed = 20260101;
    for (int i = 0; i < 200000; i++) {
        const double size = (double)(next_random(&seed) >> 11);
        const double value = (i % 2 ? 1 : -1) * ldexp(size, (int)(next_random(&seed) % 120) - 90);
        const int digits = (int)(next_random(&seed) % 19);
        char text[128];
        if (i % 3 == 0)
            snprintf(text, sizeof text, "%.*g", digits, value);
        else if (i % 3 == 1)
            snprintf(text, sizeof text, "%.*e", digits, value);
        else
            snprintf(text, sizeof text, "%.*f", digits, value);
        expect_as_strtod(text);
    }
}

static void what_is_no_number_is_not_read(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",   ".",  "-",     "+-1", "e5",  "1e",  "1e+",    "1.2.3", "1,5",  "0x10",
        "1s", "1 ", "1e5.0", "--1", "1_0", "one", "nan(x)", "0X1p3", "1e5e", "1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value;
        if (real_read(texts[i], &value))
            fail_msg("'%s' was read as %g", texts[i], value);
    }
    double value = 0;
    assert_true(real_read("NaN", &value) && isnan(value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_exact),
        cmocka_unit_test(made_up_numbers_are_exact),
        cmocka_unit_test(what_is_no_number_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
