/* Computing for a given time: how the speed is found, and that the lock is looked at meanwhile. */
#include "rig.h"

#include "compute.h"
#include "registry.h"

static uint64_t now_ns, step_ns, readings;

/* Every second reading ends a trial: odd trials take twice as long, as if they were disturbed. */
static uint64_t uneven_clock(void) {
    const uint64_t trial = readings++ / 2;
    now_ns += readings % 2 ? 0 : step_ns * (1 + trial % 2);
    return now_ns;
}

static void test_the_fastest_trial_is_the_speed(void **state) {
    (void)state;
    step_ns = 1000 * 1000;
    const double speed = compute_speed(uneven_clock);
    assert_true(speed > 0);
    readings = 0;
    step_ns = 2000 * 1000;
    assert_float_equal(compute_speed(uneven_clock), speed / 2, 1e-9);
}

static uint64_t switches_of(unsigned threads, uint64_t compute_ns) {
    static struct rig rig;
    const struct kernel *kernel = kernel_find("mixed");
    rig_init(&rig, kernel, threads);
    rig.options.gil = GIL_CPYTHON;
    rig.options.gil_interval_ns = 1;
    rig.list[0].problem.settings[0].number = compute_ns;
    rig.list[0].problem.settings[1].number = 1000;
    rig_run(&rig);
    assert_int_equal(rig.row_count, 3);
    for (unsigned i = 0; i < rig.row_count; i++)
        assert_true(rig.rows[i].checksum == kernel->expected(&rig.list->problem));
    const uint64_t forced = rig.rows[2].gil_forced;
    rig_free(&rig);
    return forced;
}

/* One stretch of 20 ms has 4,000 looks: a second worker that wants the lock is served within. With
 * no look inside, a holder would only ever give it up around its waits. */
static void test_the_lock_is_looked_at_while_computing(void **state) {
    (void)state;
    assert_true(switches_of(2, 20 * 1000 * 1000) > 0);
    assert_true(switches_of(1, 1000 * 1000) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_fastest_trial_is_the_speed),
        cmocka_unit_test(test_the_lock_is_looked_at_while_computing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
