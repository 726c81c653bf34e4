/* Kernels in lockstep under the measuring loop with threads; ranks and hybrids: lockstep_ranks.c.
 */
#include "rig.h"

#include "march.h"

#include <math.h>

enum { REPETITIONS = 3 }; /* the rig's warm-up and its two others */

static struct rig rig;

static void march_on(unsigned threads, unsigned workers, uint64_t items, enum gil_kind gil) {
    rig_init(&rig, &march_kernel, threads);
    rig.options.gil = gil;
    rig_size(rig.list, items, workers, workers);
    rig_run(&rig);
}

static void check_rows(unsigned workers) {
    assert_int_equal(rig.row_count, REPETITIONS);
    for (unsigned i = 0; i < rig.row_count; i++)
        assert_true(rig.rows[i].checksum == march_kernel.expected(&rig.list->problem));
    assert_int_equal(march.calls, workers * REPETITIONS);
}

/* Everybody gets what it must, is called once on all it has, lock or not. */
static void test_all_get_what_they_must(void **state) {
    (void)state;
    static const struct {
        unsigned threads, workers;
        uint64_t items;
    } cases[] = {{1, 1, 10}, {2, 2, 2}, {3, 3, 100}, {4, 3, 31}, {5, 1, 7}, {7, 7, 16}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int gil = GIL_OFF; gil <= GIL_CPYTHON; gil++) {
            march_reset();
            march_on(cases[c].threads, cases[c].workers, cases[c].items, (enum gil_kind)gil);
            check_rows(cases[c].workers);
        }
}

/* Boxes and counters belong to a configuration: the next one starts anew, with other workers. */
static void test_several_configurations(void **state) {
    (void)state;
    march_reset();
    rig_init(&rig, &march_kernel, 4);
    rig.plan.count = 3;
    for (unsigned i = 0; i < 3; i++)
        rig_size(&rig.list[i], 20, 4 - i, 4 - i);
    rig_run(&rig);
    assert_int_equal(rig.row_count, 3 * REPETITIONS);
    assert_int_equal(march.calls, (4 + 3 + 2) * REPETITIONS);
    assert_int_equal(march.faults, 0);
}

/* A worker that fails marches on, so that nobody waits for ever; then the run ends. */
static void test_failing_worker_leaves_nobody_waiting(void **state) {
    (void)state;
    for (int worker = 0; worker < 4; worker++) {
        march_reset();
        march.fails_at = worker;
        march_on(4, 4, 20, worker % 2 ? GIL_CPYTHON : GIL_OFF);
        assert_int_equal(rig.row_count, 0);
        assert_int_equal(rig.failed_slot.error_number, 28);
        assert_int_equal(rig.failed_worker, worker);
        assert_int_equal(march.calls, 4);
    }
}

/* Who waits long sleeps. */
static void test_long_waits_take_no_processor_time(void **state) {
    (void)state;
    enum { SLOW_NS = 80 * 1000 * 1000 };
    march_reset();
    march.slow_step_ns = SLOW_NS;
    march_on(3, 3, 3, GIL_OFF);
    check_rows(3);
    assert_true(march.longest_wait_cpu_ns < SLOW_NS / 2);
}

/* Waits between workers are no blocking calls: no latency is taken. */
static void test_waits_are_no_latencies(void **state) {
    (void)state;
    march_reset();
    march_on(2, 2, 2, GIL_OFF);
    assert_true(isnan(rig.rows[0].op_p50_us));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_get_what_they_must),
        cmocka_unit_test(test_several_configurations),
        cmocka_unit_test(test_failing_worker_leaves_nobody_waiting),
        cmocka_unit_test(test_long_waits_take_no_processor_time),
        cmocka_unit_test(test_waits_are_no_latencies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
