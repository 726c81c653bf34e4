/* The order of hooks and rows, with one worker and a clock that counts its readings. */
#include "rig.h"

#include "registry.h"

#include <math.h>
#include <string.h>

static struct rig rig;

/* Runs and compares what happened with what should have, in order. */
static void happens(const char *wanted) {
    rig.noted = made_up.noted = true;
    rig_run(&rig);
    assert_string_equal(journal_text(), wanted);
    rig_free(&rig);
}

static int fresh(void **state) {
    (void)state;
    rig_init(&rig, &made_up_kernel, 1);
    return 0;
}

static void test_hooks_and_rows(void **state) {
    (void)state;
    happens("ready madeup? setup touch(0-10) run(0-10) collect row(w0) run(0-10) collect row(m0) "
            "run(0-10) collect row(m1) teardown finished");
    for (unsigned i = 0; i < rig.row_count; i++)
        assert_true(rig.rows[i].checksum == made_up_kernel.expected(&rig.list->problem));
}

static void test_tasks_in_order(void **state) {
    (void)state;
    rig.options.warmup = 0;
    rig.options.reps = 1;
    rig_size(rig.list, 10, 4, 1);
    happens("ready madeup? setup touch(0-10) run(0-3) run(3-6) run(6-8) run(8-10) collect row(m0) "
            "teardown finished");
}

static struct kernel with_lock(bool runs_unlocked) {
    struct kernel kernel = bare_kernel;
    kernel.items_per_look = 4;
    kernel.runs_unlocked = runs_unlocked;
    rig.options.warmup = 0;
    rig.options.reps = 1;
    rig.options.gil = GIL_CPYTHON;
    return kernel;
}

static void test_lock_cuts_into_batches(void **state) {
    (void)state;
    const struct kernel kernel = with_lock(false);
    rig.list[0].kernel = &kernel;
    happens("ready bare? run(0-4) run(4-8) run(8-10) row(m0) finished");
}

static void test_unlocked_kernel_never_meets_the_lock(void **state) {
    (void)state;
    const struct kernel kernel = with_lock(true);
    rig.list[0].kernel = &kernel;
    happens("ready bare? run(0-10) row(m0) finished");
    assert_true(kernel_find("triad")->runs_unlocked);
}

static void test_one_configuration_after_the_other(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.options.warmup = 0;
    rig.options.reps = 1;
    rig.list[1].kernel = &bare_kernel;
    happens("ready madeup? setup touch(0-10) run(0-10) collect row(m0) teardown finished "
            "bare? run(0-10) row(m0) finished");
    assert_true(rig.rows[1].checksum == rig.rows[0].checksum);
}

/* A resumed launch warms up again, but those rows are on file already. */
static void test_rows_on_file_are_not_repeated(void **state) {
    (void)state;
    rig.rows_done = 2;
    happens("ready madeup? setup touch(0-10) run(0-10) collect run(0-10) collect row(m1) "
            "teardown finished");
}

static void test_half_a_warmup_on_file(void **state) {
    (void)state;
    rig.options.warmup = 2;
    rig.options.reps = 1;
    rig.rows_done = 1;
    happens("ready madeup? setup touch(0-10) run(0-10) collect run(0-10) collect row(w1) "
            "run(0-10) collect row(m0) teardown finished");
}

static void test_all_rows_on_file(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.rows_done = 3;
    happens("ready madeup? madeup?");
}

static void test_skipped(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.options.warmup = 0;
    rig.options.reps = 1;
    rig.list[0].skip = "why";
    happens("ready madeup? skipped(why) madeup? setup touch(0-10) run(0-10) collect row(m0) "
            "teardown finished");
}

static void test_skipped_is_said_once(void **state) {
    (void)state;
    rig.list[0].skip = "why";
    rig.rows_done = 1;
    happens("ready madeup?");
}

static void test_sink_stops_at_skipped(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.list[0].skip = "why";
    rig.stops_at_skipped = true;
    happens("ready madeup? skipped(why)");
}

static void test_sink_refuses_to_begin(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.refuse_begin = true;
    happens("ready madeup?");
}

static void test_sink_stops_at_row(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.rows_wanted = 2;
    happens("ready madeup? setup touch(0-10) run(0-10) collect row(w0) run(0-10) collect row(m0) "
            "teardown finished");
}

static void test_sink_stops_at_finished(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig.options.warmup = 0;
    rig.options.reps = 1;
    rig.stops_at_finished = true;
    happens("ready madeup? setup touch(0-10) run(0-10) collect row(m0) teardown finished");
}

static void test_failing_setup(void **state) {
    (void)state;
    rig.plan.count = 2;
    made_up.setup_error = 12;
    happens("ready madeup? setup failed finished");
    assert_int_equal(rig.failed_slot.error_number, 12);
    assert_string_equal(rig.failed_slot.failed, "making things up");
}

static void test_failing_run(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig_size(rig.list, 10, 5, 1);
    made_up.fails_at = 3;
    happens("ready madeup? setup touch(0-10) run(0-2) run(2-4) failed teardown finished");
    assert_int_equal(rig.failed_slot.error_number, 28);
    assert_string_equal(rig.failed_slot.failed, "running things");
    assert_int_equal(rig.row_count, 0);
}

/* Everything else in the row comes from readings of one clock: here each takes 1 ns. */
static void test_times_of_the_counting_clock(void **state) {
    (void)state;
    rig_run(&rig);
    for (unsigned i = 0; i < rig.row_count; i++) {
        const struct sample *row = &rig.rows[i];
        assert_true(fabs(row->wall_s - 1e-9) < 1e-15);
        assert_true(fabs(row->busy_min_s - 1e-9) < 1e-15);
        assert_true(fabs(row->setup_s - 2e-9) < 1e-15); /* setup and touch */
        assert_true(row->skew_us == 0.0);
        assert_true(isnan(row->op_p50_us));
    }
}

static void test_blocking_calls_are_timed(void **state) {
    (void)state;
    made_up.blocking_calls = 3;
    rig_run(&rig);
    for (unsigned i = 0; i < rig.row_count; i++) {
        assert_true(fabs(rig.rows[i].wall_s - 7e-9) < 1e-15); /* two readings for each */
        assert_true(fabs(rig.rows[i].op_p50_us - 1e-3) < 1e-12);
        assert_true(fabs(rig.rows[i].op_max_us - 1e-3) < 1e-12);
        assert_true(isnan(rig.rows[i].op_p99_us));
    }
    assert_string_equal(rig.histogram, "0:3");
}

static void test_empty_plan(void **state) {
    (void)state;
    rig.plan.count = 0;
    happens("ready");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_hooks_and_rows, fresh),
        cmocka_unit_test_setup(test_tasks_in_order, fresh),
        cmocka_unit_test_setup(test_lock_cuts_into_batches, fresh),
        cmocka_unit_test_setup(test_unlocked_kernel_never_meets_the_lock, fresh),
        cmocka_unit_test_setup(test_one_configuration_after_the_other, fresh),
        cmocka_unit_test_setup(test_rows_on_file_are_not_repeated, fresh),
        cmocka_unit_test_setup(test_half_a_warmup_on_file, fresh),
        cmocka_unit_test_setup(test_all_rows_on_file, fresh),
        cmocka_unit_test_setup(test_skipped, fresh),
        cmocka_unit_test_setup(test_skipped_is_said_once, fresh),
        cmocka_unit_test_setup(test_sink_stops_at_skipped, fresh),
        cmocka_unit_test_setup(test_sink_stops_at_row, fresh),
        cmocka_unit_test_setup(test_sink_refuses_to_begin, fresh),
        cmocka_unit_test_setup(test_sink_stops_at_finished, fresh),
        cmocka_unit_test_setup(test_failing_setup, fresh),
        cmocka_unit_test_setup(test_failing_run, fresh),
        cmocka_unit_test_setup(test_times_of_the_counting_clock, fresh),
        cmocka_unit_test_setup(test_blocking_calls_are_timed, fresh),
        cmocka_unit_test_setup(test_empty_plan, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
