/*
 * Values from outside: published tables, and constants computed with Python's integers
 * (python3 3.11: no fixed width, no C) from the definitions in the kernels' head comments.
 */
#include "comm/train.h"
#include "cpu/prime_count.h"
#include "cpu/product.h"
#include "mix.h"
#include "stand.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static uint64_t result_of(const struct kernel *kernel, const struct problem *problem) {
    struct stand stand;
    stand_start(&stand, kernel, problem);
    assert_int_equal(stand.setup_error, 0);
    const uint64_t own = stand_run(&stand, 0, (struct range){0, problem->items});
    const uint64_t checksum = stand_collect(&stand, own);
    assert_int_equal(stand_faults(&stand), 0);
    stand_stop(&stand);
    return checksum;
}

/* Both the kernel and its expected() must give the value. */
static void check_both(const struct kernel *kernel, const struct problem *problem, uint64_t value) {
    assert_int_equal(result_of(kernel, problem), value);
    assert_int_equal(kernel->expected(problem), value);
}

/* The first output of SplitMix64 with seed 0, as its reference implementation gives it. */
static void mix_is_splitmix64(void **unused) {
    (void)unused;
    assert_int_equal(mix_word(MIX_STEP), UINT64_C(0xe220a8397b1dcdaf));
    assert_int_equal(mix_pair(0, 0), UINT64_C(0xa706dd2f4d197e6f)); /* Python */
    assert_int_equal(mix_pair(1, 2), UINT64_C(0x0b95f66d327e8d78)); /* Python */
}

/* pi(10^k): The On-Line Encyclopedia of Integer Sequences, A006880. */
static const uint64_t primes_below_power[] = {0,    4,     25,     168,     1229,
                                              9592, 78498, 664579, 5761455, 50847534};

static void prime_count_matches_the_table(void **unused) {
    (void)unused;
    uint64_t power = 1;
    for (size_t k = 0; k < sizeof primes_below_power / sizeof *primes_below_power; k++) {
        assert_int_equal(prime_count(power), primes_below_power[k]);
        power *= 10;
    }
}

/* Around squares of primes and small bounds, against trial division. */
static void prime_count_matches_trial_division(void **unused) {
    (void)unused;
    uint64_t primes = 0;
    for (uint64_t n = 0; n <= 3000; n++) {
        bool prime = n >= 2;
        for (uint64_t d = 2; d * d <= n; d++)
            prime = prime && n % d != 0;
        primes += prime;
        assert_int_equal(prime_count(n), primes);
    }
}

static void integer_root_is_exact(void **unused) {
    (void)unused;
    static const uint64_t roots[] = {0, 1, 2, 3, 65535, 65536, 94906267, 4294967295};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        const uint64_t square = roots[i] * roots[i];
        assert_int_equal(integer_root(square), roots[i]);
        if (square > 0)
            assert_int_equal(integer_root(square - 1), roots[i] - 1);
    }
    assert_int_equal(integer_root(UINT64_MAX), UINT32_MAX);
}

static void primes_match_the_table(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("primes");
    uint64_t power = 1;
    for (size_t k = 0; k <= 7; k++) {
        const struct problem problem = stand_problem(kernel, 0, power, 1);
        check_both(kernel, &problem, primes_below_power[k]);
        power *= 10;
    }
}

/* Every prime is counted where it stands: ranges of one integer against trial division. */
static void primes_are_the_right_ones(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("primes");
    const struct problem problem = stand_problem(kernel, 0, 100000, 1);
    struct stand stand;
    stand_start(&stand, kernel, &problem);
    for (uint64_t n = 0; n < 3000; n++) {
        const uint64_t is_prime = prime_count(n) - (n > 0 ? prime_count(n - 1) : 0);
        assert_int_equal(stand_run(&stand, 0, (struct range){n, n + 1}), is_prime);
    }
    stand_stop(&stand);
}

/* Known gap: no primes between 370261 and 370373 (OEIS A002386, the first gap of 112). */
static void primes_know_a_gap(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("primes");
    const struct problem problem = stand_problem(kernel, 0, 400000, 1);
    struct stand stand;
    stand_start(&stand, kernel, &problem);
    assert_int_equal(stand_run(&stand, 0, (struct range){370262, 370373}), 0);
    assert_int_equal(stand_run(&stand, 0, (struct range){370261, 370374}), 2);
    stand_stop(&stand);
}

/* Base primes up to 31607, among them those too large for the dense way of striking. */
static void primes_far_out_match(void **unused) {
    (void)unused;
    static const uint64_t widths[] = {1, 17, 1000, 393216, 400001, 1000000};
    const struct kernel *kernel = kernel_find("primes");
    const struct problem problem = stand_problem(kernel, 0, 1000000000, 1);
    struct stand stand;
    stand_start(&stand, kernel, &problem);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const uint64_t begin = problem.items - widths[i];
        assert_int_equal(stand_run(&stand, 0, (struct range){begin, problem.items}),
                         primes_below_power[9] - prime_count(begin - 1));
    }
    stand_stop(&stand);
}

/* 20! is the largest factorial below 2^64; 10000! modulo 2^61 - 1 and others from Python's
 * integers. */
static void factorials_match(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("factorial");
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    if (kernel_unavailable(kernel))
        skip();
    assert_int_equal(factorial_modulo(0, prime), 1);
    assert_int_equal(factorial_modulo(1, prime), 1);
    assert_int_equal(factorial_modulo(20, UINT64_MAX), UINT64_C(2432902008176640000));
    assert_int_equal(factorial_modulo(10000, prime), UINT64_C(96364466187835549));
    assert_int_equal(factorial_modulo(10001, prime), UINT64_C(2204491502432947982));
    assert_int_equal(factorial_modulo(10063, prime), UINT64_C(1859013008020311629));
    const struct problem problem = stand_problem(kernel, 0, 3, 1);
    check_both(kernel, &problem, UINT64_C(0x21a55c427b2a9efe));
}

/* Wilson's theorem: (p - 1)! is -1 modulo a prime p, and 0 modulo a product of two smaller factors.
 */
static void factorials_obey_wilson(void **unused) {
    (void)unused;
    if (product_unavailable())
        skip();
    assert_int_equal(factorial_modulo(10006, 10007), 10006);
    assert_int_equal(factorial_modulo(10008, 10009), 10008);
    assert_int_equal(factorial_modulo(10000, 10001), 0); /* 73 * 137 */
}

/* The default problem, computed by Python with exact integers. */
static void mandelbrot_matches_python(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("mandelbrot");
    struct problem problem = stand_problem(kernel, 0, kernel->default_size, 1);
    check_both(kernel, &problem, UINT64_C(0xade1f59a47cc4be9));
    problem.items = 1000;
    stand_set(&problem, kernel, "width", (struct setting){.number = 37});
    stand_set(&problem, kernel, "depth", (struct setting){.number = 50});
    check_both(kernel, &problem, UINT64_C(0xcbbcde9c55c3a8e4));
}

static void sums_match(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("sum");
    struct problem problem = stand_problem(kernel, 0, 1000000, 1);
    check_both(kernel, &problem, UINT64_C(500000500000)); /* source D's sum of 1 .. 1,000,000 */
    problem.items = UINT64_MAX; /* n (n + 1) / 2 modulo 2^64 where n + 1 overflows: 2^63 */
    assert_int_equal(kernel->expected(&problem), UINT64_C(1) << 63);
    problem.items = UINT64_MAX - 1; /* (2^63 - 1)(2^64 - 1) = 2^127 - ... = 1 - 2^63 modulo 2^64 */
    assert_int_equal(kernel->expected(&problem), (UINT64_C(1) << 63) + 1);
}

static void triad_matches_python(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("triad");
    struct problem problem = stand_problem(kernel, 0, 1000, 1);
    problem.seed = 42;
    check_both(kernel, &problem, UINT64_C(0x62d16c0000000000));
}

static void file_matches_python(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("file");
    struct problem problem = stand_problem(kernel, 0, 3, 1);
    problem.seed = 7;
    stand_set(&problem, kernel, "bytes", (struct setting){.number = 1001, .text = ""});
    check_both(kernel, &problem, UINT64_C(0x757df4e0df6fe0ac));
}

static void heat_matches_python(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("heat");
    struct problem problem = stand_problem(kernel, 0, 20, 1);
    problem.seed = 42;
    check_both(kernel, &problem, UINT64_C(0x0aa474d13312eafc));
    problem = stand_problem(kernel, 0, 3, 1);
    problem.seed = 1;
    stand_set(&problem, kernel, "steps", (struct setting){.number = 50});
    check_both(kernel, &problem, UINT64_C(0xcb900e5edc082298));
}

/* Python's weights of the third one put 0.99 of the samples on their side. */
static void train_matches_python(void **unused) {
    (void)unused;
    static const struct {
        uint64_t seed, samples, steps, checksum;
    } cases[] = {{42, 500, 20, UINT64_C(0xabb788a4870d2198)},
                 {1, 33, 100, UINT64_C(0xb905baa80029aa21)},
                 {7, 2000, 60, UINT64_C(2174096758416812681)}};
    const struct kernel *kernel = kernel_find("train");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problem problem = stand_problem(kernel, 0, cases[i].samples, 1);
        problem.seed = cases[i].seed;
        stand_set(&problem, kernel, "steps", (struct setting){.number = cases[i].steps});
        check_both(kernel, &problem, cases[i].checksum);
    }
}

/* Against libm, in units of 2^-16: half a unit each from two roundings, a quarter from the line. */
static void sigmoid_is_the_sigmoid(void **unused) {
    (void)unused;
    uint32_t points[TRAIN_POINTS];
    train_sigmoid_make(points);
    for (int64_t product = -20 * TRAIN_ONE; product <= 20 * TRAIN_ONE; product += 37) {
        const double wanted = TRAIN_ONE / (1.0 + exp(-(double)product / TRAIN_ONE));
        assert_true(fabs((double)train_sigmoid(points, product) - wanted) < 1.25);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mix_is_splitmix64),
        cmocka_unit_test(prime_count_matches_the_table),
        cmocka_unit_test(prime_count_matches_trial_division),
        cmocka_unit_test(integer_root_is_exact),
        cmocka_unit_test(primes_match_the_table),
        cmocka_unit_test(primes_are_the_right_ones),
        cmocka_unit_test(primes_know_a_gap),
        cmocka_unit_test(primes_far_out_match),
        cmocka_unit_test(factorials_match),
        cmocka_unit_test(factorials_obey_wilson),
        cmocka_unit_test(mandelbrot_matches_python),
        cmocka_unit_test(sums_match),
        cmocka_unit_test(triad_matches_python),
        cmocka_unit_test(file_matches_python),
        cmocka_unit_test(heat_matches_python),
        cmocka_unit_test(train_matches_python),
        cmocka_unit_test(sigmoid_is_the_sigmoid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
