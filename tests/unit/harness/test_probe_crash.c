/* Crash accounting: what is lost, what is put back, and children that crash, hang or end well. */
#include "cmocka_head.h"

#include "forked.h"
#include "probe.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS, PLAIN, RECOVERY, ISOLATED, DIRECT, TASKS = 10 };

/* --- children --------------------------------------------------------------------------------- */

static void write_seven(void *argument, void *page) {
    *(int *)page = 7 * *(const int *)argument;
}

static void die(void *argument, void *page) {
    write_seven(argument, page);
    raise(SIGSEGV);
}

static void hang(void *argument, void *page) {
    (void)argument;
    (void)page;
    for (;;)
        pause();
}

static void test_a_child_hands_back_its_page(void **state) {
    (void)state;
    int six = 6, result = 0;
    assert_int_equal(forked_run(write_seven, &six, &result, sizeof result, UINT64_C(20000000000)),
                     0);
    assert_int_equal(result, 42);
}

static void test_a_child_that_crashes_is_told(void **state) {
    (void)state;
    int one = 1, result = 0, status = 0;
    assert_int_equal(forked_run(die, &one, &result, sizeof result, UINT64_C(20000000000)), ECHILD);
    assert_int_equal(result, 7); /* what it wrote before stays */
    const pid_t child = forked_start(die, &one, &result);
    assert_int_equal(forked_wait(child, UINT64_C(20000000000), &status), 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void test_a_child_that_hangs_is_ended(void **state) {
    (void)state;
    int status = 0;
    const pid_t child = forked_start(hang, NULL, NULL);
    assert_int_equal(forked_wait(child, 30 * 1000 * 1000, &status), ETIMEDOUT);
    assert_int_equal(waitpid(child, &status, WNOHANG), -1); /* and is no zombie */
}

/* --- the probe -------------------------------------------------------------------------------- */

static void compute_nothing(struct env *env, uint64_t time_ns) {
    (void)env;
    (void)time_ns;
}

static void must_not_fail(struct env *env, const char *what, int error_number) {
    (void)env;
    fail_msg("%s: %d", what, error_number);
}

static unsigned run_alone(unsigned count, void (*body)(unsigned thread, void *argument),
                          void *argument) {
    (void)count;
    body(0, argument);
    return 1;
}

static uint64_t clock_of_test(void) {
    static uint64_t now_ns;
    return ++now_ns;
}

/* One worker and all tasks of a variant; the checksum, tasks lost, deaths noticed, how it ended. */
static uint64_t run(unsigned variant, double *lost, uint64_t *deaths, double *exit_code) {
    const struct threads threads = {.name = "test", .limit = 1, .run = run_alone};
    const struct problem problem = {
        .items = TASKS, .tasks = TASKS, .variant = variant, .workers = 1};
    const size_t bytes = probe_crash.kernel.shared_bytes(&problem);
    void *shared = calloc(1, bytes + 128);
    void *aligned = (char *)shared + (128 - (uintptr_t)shared % 128) % 128;
    struct env env = {.shared = aligned, .compute = compute_nothing, .failed = must_not_fail};
    static struct latency latency;
    latency = (struct latency){0};
    struct slot slot = {0};
    struct probe_seat seat = {.env = &env,
                              .problem = &problem,
                              .threads = &threads,
                              .clock = clock_of_test,
                              .latency = &latency,
                              .slot = &slot};
    struct sample sample = {.lost = NAN};
    uint64_t sum = probe_crash.run(&seat);
    sum += probe_crash.kernel.collect(aligned, &problem);
    probe_crash.conclude(&problem, aligned, &sample);
    assert_true(sum == probe_crash.kernel.expected(&problem));
    *lost = sample.lost;
    *deaths = latency.count;
    *exit_code = sample.exit_code;
    free(shared);
    return sum;
}

/* Half of the tasks were done when the thread died; their results died with the process. */
static void test_threads_lose_everything(void **state) {
    (void)state;
    double lost, exit_code;
    uint64_t deaths;
    assert_int_equal(run(THREADS, &lost, &deaths, &exit_code), SIGSEGV);
    assert_true(lost == TASKS);
    assert_int_equal(deaths, 1);
    assert_true(exit_code == 128 + SIGSEGV);
}

static void test_isolated_tasks_are_done_again(void **state) {
    (void)state;
    double lost, exit_code;
    uint64_t deaths;
    const uint64_t isolated = run(ISOLATED, &lost, &deaths, &exit_code);
    assert_true(lost == 0.0);
    assert_int_equal(deaths, 1);
    assert_true(exit_code == 128 + SIGSEGV);
    assert_true(run(DIRECT, &lost, &deaths, &exit_code) == isolated);
    assert_true(lost == 0.0);
    assert_int_equal(deaths, 0);
    assert_true(isnan(exit_code));
}

/* With one worker nobody is left; with more it depends on the launcher only. */
static void test_recovery_needs_a_second_worker(void **state) {
    (void)state;
    const struct probe_world world = {.launcher_known = true};
    const struct problem one = {.variant = RECOVERY, .workers = 1};
    const struct problem other = {.variant = DIRECT, .workers = 1};
    assert_non_null(strstr((probe_crash.skip)(&one, &world), "nobody is left"));
    assert_null((probe_crash.skip)(&other, &world));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_child_hands_back_its_page),
        cmocka_unit_test(test_a_child_that_crashes_is_told),
        cmocka_unit_test(test_a_child_that_hangs_is_ended),
        cmocka_unit_test(test_threads_lose_everything),
        cmocka_unit_test(test_isolated_tasks_are_done_again),
        cmocka_unit_test(test_recovery_needs_a_second_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
