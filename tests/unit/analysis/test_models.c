/* Models must find the parameters that made the data, and say so where they cannot. */
#include "made_curve.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const unsigned twelve[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
static const unsigned powers[] = {1, 2, 4, 8, 16, 32};

static void expect_unfit(const struct made_curve *made, const char *model, const char *reason) {
    const struct fit *fit = fit_named(made, model);
    assert_non_null(fit->unfit);
    if (!strstr(fit->unfit, reason))
        fail_msg("%s: '%s' instead of '%s'", model, fit->unfit, reason);
    assert_null(fit->residuals);
}

static void rounds_are_counted(void **state) {
    (void)state;
    static const double rounds[] = {10, 5, 4, 3, 2, 2, 2, 2, 2, 1, 1, 1};
    for (size_t i = 0; i < 12; i++)
        assert_float_equal(step_rounds(10, (double)i + 1, INFINITY), rounds[i], 0);
    assert_float_equal(step_rounds(10, 8, 2), 5, 0);
    assert_float_equal(step_rounds(2, 2, 1), 2, 0);
}

static void amdahl_finds_the_serial_fraction(void **state) {
    (void)state;
    static const double fractions[] = {0, 0.1, 0.125, 0.5, 0.9, 1};
    for (size_t f = 0; f < COUNT(fractions); f++) {
        const double serial = fractions[f];
        double time_s[8];
        for (size_t i = 0; i < 8; i++)
            time_s[i] = 3 * (serial + (1 - serial) / (double)(i + 1));
        /* class io: waiting needs no core, so all eight points count */
        struct made_curve made =
            curve_made(&(struct shape){.class = "io", .pus = 2}, twelve, time_s, 8);
        const struct fit *fit = fit_named(&made, "amdahl");
        assert_null(fit->unfit);
        assert_int_equal(fit->points, 8);
        assert_float_equal(fit->parameters[0].value, 3, 1e-6);
        assert_float_equal(fit->parameters[1].value, serial, 1e-6);
        assert_float_equal(fit->error, 0, 1e-6);
        assert_float_equal(fits_predict_s(made.fits, fit, 16), 3 * (serial + (1 - serial) / 16),
                           1e-6);
        curve_unmade(&made);
    }
}

/* Faster than ideal: the fraction stays at zero, and T1 is fitted alone as the linear model does.
 */
static void amdahl_fractions_are_fractions(void **state) {
    (void)state;
    static const double above[] = {1, 0.4, 0.2, 0.1}, below[] = {1, 1.2, 1.4, 1.6};
    struct made_curve fast = curve_made(&(struct shape){.class = "io"}, twelve, above, 4);
    struct made_curve slow = curve_made(&(struct shape){.class = "io"}, twelve, below, 4);
    const struct fit *amdahl = fit_named(&fast, "amdahl"), *linear = fit_named(&fast, "linear");
    assert_float_equal(amdahl->parameters[1].value, 0, 0);
    assert_float_equal(amdahl->parameters[0].value, linear->parameters[0].value, 1e-12);
    assert_true(amdahl->error > 0.01);
    assert_float_equal(fit_named(&slow, "amdahl")->parameters[1].value, 1, 0);
    curve_unmade(&fast);
    curve_unmade(&slow);
}

static void amdahl_needs_three_counts_within_the_cores(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.5, 0.5, 0.5};
    struct made_curve two = curve_made(&(struct shape){.pus = 2}, twelve, time_s, 4);
    struct made_curve waiting =
        curve_made(&(struct shape){.class = "io", .pus = 2}, twelve, time_s, 4);
    struct made_curve stairs =
        curve_made(&(struct shape){.class = "io", .tasks = 4}, twelve, time_s, 4);
    struct made_curve many =
        curve_made(&(struct shape){.class = "io", .tasks = 4000}, twelve, time_s, 4);
    expect_unfit(&two, "amdahl", "not identifiable: fewer than 3 worker counts within the cores");
    assert_int_equal(fit_named(&two, "linear")->points, 4);
    assert_null(fit_named(&waiting, "amdahl")->unfit);
    expect_unfit(&stairs, "amdahl", "staircase");
    expect_unfit(&stairs, "usl", "staircase");
    assert_null(fit_named(&many, "amdahl")->unfit);
    curve_unmade(&two);
    curve_unmade(&waiting);
    curve_unmade(&stairs);
    curve_unmade(&many);
}

/* Beyond the cores nothing is fitted where enough lies within; all models see the same points. */
static void points_beyond_the_cores_are_predicted(void **state) {
    (void)state;
    double time_s[12];
    for (size_t i = 0; i < 12; i++)
        time_s[i] = i < 4 ? 0.2 + 0.8 / (double)(i + 1) : 100;
    struct made_curve made = curve_made(&(struct shape){.pus = 4}, twelve, time_s, 12);
    const struct fit *amdahl = fit_named(&made, "amdahl");
    assert_float_equal(amdahl->parameters[1].value, 0.2, 1e-6);
    for (size_t m = 0; m < made.fits->count; m++)
        assert_int_equal(made.fits->items[m].points, 4);
    assert_float_equal(fits_predict_s(made.fits, amdahl, 12), 0.4, 1e-6);
    assert_float_equal(amdahl->error, 0, 1e-6);
    assert_float_equal(amdahl->residuals[3], 0, 1e-6);
    assert_float_equal(amdahl->residuals[11], 0.004 - 1, 1e-6);
    curve_unmade(&made);
}

static double usl_time_s(double t1_s, double sigma, double kappa, double n) {
    return t1_s * (1 + sigma * (n - 1) + kappa * n * (n - 1)) / n;
}

static void usl_finds_contention_coherency_and_peak(void **state) {
    (void)state;
    double time_s[6], growing_s[6];
    for (size_t i = 0; i < 6; i++) {
        time_s[i] = usl_time_s(2, 0.05, 0.001, powers[i]);
        growing_s[i] = time_s[i] * powers[i];
    }
    struct made_curve strong = curve_made(&(struct shape){.pus = 64}, powers, time_s, 6);
    struct made_curve weak =
        curve_made(&(struct shape){.pus = 64, .weak = true}, powers, growing_s, 6);
    const struct fit *fits[] = {fit_named(&strong, "usl"), fit_named(&weak, "usl")};
    for (size_t f = 0; f < 2; f++) {
        assert_null(fits[f]->unfit);
        assert_float_equal(fits[f]->parameters[0].value, 2, 1e-6);
        assert_float_equal(fits[f]->parameters[1].value, 0.05, 1e-6);
        assert_float_equal(fits[f]->parameters[2].value, 0.001, 1e-6);
        assert_float_equal(fits[f]->parameters[3].value, sqrt(0.95 / 0.001), 1e-5);
    }
    curve_unmade(&strong);
    curve_unmade(&weak);
}

/* Test t02 of the R package usl 1.3 (CRAN): throughput by load, sigma = kappa = 0.02. */
static void usl_agrees_with_the_r_package(void **state) {
    (void)state;
    static const unsigned load[] = {1, 2, 4, 6, 8, 10};
    static const double throughput[] = {1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557};
    double time_s[6];
    for (size_t i = 0; i < 6; i++)
        time_s[i] = 1 / throughput[i];
    struct made_curve made = curve_made(&(struct shape){.pus = 10}, load, time_s, 6);
    const struct fit *fit = fit_named(&made, "usl");
    assert_float_equal(fit->parameters[1].value, 0.02, 0.00005);
    assert_float_equal(fit->parameters[2].value, 0.02, 0.00005);
    assert_float_equal(fit->parameters[3].value, 7, 0.01);
    curve_unmade(&made);
}

/* A coherency below zero is taken as zero, and the rest fitted anew: that is Amdahl's law. */
static void usl_parameters_are_not_negative(void **state) {
    (void)state;
    double time_s[8];
    for (size_t i = 0; i < 8; i++)
        time_s[i] = usl_time_s(1, 0.3, -0.01, (double)i + 1);
    struct made_curve made = curve_made(&(struct shape){.pus = 8}, twelve, time_s, 8);
    const struct fit *usl = fit_named(&made, "usl"), *amdahl = fit_named(&made, "amdahl");
    assert_float_equal(usl->parameters[2].value, 0, 0);
    assert_true(isinf(usl->parameters[3].value));
    assert_float_equal(usl->parameters[1].value, amdahl->parameters[1].value, 1e-6);
    assert_float_equal(usl->parameters[0].value, amdahl->parameters[0].value, 1e-6);
    assert_float_equal(usl->error, amdahl->error, 1e-6);
    curve_unmade(&made);
}

static void usl_needs_six_counts_within_the_cores(void **state) {
    (void)state;
    double time_s[12];
    for (size_t i = 0; i < 12; i++)
        time_s[i] = usl_time_s(1, 0.1, 0.01, (double)i + 1);
    static const struct {
        unsigned pus;
        size_t count;
        bool fits;
    } cases[] = {{12, 12, true}, {6, 12, true}, {5, 12, false},
                 {12, 5, false}, {12, 6, true}, {0, 12, true}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct made_curve made =
            curve_made(&(struct shape){.pus = cases[i].pus}, twelve, time_s, cases[i].count);
        if (cases[i].fits)
            assert_null(fit_named(&made, "usl")->unfit);
        else
            expect_unfit(&made, "usl", "not identifiable: fewer than 6 worker counts");
        curve_unmade(&made);
    }
}

static void steps_find_the_task_time(void **state) {
    (void)state;
    static const unsigned pus[] = {2, 4, 12};
    for (size_t p = 0; p < COUNT(pus); p++) {
        double waiting_s[12], computing_s[12];
        for (size_t i = 0; i < 12; i++) {
            waiting_s[i] = 0.1 * step_rounds(10, (double)i + 1, INFINITY);
            computing_s[i] = 0.1 * step_rounds(10, (double)i + 1, pus[p]);
        }
        struct made_curve io = curve_made(
            &(struct shape){.class = "io", .pus = pus[p], .tasks = 10}, twelve, waiting_s, 12);
        struct made_curve cpu =
            curve_made(&(struct shape){.pus = pus[p], .tasks = 10}, twelve, computing_s, 12);
        const struct fit *fits[] = {fit_named(&io, "step"), fit_named(&cpu, "step")};
        for (size_t f = 0; f < 2; f++) {
            assert_null(fits[f]->unfit);
            assert_float_equal(fits[f]->parameters[0].value, 0.1, 1e-6);
            for (size_t i = 0; i < 12; i++)
                assert_float_equal(fits[f]->residuals[i], 0, 1e-6);
        }
        curve_unmade(&io);
        curve_unmade(&cpu);
    }
}

static void steps_need_tasks(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.5, 0.4};
    struct made_curve none = curve_made(&(struct shape){.class = "io"}, twelve, time_s, 3);
    struct made_curve one =
        curve_made(&(struct shape){.class = "io", .tasks = 10}, twelve, time_s, 1);
    expect_unfit(&none, "step", "no steps");
    expect_unfit(&one, "step", "not identifiable: one worker count");
    curve_unmade(&none);
    curve_unmade(&one);
}

/* Gustafson 1988: with s = 0.1 the scaled speed-up of 8 workers is 8 - 0.1 * 7 = 7.3. */
static void gustafson_finds_the_serial_fraction(void **state) {
    (void)state;
    static const double fractions[] = {0, 0.1, 0.5, 1};
    for (size_t f = 0; f < COUNT(fractions); f++) {
        double time_s[10];
        for (size_t i = 0; i < 10; i++) {
            const double w = (double)i + 1, n = fmin(w, 8);
            time_s[i] = 2 * w / (n - fractions[f] * (n - 1));
        }
        struct made_curve made =
            curve_made(&(struct shape){.pus = 8, .weak = true}, twelve, time_s, 10);
        const struct fit *fit = fit_named(&made, "gustafson");
        assert_null(fit->unfit);
        assert_float_equal(fit->parameters[0].value, 2, 1e-6);
        assert_float_equal(fit->parameters[1].value, fractions[f], 1e-6);
        assert_float_equal(fit->residuals[9], 0, 1e-6);
        if (fractions[f] == 0.1)
            assert_float_equal(8 * 2 / fits_predict_s(made.fits, fit, 8), 7.3, 1e-6);
        expect_unfit(&made, "amdahl", "fixed work");
        expect_unfit(&made, "step", "fixed work");
        curve_unmade(&made);
    }
}

static void gustafson_is_for_growing_work(void **state) {
    (void)state;
    static const double time_s[] = {1, 1, 1, 2};
    struct made_curve strong = curve_made(&(struct shape){.pus = 8}, twelve, time_s, 4);
    struct made_curve two = curve_made(&(struct shape){.pus = 2, .weak = true}, twelve, time_s, 4);
    expect_unfit(&strong, "gustafson", "growing work only");
    expect_unfit(&two, "gustafson", "not identifiable");
    curve_unmade(&strong);
    curve_unmade(&two);
}

/* Beyond the cores: fixed work takes no longer, growing work does. */
static void linear_speedup_ends_at_the_cores(void **state) {
    (void)state;
    static const double fixed_s[] = {1, 0.5, 0.5, 0.5}, growing_s[] = {1, 1, 1.5, 2};
    struct made_curve strong = curve_made(&(struct shape){.pus = 2}, twelve, fixed_s, 4);
    struct made_curve weak =
        curve_made(&(struct shape){.pus = 2, .weak = true}, twelve, growing_s, 4);
    assert_float_equal(fit_named(&strong, "linear")->parameters[0].value, 1, 1e-6);
    assert_float_equal(fit_named(&strong, "linear")->error, 0, 1e-6);
    assert_float_equal(fit_named(&weak, "linear")->parameters[0].value, 1, 1e-6);
    assert_float_equal(fit_named(&weak, "linear")->error, 0, 1e-6);
    curve_unmade(&strong);
    curve_unmade(&weak);
}

/* A kernel that waits half of its time: cores for twice as many workers. */
static void mixed_kernels_need_their_share_of_the_cores(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.5, 0.34, 0.25, 0.25, 0.25};
    const struct shape shape = {.class = "mixed", .pus = 2, .held = 0.5};
    struct made_curve made = curve_made(&shape, twelve, time_s, 6);
    assert_float_equal(made.fits->frame.cores, 4, 1e-6);
    curve_unmade(&made);
}

static void ideal_lines_follow_the_base(void **state) {
    (void)state;
    static const double time_s[] = {12, 6, 4, 3}, flat[] = {1, 1};
    struct made_curve ideal = curve_made(&(struct shape){.pus = 2}, twelve, time_s, 4);
    struct made_curve slow = curve_made(&(struct shape){.pus = 2}, twelve, flat, 2);
    assert_float_equal(fit_named(&ideal, "ideal")->error, 0, 1e-6);
    /* predictions 1 and 1/2 against 1 and 1 */
    assert_float_equal(fit_named(&slow, "ideal")->error, sqrt(0.125), 1e-6);
    assert_true(isnan(fit_named(&slow, "ideal")->aicc));
    curve_unmade(&ideal);
    curve_unmade(&slow);
}

/* Two points, T1 = 1 and 1.2 by each alone: each predicts the other. */
static void errors_are_relative_to_what_was_measured(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.6};
    struct made_curve made = curve_made(&(struct shape){.pus = 2}, twelve, time_s, 2);
    const struct fit *fit = fit_named(&made, "linear");
    const double left_out[] = {1.2 / 1 - 1, 0.5 / 0.6 - 1};
    /* minimises (t - 1)^2 + (t / 1.2 - 1)^2 */
    const double t1_s = (1 + 1 / 1.2) / (1 + 1 / 1.44);
    assert_float_equal(fit->parameters[0].value, t1_s, 1e-6);
    assert_float_equal(fit->residuals[0], t1_s - 1, 1e-6);
    assert_float_equal(fit->residuals[1], t1_s / 1.2 - 1, 1e-6);
    assert_float_equal(fit->loo_error,
                       sqrt((left_out[0] * left_out[0] + left_out[1] * left_out[1]) / 2), 1e-6);
    assert_true(isnan(fit->aicc)); /* 2 points, 2 parameters with the variance */
    curve_unmade(&made);
}

static void criterion_counts_the_variance(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.52, 0.33, 0.26, 0.2};
    struct made_curve made = curve_made(&(struct shape){.pus = 8}, twelve, time_s, 5);
    const struct fit *linear = fit_named(&made, "linear"), *amdahl = fit_named(&made, "amdahl");
    assert_float_equal(linear->aicc, 5 * log(linear->error * linear->error) + 4 + 12.0 / 2, 1e-6);
    assert_float_equal(amdahl->aicc, 5 * log(amdahl->error * amdahl->error) + 6 + 24.0 / 1, 1e-6);
    curve_unmade(&made);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_are_counted),
        cmocka_unit_test(amdahl_finds_the_serial_fraction),
        cmocka_unit_test(amdahl_fractions_are_fractions),
        cmocka_unit_test(amdahl_needs_three_counts_within_the_cores),
        cmocka_unit_test(points_beyond_the_cores_are_predicted),
        cmocka_unit_test(usl_finds_contention_coherency_and_peak),
        cmocka_unit_test(usl_agrees_with_the_r_package),
        cmocka_unit_test(usl_parameters_are_not_negative),
        cmocka_unit_test(usl_needs_six_counts_within_the_cores),
        cmocka_unit_test(steps_find_the_task_time),
        cmocka_unit_test(steps_need_tasks),
        cmocka_unit_test(gustafson_finds_the_serial_fraction),
        cmocka_unit_test(gustafson_is_for_growing_work),
        cmocka_unit_test(linear_speedup_ends_at_the_cores),
        cmocka_unit_test(mixed_kernels_need_their_share_of_the_cores),
        cmocka_unit_test(ideal_lines_follow_the_base),
        cmocka_unit_test(errors_are_relative_to_what_was_measured),
        cmocka_unit_test(criterion_counts_the_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
