/* Models must find the parameters that made the data. */
#include "made_up.h"
#include "model.h"

#include <math.h>
#include <string.h>

static const struct model *model_named(const char *name) {
    for (size_t i = 0; models_all[i]; i++)
        if (strcmp(models_all[i]->name, name) == 0)
            return models_all[i];
    fail_msg("no model %s", name);
    return NULL;
}

/* Fits one series with these times at 1, 2, 3 ... workers. */
static struct fit fit_of(const char *name, const char *class, unsigned tasks, const double *time_s,
                         size_t count) {
    struct made made[16];
    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct made){"k", class, "omp", "off", (unsigned)i + 1, tasks, time_s[i], 0, 1, NULL};
    struct data *data = made_data(made, count);
    struct study *study = study_make(data);
    const struct fit fit =
        model_fit(model_named(name), &study->items[0], &study->items[0].items[0]);
    study_free(study);
    data_free(data);
    return fit;
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
    for (int eighths = 0; eighths <= 8; eighths++) {
        const double serial = eighths / 8.0;
        double time_s[8];
        for (size_t i = 0; i < 8; i++)
            time_s[i] = 3 * (serial + (1 - serial) / (double)(i + 1));
        /* class io: waiting needs no core, so all eight points count */
        const struct fit fit = fit_of("amdahl", "io", 0, time_s, 8);
        assert_null(fit.unfit);
        assert_float_equal(fit.parameters[0], 3, 1e-6);
        assert_float_equal(fit.parameters[1], serial, 1e-6);
        assert_float_equal(fit.error, 0, 1e-6);
    }
}

/* Faster than ideal: the fraction stays at zero instead of going below. */
static void amdahl_fractions_are_fractions(void **state) {
    (void)state;
    static const double above[] = {1, 0.4, 0.2, 0.1}, below[] = {1, 1.2, 1.4, 1.6};
    const struct fit fast = fit_of("amdahl", "io", 0, above, 4);
    const struct fit slow = fit_of("amdahl", "io", 0, below, 4);
    assert_float_equal(fast.parameters[1], 0, 0);
    assert_true(fast.error > 0.01);
    assert_float_equal(slow.parameters[1], 1, 0);
}

static void amdahl_needs_three_counts_within_the_cores(void **state) {
    (void)state;
    static const double time_s[] = {1, 0.5, 0.5, 0.5};
    const struct fit computing = fit_of("amdahl", "cpu", 0, time_s, 4); /* 2 PUs */
    assert_non_null(computing.unfit);
    assert_non_null(strstr(computing.unfit, "not identifiable"));
    assert_null(fit_of("amdahl", "io", 0, time_s, 4).unfit);
    assert_non_null(fit_of("amdahl", "io", 4, time_s, 4).unfit);
}

static void steps_find_the_task_time(void **state) {
    (void)state;
    double waiting[12], computing[12];
    for (size_t i = 0; i < 12; i++) {
        waiting[i] = 0.1 * step_rounds(10, (double)i + 1, INFINITY);
        computing[i] = 0.1 * step_rounds(10, (double)i + 1, 2);
    }
    const struct fit io = fit_of("step", "io", 10, waiting, 12);
    const struct fit cpu = fit_of("step", "cpu", 10, computing, 12);
    assert_null(io.unfit);
    assert_float_equal(io.parameters[0], 0.1, 1e-9);
    assert_float_equal(io.error, 0, 1e-9);
    assert_float_equal(cpu.parameters[0], 0.1, 1e-9);
    assert_float_equal(cpu.error, 0, 1e-9);
    assert_non_null(fit_of("step", "io", 0, waiting, 12).unfit);
}

static void the_ideal_line_has_no_error_on_ideal_data(void **state) {
    (void)state;
    static const double time_s[] = {12, 6, 4, 3};
    assert_float_equal(fit_of("ideal", "cpu", 0, time_s, 4).error, 0, 1e-9);
    static const double flat[] = {1, 1};
    /* predictions 1 and 1/2 against 1 and 1 */
    assert_float_equal(fit_of("ideal", "cpu", 0, flat, 2).error, sqrt(0.125), 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_are_counted),
        cmocka_unit_test(amdahl_finds_the_serial_fraction),
        cmocka_unit_test(amdahl_fractions_are_fractions),
        cmocka_unit_test(amdahl_needs_three_counts_within_the_cores),
        cmocka_unit_test(steps_find_the_task_time),
        cmocka_unit_test(the_ideal_line_has_no_error_on_ideal_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
