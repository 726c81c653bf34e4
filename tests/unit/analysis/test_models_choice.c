/* The model that made the data is the one that is chosen, with noise and without. */
#include "made_curve.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static double even_s(double w) {
    return 2 / w;
}
static double tenth_serial_s(double w) {
    return 2 * (0.1 + 0.9 / w);
}
static double half_serial_s(double w) {
    return 2 * (0.5 + 0.5 / w);
}
static double usl_s(double w) {
    return 2 * (1 + 0.05 * (w - 1) + 0.01 * w * (w - 1)) / w;
}
static double ten_tasks_s(double w) {
    return 0.2 * ceil(10 / w);
}
static double gustafson_s(double w) {
    return 2 * w / (w - 0.2 * (w - 1));
}
static double constant_s(double w) {
    (void)w;
    return 2;
}
static double held_s(double w) {
    return 2 * (0.3 + 0.7 / w);
}

struct maker {
    const char *name;
    double (*time_s)(double workers);
    struct shape shape;
};

/* One row per model; the smallest number of launches with limits. */
static const struct maker makers[] = {
    {"linear", even_s, {.pus = 12}},
    {"amdahl", tenth_serial_s, {.pus = 12}},
    {"amdahl", half_serial_s, {.pus = 12}},
    {"usl", usl_s, {.pus = 12}},
    {"step", ten_tasks_s, {.class = "io", .tasks = 10, .pus = 2}},
    {"step", ten_tasks_s, {.tasks = 10, .pus = 12}},
    {"linear", constant_s, {.weak = true, .pus = 12}},
    {"gustafson", gustafson_s, {.weak = true, .pus = 12}},
    {"lock", constant_s, {.lock = "cpython", .pus = 12}},
    {"lock_amdahl", held_s, {.class = "io", .lock = "cpython", .held = 0.3}},
};

static struct made_curve make(const struct maker *maker, const struct shape *shape) {
    unsigned workers[12];
    double time_s[12];
    for (unsigned i = 0; i < 12; i++) {
        workers[i] = i + 1;
        time_s[i] = maker->time_s(i + 1);
    }
    return curve_made(shape, workers, time_s, 12);
}

static void exact_data_choose_their_maker(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(makers); i++) {
        struct made_curve made = make(&makers[i], &makers[i].shape);
        assert_string_equal(chosen_name(&made), makers[i].name);
        assert_null(made.fits->unchosen);
        assert_true(made.fits->chosen->error < 1e-6);
        curve_unmade(&made);
    }
}

static double peaked_s(double w) {
    return 2 * (1 + 0.02 * (w - 1) + 0.0008 * w * (w - 1)) / w;
}

/* With six points AICc gives a third parameter no chance; predicting points left out does. */
static void six_points_can_show_a_peak(void **state) {
    (void)state;
    static const unsigned workers[] = {1, 2, 4, 8, 16, 32};
    double time_s[COUNT(workers)];
    for (size_t i = 0; i < COUNT(workers); i++)
        time_s[i] = peaked_s(workers[i]);
    const struct shape shape = {.pus = 64, .launches = 10, .noise = 0.02, .seed = 5};
    struct made_curve made = curve_made(&shape, workers, time_s, COUNT(workers));
    assert_string_equal(chosen_name(&made), "usl");
    assert_true(fit_named(&made, "amdahl")->aicc + AICC_TIE < fit_named(&made, "usl")->aicc);
    curve_unmade(&made);
}

/* Of 20 noisy data sets nearly all; what is chosen instead must be near, too. */
static void noisy_data_choose_their_maker(void **state) {
    (void)state;
    enum { SEEDS = 20, ENOUGH = 16 };
    for (size_t i = 0; i < COUNT(makers); i++) {
        unsigned right = 0;
        for (unsigned long seed = 1; seed <= SEEDS; seed++) {
            struct shape shape = makers[i].shape;
            shape.launches = 8;
            shape.noise = 0.02;
            shape.seed = seed;
            struct made_curve made = make(&makers[i], &shape);
            right += strcmp(chosen_name(&made), makers[i].name) == 0;
            assert_non_null(made.fits->chosen);
            assert_true(made.fits->chosen->error < 0.02);
            curve_unmade(&made);
        }
        if (right < ENOUGH)
            fail_msg("%s: chosen for %u of %d data sets", makers[i].name, right, SEEDS);
    }
}

static void bad_models_are_not_chosen(void **state) {
    (void)state;
    static const unsigned workers[] = {1, 2, 3, 4};
    static const double wild_s[] = {1, 3, 0.2, 5};
    struct made_curve made = curve_made(&(struct shape){.pus = 4}, workers, wild_s, 4);
    assert_null(made.fits->chosen);
    assert_non_null(strstr(made.fits->unchosen, "20 %"));
    curve_unmade(&made);
}

static void one_worker_count_chooses_nothing(void **state) {
    (void)state;
    static const unsigned workers[] = {4};
    static const double time_s[] = {1};
    struct made_curve made = curve_made(&(struct shape){.pus = 4}, workers, time_s, 1);
    assert_null(made.fits->chosen);
    assert_string_equal(made.fits->unchosen, "not identifiable: one worker count");
    for (size_t m = 0; m < made.fits->count; m++)
        assert_true(made.fits->items[m].unfit || made.fits->items[m].model->parts == 0);
    curve_unmade(&made);
}

/* Two points cannot tell more than one part; a lock that costs nothing is not a lock that binds. */
static void two_points_choose_by_leaving_one_out(void **state) {
    (void)state;
    static const unsigned workers[] = {1, 2};
    static const double halved_s[] = {1, 0.52}, same_s[] = {1, 1.03};
    const struct shape shape = {.lock = "mutex", .pus = 2};
    struct made_curve halved = curve_made(&shape, workers, halved_s, 2);
    struct made_curve same = curve_made(&shape, workers, same_s, 2);
    assert_string_equal(chosen_name(&halved), "linear");
    assert_string_equal(chosen_name(&same), "lock");
    curve_unmade(&halved);
    curve_unmade(&same);
}

/* Three points, no AICc: a serial part of a thousandth predicts better, but by too little. */
static void parameters_must_be_earned(void **state) {
    (void)state;
    static const unsigned workers[] = {2, 8, 32};
    double small_s[3], large_s[3];
    for (size_t i = 0; i < 3; i++) {
        small_s[i] = 0.0001 + 0.9999 / workers[i];
        large_s[i] = 0.1 + 0.9 / workers[i];
    }
    const struct shape shape = {.class = "io", .tasks = 32};
    struct made_curve small = curve_made(&shape, workers, small_s, 3);
    struct made_curve large = curve_made(&shape, workers, large_s, 3);
    assert_true(isnan(fit_named(&small, "amdahl")->aicc));
    assert_string_equal(chosen_name(&small), "step");
    assert_string_equal(chosen_name(&large), "amdahl");
    curve_unmade(&small);
    curve_unmade(&large);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_data_choose_their_maker),
        cmocka_unit_test(six_points_can_show_a_peak),
        cmocka_unit_test(noisy_data_choose_their_maker),
        cmocka_unit_test(bad_models_are_not_chosen),
        cmocka_unit_test(one_worker_count_chooses_nothing),
        cmocka_unit_test(two_points_choose_by_leaving_one_out),
        cmocka_unit_test(parameters_must_be_earned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
