/* The clock: runs forward, sleeps long enough also under signals, writes UTC. */
#include "cmocka_head.h"

#include "clock.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

static void test_runs_forward(void **state) {
    (void)state;
    uint64_t last = clock_wall_ns();
    for (int i = 0; i < 10000; i++) {
        const uint64_t now = clock_wall_ns();
        assert_true(now >= last);
        last = now;
    }
}

static volatile sig_atomic_t alarms;

static void count_alarm(int number) {
    (void)number;
    alarms++;
}

static void test_sleeps_through_signals(void **state) {
    (void)state;
    enum { NAP_NS = 30 * 1000 * 1000 };
    const struct sigaction interrupt = {.sa_handler = count_alarm};
    const struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
    assert_return_code(sigaction(SIGALRM, &interrupt, NULL), 0);
    assert_return_code(setitimer(ITIMER_REAL, &often, NULL), 0);
    const uint64_t begin = clock_wall_ns();
    clock_sleep_ns(NAP_NS);
    const uint64_t slept = clock_wall_ns() - begin;
    setitimer(ITIMER_REAL, &never, NULL);
    assert_true(alarms > 0);
    assert_true(slept >= NAP_NS);
}

/* Asleep, a thread uses next to no processor time: the two clocks are not the same. */
static void test_thread_clock_is_processor_time(void **state) {
    (void)state;
    const uint64_t wall = clock_wall_ns(), cpu = clock_thread_cpu_ns();
    clock_sleep_ns(20 * 1000 * 1000);
    assert_true(clock_thread_cpu_ns() - cpu < clock_wall_ns() - wall);
}

static void test_utc_text(void **state) {
    (void)state;
    const time_t before = time(NULL);
    const struct utc_text stamp = clock_utc();
    struct tm utc = {0};
    const char *rest = strptime(stamp.text, "%Y-%m-%dT%H:%M:%S", &utc);
    assert_non_null(rest);
    unsigned micros;
    char zone, more;
    assert_int_equal(sscanf(rest, ".%6u%c%c", &micros, &zone, &more), 2);
    assert_int_equal(zone, 'Z');
    assert_int_equal(strlen(stamp.text), strlen("2026-01-31T12:00:00.123456Z"));
    assert_in_range(timegm(&utc), before - 1, time(NULL) + 1);
}

static void test_measured_cost_is_plausible(void **state) {
    (void)state;
    double cost_ns = -1.0;
    uint64_t step_ns = 0;
    clock_measure(&cost_ns, &step_ns);
    assert_true(cost_ns > 0.0);
    assert_true(step_ns >= 1 && step_ns < UINT64_MAX);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_forward),
        cmocka_unit_test(test_sleeps_through_signals),
        cmocka_unit_test(test_thread_clock_is_processor_time),
        cmocka_unit_test(test_utc_text),
        cmocka_unit_test(test_measured_cost_is_plausible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
