/* The plan: pure, complete, shuffled within rounds; the estimate; what is printed. */
#include "cmocka_head.h"
#include "estimate.h"
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static const char two_sections[] =
    HEAD "[a]\nsummary = A\nkernels = countdown, sum\ndrivers = serial, omp, mpi\nworkers = "
         "1..cores x2\n"
         "gil = off, cpython\n"
         "[b]\nsummary = B\nkernels = sleep\ndrivers = serial, omp\nworkers = 4\ntasks = 8, "
         "16\nlaunches = 2\n"
         "schedule = static, dynamic:2\nquick = no\nset = sleep.time=2ms\nsize = 1\n";

static char *plan_text(const char *text, unsigned cores, uint64_t seed, bool quick) {
    struct study *study = study_good(text);
    struct round_choices choices = no_choices();
    choices.seed = seed;
    choices.quick = quick;
    struct rounds *rounds = rounds_good(study, cores, 2 * cores, &choices);
    char *plan = rounds_text(rounds);
    rounds_free(rounds);
    study_free(study);
    return plan;
}

static void same_in_same_out(void **state) {
    char *first = plan_text(two_sections, 4, 7, false);
    char *again = plan_text(two_sections, 4, 7, false);
    char *other = plan_text(two_sections, 4, 8, false);
    (void)state;
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    free(first);
    free(again);
    free(other);
}

static size_t count_of(const struct rounds *rounds, const char *section, const char *name,
                       unsigned round) {
    size_t count = 0;
    for (size_t i = 0; i < rounds->launch_count; i++) {
        const struct launch *launch = &rounds->launches[i];
        count += launch->round == round && strcmp(launch->variant->name, name) == 0 &&
                 strcmp(launch->variant->experiment->name, section) == 0;
    }
    return count;
}

static const struct {
    const char *section, *name;
    unsigned rounds;
} crossed[] = {
    {"a", "serial", 3},
    {"a", "omp x1", 3},
    {"a", "omp x2", 3},
    {"a", "omp x4", 3},
    {"a", "omp x1 gil=cpython", 3},
    {"a", "omp x2 gil=cpython", 3},
    {"a", "omp x4 gil=cpython", 3},
    {"a", "mpi x1", 3},
    {"a", "mpi x2", 3},
    {"a", "mpi x4", 3},
    {"b", "serial tasks=8", 2},
    {"b", "serial tasks=16", 2},
    {"b", "omp x4 tasks=8 static", 2},
    {"b", "omp x4 tasks=8 dynamic:2", 2},
    {"b", "omp x4 tasks=16 static", 2},
    {"b", "omp x4 tasks=16 dynamic:2", 2},
};

/* With any seed every round holds every variant once, and launches are numbered as they run. */
static void every_round_is_the_whole_cross_product(void **state) {
    enum { VARIANTS = sizeof crossed / sizeof *crossed };
    struct study *study = study_good(two_sections);
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct round_choices choices = no_choices();
        choices.seed = seed;
        struct rounds *rounds = rounds_good(study, 4, 8, &choices);
        assert_int_equal(rounds->variant_count, VARIANTS);
        assert_int_equal(rounds->launch_count, 10 * 3 + 6 * 2);
        assert_int_equal(rounds_rows(rounds), 10 * 3 * 2 * 6 + 6 * 2 * 6);
        for (size_t v = 0; v < VARIANTS; v++)
            for (unsigned round = 1; round <= 3; round++)
                assert_int_equal(count_of(rounds, crossed[v].section, crossed[v].name, round),
                                 round <= crossed[v].rounds);
        for (size_t i = 0; i < rounds->launch_count; i++) {
            assert_int_equal(rounds->launches[i].number, i + 1);
            assert_true(i == 0 || rounds->launches[i].round >= rounds->launches[i - 1].round);
        }
        rounds_free(rounds);
    }
    study_free(study);
}

static void rounds_differ_in_order(void **state) {
    struct study *study = study_good(two_sections);
    struct round_choices choices = no_choices();
    struct rounds *rounds = rounds_good(study, 4, 8, &choices);
    bool same = true;
    (void)state;
    for (size_t i = 0; i < rounds->variant_count; i++)
        same = same &&
               rounds->launches[i].variant == rounds->launches[i + rounds->variant_count].variant;
    assert_false(same);
    rounds_free(rounds);
    study_free(study);
}

static void choices_override_the_study(void **state) {
    struct study *study = study_good(two_sections);
    char name[] = "b", *names[] = {name};
    const struct text_list only = {names, 1};
    struct round_choices choices = {NOT_GIVEN, 5, 4, 0, false, &only, NULL};
    (void)state;
    struct rounds *rounds = rounds_good(study, 2, 2, &choices);
    assert_int_equal(rounds->count, 5);
    assert_int_equal(rounds->launch_count, 6 * 5);
    assert_int_equal(rounds_rows(rounds), 6 * 5 * 4);
    assert_false(rounds_need_ranks(rounds));
    rounds_free(rounds);

    struct round_choices quick = no_choices();
    quick.quick = true;
    rounds = rounds_good(study, 2, 2, &quick);
    assert_int_equal(rounds->count, 2);
    assert_int_equal(rounds->launch_count, 7 * 2);
    assert_int_equal(rounds_rows(rounds), 7 * 2 * 2 * 3);
    assert_true(rounds_need_ranks(rounds));
    rounds_free(rounds);
    study_free(study);
}

static void plan_errors_name_the_line(void **state) {
    struct study *study = study_good(HEAD "[a]\nsummary = A\nkernels = sum\ndrivers = omp\n"
                                          "workers = 100*cores\n");
    const struct round_choices choices = no_choices();
    struct fault fault = {EXIT_DONE, ""}, unknown = {EXIT_DONE, ""};
    (void)state;
    assert_null(rounds_make(study, (struct machine_size){64, 128, 1}, &choices, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_string_equal(fault.text,
                        "t.study:9: workers: too large on a machine with 64 cores and 128 PUs");
    char name[] = "aa", *names[] = {name};
    const struct text_list only = {names, 1};
    struct round_choices some = no_choices();
    some.only = &only;
    assert_null(rounds_make(study, (struct machine_size){2, 2, 1}, &some, &unknown));
    assert_string_equal(unknown.text, "--only: unknown section 'aa'; did you mean a?");
    study_free(study);
}

static void ranks_take_the_lock_only_if_asked(void **state) {
    struct study *study =
        study_good(HEAD "[a]\nsummary = A\nkernels = sum\ndrivers = mpi\nworkers = 2\n"
                        "gil = mutex, cpython\ngil_mpi = yes\n"
                        "gil_interval = 1ms, 5ms\n");
    const struct round_choices choices = no_choices();
    struct rounds *rounds = rounds_good(study, 2, 2, &choices);
    (void)state;
    assert_int_equal(rounds->variant_count, 3);
    assert_int_equal(count_of(rounds, "a", "mpi x2 gil=mutex", 1), 1);
    assert_int_equal(count_of(rounds, "a", "mpi x2 gil=cpython interval=1ms", 1), 1);
    assert_int_equal(count_of(rounds, "a", "mpi x2 gil=cpython interval=5ms", 1), 1);
    rounds_free(rounds);
    study_free(study);
}

/* Estimate of the only variant of a study on a machine with 2 cores. */
static double estimate_of(const char *lines) {
    char text[512];
    snprintf(text, sizeof text, "%s[a]\nsummary = A\n%s\n", HEAD, lines);
    struct study *study = study_good(text);
    const struct round_choices choices = no_choices();
    struct rounds *rounds = rounds_good(study, 2, 2, &choices);
    assert_int_equal(rounds->variant_count, 1);
    const double estimate_s = rounds->variants[0].estimate_s;
    rounds_free(rounds);
    study_free(study);
    return estimate_s;
}

/* Each line must be estimated to take longer than the one before. */
static void estimates_grow_with_the_work(void **state) {
    static const char *const sleeps[] = {
        "kernels = sleep\ndrivers = omp\nworkers = 10\ntasks = 10\nsize = 1",
        "kernels = sleep\ndrivers = omp\nworkers = 9\ntasks = 10\nsize = 1",
        "kernels = sleep\ndrivers = omp\nworkers = 4\ntasks = 10\nsize = 1",
        "kernels = sleep\ndrivers = serial\ntasks = 10\nsize = 1",
        "kernels = sleep\ndrivers = serial\ntasks = 10\nsize = 1\nset = sleep.time=20ms",
        "kernels = sleep\ndrivers = serial\ntasks = 10\nsize = 1\nset = sleep.time=500ms",
        "kernels = sleep\ndrivers = serial\ntasks = 10\nsize = 2\nset = sleep.time=500ms",
        "kernels = sleep\ndrivers = serial\ntasks = 10\nsize = 2\nset = sleep.time=1s",
    };
    static const char *const sums[] = {
        "kernels = sum\ndrivers = omp\nworkers = 2",
        "kernels = sum\ndrivers = serial",
        "kernels = sum\ndrivers = mpi\nworkers = 1\n",
        "kernels = sum, countdown\ndrivers = mpi\nworkers = 1",
        "kernels = sum, countdown\ndrivers = mpi\nworkers = 1\nwarmup = 3",
    };
    (void)state;
    for (size_t i = 1; i < sizeof sleeps / sizeof *sleeps; i++)
        assert_true(estimate_of(sleeps[i]) > estimate_of(sleeps[i - 1]));
    for (size_t i = 1; i < sizeof sums / sizeof *sums; i++)
        assert_true(estimate_of(sums[i]) > estimate_of(sums[i - 1]));
}

static bool near(double a, double b) {
    return a > 0.999 * b && a < 1.001 * b;
}

static void estimates_are_what_they_say(void **state) {
    (void)state;
    /* 10 ms to start; 5 + 1 repetitions of ceil(10 / 4) = 3 sleeps of 100 ms one after the other */
    assert_true(
        near(estimate_of("kernels = sleep\ndrivers = omp\nworkers = 4\ntasks = 10\nsize = 1\n"
                         "set = sleep.time=100ms"),
             0.010 + 6 * 0.300));
    /* a lock leaves one place to threads that compute */
    assert_true(near(estimate_of("kernels = sum\ndrivers = omp\nworkers = 2\ngil = mutex"),
                     estimate_of("kernels = sum\ndrivers = serial")));
    /* 150 ms and 25 ms per rank; the sleep's 10 ms by default */
    assert_true(
        near(estimate_of("kernels = sleep\ndrivers = mpi\nworkers = 3\ntasks = 3\nsize = 1\n"
                         "reps = 1\nwarmup = 0"),
             0.150 + 3 * 0.025 + 0.010));
    assert_true(estimate_limit_s(0) >= 60 && estimate_limit_s(10) > 100);
}

static void dry_run_looks_like_this(void **state) {
    char *plan =
        plan_text("[study]\nname = t\ntitle = Why?\nlaunches = 1\n"
                  "[s]\nsummary = Because.\nkernels = sleep, sum:lock\ndrivers = serial, omp\n"
                  "workers = cores\nset = sleep.time=1ms\nsize = 10\n",
                  3, 1, false);
    (void)state;
    assert_string_equal(
        plan,
        "study     t: Why?\n"
        "machine   3 cores, 6 PUs\n"
        "section   s: 2 variants: Because.\n"
        "plan      1 round, 2 launches, 24 rows; order shuffled with seed 1\n"
        "estimate  about 0.1 s, from nominal costs\n"
        "\n"
        " launch round section      variant                       rows  about s  kernels or "
        "probes\n"
        "      1     1 s            omp x3                          12      0.0  sleep,sum:lock\n"
        "      2     1 s            serial                          12      0.1  sleep,sum:lock\n");
    free(plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_in_same_out),
        cmocka_unit_test(every_round_is_the_whole_cross_product),
        cmocka_unit_test(rounds_differ_in_order),
        cmocka_unit_test(choices_override_the_study),
        cmocka_unit_test(plan_errors_name_the_line),
        cmocka_unit_test(ranks_take_the_lock_only_if_asked),
        cmocka_unit_test(estimates_grow_with_the_work),
        cmocka_unit_test(estimates_are_what_they_say),
        cmocka_unit_test(dry_run_looks_like_this),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
