/* Limits of parameters: they enclose what made the data, and depend on nothing else. */
#include "made_curve.h"

#include <gsl/gsl_errno.h>
#include <math.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const unsigned workers[] = {1, 2, 3, 4, 6, 8, 12, 16};
enum { POINTS = COUNT(workers) };

static const struct shape noisy = {.pus = 16, .launches = 8, .noise = 0.03, .seed = 1};

static double amdahl_s(double w) {
    return 2 * (0.1 + 0.9 / w);
}
static double usl_s(double w) {
    return 2 * (1 + 0.08 * (w - 1) + 0.01 * w * (w - 1)) / w;
}
static double held_s(double w) {
    return 2 * (0.3 + 0.7 / w);
}

static struct made_curve make(const struct shape *shape, double (*time)(double), double scale) {
    double time_s[POINTS];
    for (size_t i = 0; i < POINTS; i++)
        time_s[i] = scale * time(workers[i]);
    return curve_made(shape, workers, time_s, POINTS);
}

static bool encloses(struct estimate estimate, double truth) {
    assert_true(estimate.low <= estimate.value && estimate.value <= estimate.high);
    return estimate.low <= truth && truth <= estimate.high;
}

/* Percentile limits from 8 launches are nominal 95 %; 100 seeded data sets, all the same each run.
 */
static void limits_enclose_what_made_the_data(void **state) {
    (void)state;
    static const double amdahl[] = {2, 0.1}, usl[] = {2, 0.08, 0.01, 9.591663046625438};
    enum { SEEDS = 100, ENOUGH = 90 };
    unsigned enclosed[6] = {0};
    for (unsigned long seed = 1; seed <= SEEDS; seed++) {
        struct shape shape = noisy;
        shape.seed = seed;
        struct made_curve one = make(&shape, amdahl_s, 1), two = make(&shape, usl_s, 1);
        for (size_t i = 0; i < 2; i++)
            enclosed[i] += encloses(fit_named(&one, "amdahl")->parameters[i], amdahl[i]);
        for (size_t i = 0; i < 4; i++)
            enclosed[2 + i] += encloses(fit_named(&two, "usl")->parameters[i], usl[i]);
        curve_unmade(&one);
        curve_unmade(&two);
    }
    for (size_t i = 0; i < COUNT(enclosed); i++)
        if (enclosed[i] < ENOUGH)
            fail_msg("parameter %zu: enclosed %u of %d times", i, enclosed[i], SEEDS);
}

static void limits_narrow_with_launches_and_widen_with_noise(void **state) {
    (void)state;
    double widths[3];
    const struct shape shapes[] = {
        {.pus = 16, .launches = 8, .noise = 0.01, .seed = 3},
        {.pus = 16, .launches = 128, .noise = 0.01, .seed = 3},
        {.pus = 16, .launches = 8, .noise = 0.1, .seed = 3},
    };
    for (size_t i = 0; i < 3; i++) {
        struct made_curve made = make(&shapes[i], amdahl_s, 1);
        const struct estimate serial = fit_named(&made, "amdahl")->parameters[1];
        widths[i] = serial.high - serial.low;
        curve_unmade(&made);
    }
    assert_true(widths[1] < widths[0] / 2);
    assert_true(widths[2] > 3 * widths[0]);
}

static void few_launches_give_no_limits(void **state) {
    (void)state;
    struct shape shape = noisy;
    shape.launches = LAUNCHES_FOR_LIMITS - 1;
    struct made_curve made = make(&shape, amdahl_s, 1);
    const struct fit *fit = fit_named(&made, "amdahl");
    assert_false(isnan(fit->parameters[1].value));
    assert_false(estimate_limited(fit->parameters[1]));
    curve_unmade(&made);
}

/* The held fraction is drawn from its launches, too, which say 0.265, 0.275 ... 0.335. */
static void held_fractions_have_limits(void **state) {
    (void)state;
    const struct shape shape = {.class = "io",
                                .lock = "cpython",
                                .held = 0.265,
                                .held_step = 0.01,
                                .launches = 8,
                                .noise = 0.02,
                                .seed = 5};
    struct made_curve made = make(&shape, held_s, 1);
    const struct fit *fit = fit_named(&made, "lock_amdahl");
    assert_true(encloses(fit->parameters[0], 2));
    assert_true(encloses(fit->parameters[1], 0.3));
    assert_float_equal(fit->parameters[1].value, 0.3, 1e-6);
    assert_true(fit->parameters[1].low > 0.265 && fit->parameters[1].low < 0.295);
    assert_true(fit->parameters[1].high < 0.335 && fit->parameters[1].high > 0.305);
    curve_unmade(&made);
}

static void expect_same(struct estimate a, struct estimate b, double scale) {
    assert_float_equal(a.value * scale, b.value, 1e-6 * fabs(b.value));
    assert_float_equal(a.low * scale, b.low, 1e-6 * fabs(b.low));
    assert_float_equal(a.high * scale, b.high, 1e-6 * fabs(b.high));
}

/* The order of the rows says nothing. */
static void rows_may_be_permuted(void **state) {
    (void)state;
    struct shape backwards = noisy;
    backwards.backwards = true;
    struct made_curve one = make(&noisy, usl_s, 1), two = make(&backwards, usl_s, 1);
    const struct fit *a = fit_named(&one, "usl"), *b = fit_named(&two, "usl");
    for (size_t i = 0; i < 4; i++)
        expect_same(a->parameters[i], b->parameters[i], 1);
    assert_string_equal(chosen_name(&one), chosen_name(&two));
    curve_unmade(&one);
    curve_unmade(&two);
}

/* Milliseconds instead of seconds: T1 is a thousand times as large, all else as before. */
static void times_may_be_scaled(void **state) {
    (void)state;
    struct made_curve one = make(&noisy, usl_s, 1), two = make(&noisy, usl_s, 1000);
    for (size_t m = 0; m < one.fits->count; m++) {
        const struct fit *a = &one.fits->items[m], *b = &two.fits->items[m];
        for (size_t i = 0; !a->unfit && a->model->parameters[i]; i++)
            expect_same(a->parameters[i], b->parameters[i], i == 0 ? 1000 : 1);
        if (!a->unfit)
            assert_float_equal(a->error, b->error, 1e-6);
    }
    assert_string_equal(chosen_name(&one), chosen_name(&two));
    curve_unmade(&one);
    curve_unmade(&two);
}

/* Each series begins its own draws: another one beside it changes nothing. */
static void limits_do_not_depend_on_other_series(void **state) {
    (void)state;
    const struct shape locked = {
        .lock = "mutex", .pus = 16, .launches = 8, .noise = 0.03, .seed = 1};
    struct made_curve alone = make(&noisy, amdahl_s, 1), beside = make(&locked, amdahl_s, 1);
    for (size_t i = 0; i < 2; i++)
        expect_same(fit_named(&alone, "amdahl")->parameters[i],
                    fit_named(&beside, "amdahl")->parameters[i], 1);
    curve_unmade(&alone);
    curve_unmade(&beside);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_enclose_what_made_the_data),
        cmocka_unit_test(limits_narrow_with_launches_and_widen_with_noise),
        cmocka_unit_test(few_launches_give_no_limits),
        cmocka_unit_test(held_fractions_have_limits),
        cmocka_unit_test(rows_may_be_permuted),
        cmocka_unit_test(times_may_be_scaled),
        cmocka_unit_test(limits_do_not_depend_on_other_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
