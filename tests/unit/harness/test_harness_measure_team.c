/* The measuring loop with several threads: who runs what, under all schedules and locks. */
#include "rig.h"

#include "partition.h"
#include "registry.h"

#include <stdlib.h>

enum { REPETITIONS = 3 }; /* the rig's warm-up and its two others */

static const struct schedule_request schedules[] = {
    {SCHEDULE_STATIC, 0},  {SCHEDULE_STATIC, 2}, {SCHEDULE_DYNAMIC, 0},
    {SCHEDULE_DYNAMIC, 3}, {SCHEDULE_GUIDED, 0}, {SCHEDULE_GUIDED, 2},
};
enum { SCHEDULES = sizeof schedules / sizeof *schedules };

static struct rig rig;

static void check_rows(void) {
    const uint64_t expected = made_up_kernel.expected(&rig.list->problem);
    assert_int_equal(rig.row_count, REPETITIONS);
    for (unsigned i = 0; i < rig.row_count; i++) {
        assert_true(rig.rows[i].checksum == expected);
        assert_true(rig.rows[i].busy_max_s >= rig.rows[i].busy_min_s);
        assert_true(rig.rows[i].wall_s >= rig.rows[i].busy_max_s);
    }
    assert_true(rig.repetitions[0].warmup);
    assert_false(rig.repetitions[1].warmup);
    assert_int_equal(rig.repetitions[2].rep, 1);
}

static void check_every_item(uint64_t items) {
    for (uint64_t i = 0; i < MADE_UP_ITEMS_MAX; i++)
        assert_int_equal(made_up.runs[i], i < items ? REPETITIONS : 0);
    for (uint64_t i = 0; i < items; i++)
        assert_in_range(made_up.worker[i], 0, rig.list->problem.workers - 1);
}

static void run_once(unsigned threads, unsigned workers, uint64_t items, uint64_t tasks,
                     struct schedule_request schedule, enum gil_kind gil) {
    rig_init(&rig, &made_up_kernel, threads);
    rig.options.gil = gil;
    rig.list->schedule = schedule;
    rig_size(rig.list, items, tasks, workers);
    rig_run(&rig);
}

static void check_calls(uint64_t items, uint64_t tasks, enum gil_kind gil) {
    const uint64_t largest = items / tasks + (items % tasks != 0);
    const uint64_t per_look = largest < MADE_UP_PER_LOOK ? largest : MADE_UP_PER_LOOK;
    assert_int_equal(made_up.longest, gil == GIL_OFF ? largest : per_look);
    if (gil == GIL_OFF)
        assert_int_equal(made_up.calls, tasks * REPETITIONS);
    assert_int_equal(made_up.guarded, made_up.calls);
}

static void test_every_item_once(void **state) {
    (void)state;
    static const struct {
        unsigned threads, workers;
        uint64_t items, tasks;
    } cases[] = {{1, 1, 10, 3},  {2, 2, 100, 7}, {3, 3, 101, 3},
                 {4, 4, 50, 50}, {5, 3, 97, 20}, {4, 1, 30, 4}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t s = 0; s < SCHEDULES; s++)
            for (int gil = GIL_OFF; gil <= GIL_CPYTHON; gil++) {
                run_once(cases[c].threads, cases[c].workers, cases[c].items, cases[c].tasks,
                         schedules[s], (enum gil_kind)gil);
                check_rows();
                check_every_item(cases[c].items);
                check_calls(cases[c].items, cases[c].tasks, (enum gil_kind)gil);
            }
}

/* Fewer items than tasks, fewer tasks than workers: somebody has nothing to do. */
static void test_more_workers_than_work(void **state) {
    (void)state;
    for (size_t s = 0; s < SCHEDULES; s++) {
        run_once(4, 4, 2, 2, schedules[s], GIL_CPYTHON);
        check_rows();
        check_every_item(2);
        run_once(4, 4, 3, 9, schedules[s], GIL_OFF);
        check_rows();
        check_every_item(3);
    }
}

static unsigned owner(struct schedule_request schedule, uint64_t task, uint64_t tasks,
                      unsigned workers) {
    if (schedule.chunk)
        return (unsigned)(task / schedule.chunk % workers);
    unsigned worker = 0;
    while (task >= partition(tasks, workers, worker).end)
        worker++;
    return worker;
}

/* Static schedules say beforehand who runs what; and who runs it touched it first. */
static void test_static_owners(void **state) {
    (void)state;
    enum { ITEMS = 103, TASKS = 23, WORKERS = 3 };
    for (size_t s = 0; s < 2; s++) {
        run_once(4, WORKERS, ITEMS, TASKS, schedules[s], GIL_OFF);
        for (uint64_t task = 0; task < TASKS; task++) {
            const struct range items = partition(ITEMS, TASKS, task);
            for (uint64_t i = items.begin; i < items.end; i++) {
                assert_int_equal(made_up.worker[i], owner(schedules[s], task, TASKS, WORKERS));
                assert_int_equal(made_up.touches[i], 1);
                assert_true(pthread_equal(made_up.toucher[i], made_up.runner[i]));
            }
        }
    }
}

static void test_other_schedules_touch_all_once(void **state) {
    (void)state;
    for (size_t s = 2; s < SCHEDULES; s++) {
        run_once(4, 3, 100, 11, schedules[s], GIL_OFF);
        for (uint64_t i = 0; i < 100; i++)
            assert_int_equal(made_up.touches[i], 1);
    }
}

static void test_failing_worker_ends_it_for_all(void **state) {
    (void)state;
    for (size_t s = 0; s < SCHEDULES; s++) {
        rig_init(&rig, &made_up_kernel, 4);
        rig.plan.count = 2;
        rig.list->schedule = schedules[s];
        rig_size(rig.list, 100, 20, 4);
        made_up.fails_at = 77;
        rig_run(&rig);
        assert_int_equal(rig.row_count, 0);
        assert_int_equal(rig.failed_slot.error_number, 28);
        assert_int_equal(rig.failed_worker, made_up.worker[77]);
    }
}

static int by_task(const void *a, const void *b) {
    const struct trace_event *x = a, *y = b;
    return (x->task > y->task) - (x->task < y->task);
}

static void test_trace_names_every_task(void **state) {
    (void)state;
    enum { TASKS = 9 };
    rig_init(&rig, &made_up_kernel, 3);
    rig.plan.count = 2;
    rig.traced = true;
    for (int i = 0; i < 2; i++) {
        rig.list[i].schedule = schedules[2];
        rig_size(&rig.list[i], 50, TASKS, 3);
    }
    rig_run(&rig);
    assert_int_equal(rig.event_count, 2 * TASKS * REPETITIONS);
    qsort(rig.events, rig.event_count, sizeof *rig.events, by_task);
    unsigned second = 0;
    for (size_t i = 0; i < rig.event_count; i++) {
        assert_int_equal(rig.events[i].task, i / (2 * REPETITIONS));
        assert_true(rig.events[i].begin_ns < rig.events[i].end_ns);
        assert_in_range(rig.events[i].worker, 0, 2);
        second += rig.events[i].configuration;
    }
    assert_int_equal(second, TASKS * REPETITIONS);
    rig_free(&rig);
}

/* The lock's counters reach the row, and are counted per repetition. */
static void test_lock_counters(void **state) {
    (void)state;
    run_once(2, 2, 1000, 1000, schedules[0], GIL_MUTEX);
    for (unsigned i = 0; i < rig.row_count; i++) {
        assert_true(rig.rows[i].gil_switches >= 1);
        assert_true(rig.rows[i].gil_switches <= 2000);
    }
    run_once(2, 2, 100, 10, schedules[0], GIL_OFF);
    assert_int_equal(rig.rows[0].gil_switches, 0);
    assert_true(rig.rows[0].gil_wait_s == 0.0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_item_once),
        cmocka_unit_test(test_more_workers_than_work),
        cmocka_unit_test(test_static_owners),
        cmocka_unit_test(test_other_schedules_touch_all_once),
        cmocka_unit_test(test_failing_worker_ends_it_for_all),
        cmocka_unit_test(test_trace_names_every_task),
        cmocka_unit_test(test_lock_counters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
