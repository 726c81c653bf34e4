/* Never two workers at once, and counters that agree with what happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crew.h"
#include "gil_internal.h"

enum { BATCHES = 4000, TASKS = 2000, US = 1000 };

static void compute(struct member *member) {
    member_enter(member);
    for (int i = 0; i < BATCHES; i++)
        member_work(member);
    member_leave(member);
}

static void short_tasks(struct member *member) {
    for (int i = 0; i < TASKS; i++) {
        member_enter(member);
        member_work(member);
        member_leave(member);
    }
}

/* Some with work and some without any; a few sleep in between. Every member ends at another time.
 */
static void mixed_tasks(struct member *member) {
    for (int task = 0; task < member->number * 20; task++) {
        member_enter(member);
        for (int i = 0; i < task % 7; i++)
            member_work(member);
        if (task % 5 == member->number % 5)
            member_block(member, 50 * US);
        member_leave(member);
    }
}

static void check_exclusion(struct crew *crew, struct gil *gil, int size,
                            void (*duty)(struct member *)) {
    crew_init(crew, gil, size);
    crew_run(crew, duty);
    assert_int_equal(crew_violations(crew), 0);
    assert_int_equal(crew->room.occupant, NOBODY);
    assert_true(gil_switches(gil) >= 1);                /* more than one worker had work to do */
    assert_true(gil_switches(gil) < crew->room.visits); /* every switch is somebody's visit */
}

/* Every forced switch is followed by another worker's visit, which counts as a switch. */
static void check_protocol(struct gil *gil, int size, void (*duty)(struct member *)) {
    struct crew crew;
    check_exclusion(&crew, gil, size, duty);
    assert_int_equal(crew_unanswered(&crew), 0);
    assert_true(crew_forced(&crew) <= gil_switches(gil));
    gil_free(gil);
}

/* What lock_bands measures beside the real protocol must be a lock all the same. */
static void check_without_forced_switch(int size, void (*duty)(struct member *)) {
    struct gil *gil = gil_new_without_forced_switch(100 * US);
    struct crew crew;
    check_exclusion(&crew, gil, size, duty);
    gil_free(gil);
}

static void check_all_kinds(int size, void (*duty)(struct member *)) {
    static const uint64_t intervals_ns[] = {100 * US, 1000 * US, 5000 * US,
                                            1000000 * UINT64_C(1000)};
    for (size_t i = 0; i < sizeof intervals_ns / sizeof *intervals_ns; i++)
        check_protocol(gil_new(GIL_CPYTHON, intervals_ns[i]), size, duty);
    check_protocol(gil_new(GIL_MUTEX, 0), size, duty);
    check_without_forced_switch(size, duty);
}

static void test_computing(void **state) {
    (void)state;
    check_all_kinds(2, compute);
    check_all_kinds(8, compute);
}

static void test_short_tasks(void **state) {
    (void)state;
    check_all_kinds(2, short_tasks);
    check_all_kinds(16, short_tasks);
}

static void test_mixed_tasks(void **state) {
    (void)state;
    check_all_kinds(16, mixed_tasks);
}

#define GUARDED(test) cmocka_unit_test_setup_teardown(test, watchdog_start, watchdog_stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        GUARDED(test_computing),
        GUARDED(test_short_tasks),
        GUARDED(test_mixed_tasks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
