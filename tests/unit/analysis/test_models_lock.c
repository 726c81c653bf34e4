/* What a lock allows: the two lock models and the bound. */
#include "made_curve.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static const unsigned workers[] = {1, 2, 4, 8};

static const double flat_s[] = {2, 2, 2, 2};

static void computing_under_a_lock_gains_nothing(void **state) {
    (void)state;
    struct made_curve made =
        curve_made(&(struct shape){.lock = "cpython", .pus = 2}, workers, flat_s, 4);
    const struct fit *fit = fit_named(&made, "lock");
    assert_null(fit->unfit);
    assert_int_equal(fit->points, 4);
    assert_float_equal(fit->parameters[0].value, 2, 1e-6);
    assert_float_equal(fit->error, 0, 1e-6);
    assert_float_equal(fits_lock_bound(made.fits, 8), 1, 0);
    assert_non_null(strstr(fit_named(&made, "lock_amdahl")->unfit, "only computes"));
    assert_string_equal(chosen_name(&made), "lock");
    curve_unmade(&made);
}

/* Amdahl's law with the share of the time that the base computes; the share is not fitted. */
static void waiting_kernels_hold_the_lock_for_a_share(void **state) {
    (void)state;
    double time_s[4];
    for (size_t i = 0; i < 4; i++)
        time_s[i] = 3 * (0.25 + 0.75 / workers[i]);
    const struct shape shape = {.class = "io", .lock = "cpython", .held = 0.25, .pus = 2};
    struct made_curve made = curve_made(&shape, workers, time_s, 4);
    const struct fit *fit = fit_named(&made, "lock_amdahl");
    assert_null(fit->unfit);
    assert_float_equal(fit->parameters[0].value, 3, 1e-6);
    assert_float_equal(fit->parameters[1].value, 0.25, 1e-6);
    assert_float_equal(fit->error, 0, 1e-6);
    assert_non_null(strstr(fit->note, "measured"));
    assert_float_equal(fits_lock_bound(made.fits, 4), 1 / (0.25 + 0.75 / 4), 1e-6);
    assert_non_null(strstr(fit_named(&made, "lock")->unfit, "see lock_amdahl"));
    curve_unmade(&made);
}

static void few_tasks_wait_in_rounds(void **state) {
    (void)state;
    double time_s[4];
    for (size_t i = 0; i < 4; i++)
        time_s[i] = 3 * (0.25 + 0.75 * step_rounds(10, workers[i], INFINITY) / 10);
    const struct shape shape = {
        .class = "io", .lock = "cpython", .held = 0.25, .pus = 2, .tasks = 10};
    struct made_curve made = curve_made(&shape, workers, time_s, 4);
    assert_float_equal(fit_named(&made, "lock_amdahl")->error, 0, 1e-6);
    assert_string_equal(chosen_name(&made), "lock_amdahl");
    curve_unmade(&made);
}

static void released_locks_hold_nobody_up(void **state) {
    (void)state;
    static const double time_s[] = {2, 1, 0.5, 0.25};
    const struct shape shape = {.lock = "cpython", .held = 1, .never_met = true, .pus = 8};
    struct made_curve made = curve_made(&shape, workers, time_s, 4);
    const struct fit *fit = fit_named(&made, "lock_amdahl");
    assert_null(fit->unfit);
    assert_float_equal(fit->parameters[1].value, 0, 0);
    assert_float_equal(fit->error, 0, 1e-6);
    assert_non_null(strstr(fit->note, "never taken over"));
    assert_non_null(strstr(fit_named(&made, "lock")->unfit, "never taken over"));
    assert_float_equal(fits_lock_bound(made.fits, 8), 8, 1e-6);
    curve_unmade(&made);
}

static void held_shares_must_be_known(void **state) {
    (void)state;
    const struct shape shape = {.class = "io", .lock = "mutex"};
    struct made_curve made = curve_made(&shape, workers, flat_s, 4);
    assert_string_equal(fit_named(&made, "lock_amdahl")->unfit,
                        "not identifiable: the file has no CPU time");
    assert_true(isnan(fits_lock_bound(made.fits, 2)));
    curve_unmade(&made);
}

static void processes_have_locks_of_their_own(void **state) {
    (void)state;
    const struct shape shape = {.driver = "mpi", .lock = "cpython", .held = 1};
    struct made_curve locked = curve_made(&shape, workers, flat_s, 4);
    struct made_curve none = curve_made(&(struct shape){.held = 1}, workers, flat_s, 4);
    assert_non_null(strstr(fit_named(&locked, "lock")->unfit, "of its own"));
    assert_non_null(strstr(fit_named(&locked, "lock_amdahl")->unfit, "of its own"));
    assert_true(isnan(fits_lock_bound(locked.fits, 2)));
    assert_string_equal(fit_named(&none, "lock")->unfit, "no lock");
    assert_true(isnan(fits_lock_bound(none.fits, 2)));
    curve_unmade(&locked);
    curve_unmade(&none);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computing_under_a_lock_gains_nothing),
        cmocka_unit_test(waiting_kernels_hold_the_lock_for_a_share),
        cmocka_unit_test(few_tasks_wait_in_rounds),
        cmocka_unit_test(released_locks_hold_nobody_up),
        cmocka_unit_test(held_shares_must_be_known),
        cmocka_unit_test(processes_have_locks_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
