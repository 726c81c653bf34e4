/* Workers that block give the lock back, get it again, and hold up nobody meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"
#include "crew.h"

#define SECOND_NS UINT64_C(1000000000)

enum { CALLS = 20, US = 1000, CALL_NS = 2000 * US };

static void block_only(struct member *member) {
    member_enter(member);
    for (int call = 0; call < CALLS; call++)
        member_block(member, CALL_NS);
    member_leave(member);
}

/*
 * Eight workers that only block overlap: their wall time is far below the sum of their sleeps, as
 * they measured them. The sum grows with the load of the machine as the wall time does; 60 % where
 * 12.5 % are ideal leaves room for all of it. With a lock that comes back only after the interval,
 * one second, the wall time would be a multiple of the sum.
 */
static void check_overlap(struct gil *gil) {
    struct crew crew;
    crew_init(&crew, gil, 8);
    const uint64_t begin_ns = clock_wall_ns();
    crew_run(&crew, block_only);
    const uint64_t wall_ns = clock_wall_ns() - begin_ns;
    uint64_t blocked_ns = 0;
    for (int i = 0; i < crew.size; i++)
        blocked_ns += crew.members[i].blocked_ns;
    assert_int_equal(crew_violations(&crew), 0);
    assert_true(wall_ns < blocked_ns * 6 / 10);
    gil_free(gil);
}

static void test_blocking_calls_overlap(void **state) {
    (void)state;
    check_overlap(gil_new(GIL_CPYTHON, SECOND_NS));
    check_overlap(gil_new(GIL_CPYTHON, 100 * US));
    check_overlap(gil_new(GIL_MUTEX, 0));
}

/* Drops must wake waiters by themselves: with this interval, nobody gets the lock by a time-out. */
static void test_no_wake_up_is_lost(void **state) {
    (void)state;
    struct gil *gil = gil_new(GIL_CPYTHON, NEVER_NS);
    struct crew crew;
    crew_init(&crew, gil, CREW_MAX);
    crew_run(&crew, block_only);
    assert_int_equal(crew_violations(&crew), 0);
    assert_int_equal(crew_forced(&crew), 0);
    gil_free(gil);
}

/*
 * Half of the crew computes until the other half, which blocks, is done. As one is computing when
 * the first one comes to block, nobody gets in without asking.
 */
static void compute_or_block(struct member *member) {
    const bool computes = member->number % 2 == 0;
    while (!computes && !atomic_load(&member->crew->started))
        clock_sleep_ns(100 * US);
    member_enter(member);
    atomic_store(&member->crew->started, true);
    if (computes)
        while (!atomic_load(&member->crew->stop))
            member_work(member);
    else
        for (int call = 0; call < CALLS; call++)
            member_block(member, 100 * US);
    if (member->number == member->crew->size - 1)
        atomic_store(&member->crew->stop, true);
    member_leave(member);
}

static void test_blocking_beside_computing(void **state) {
    (void)state;
    static const uint64_t intervals_ns[] = {100 * US, 2000 * US};
    for (size_t i = 0; i < sizeof intervals_ns / sizeof *intervals_ns; i++) {
        for (int size = 2; size <= 8; size += 6) {
            struct gil *gil = gil_new(GIL_CPYTHON, intervals_ns[i]);
            struct crew crew;
            crew_init(&crew, gil, size);
            const uint64_t begin_ns = clock_wall_ns();
            crew_run(&crew, compute_or_block);
            const uint64_t wall_ns = clock_wall_ns() - begin_ns;
            assert_int_equal(crew_violations(&crew), 0);
            assert_true(crew_forced(&crew) > 0);
            assert_true(crew_forced(&crew) <= gil_switches(gil));
            assert_true(crew_wait_ns(&crew) > 0);
            /* A request comes a whole interval after the last switch, however many are waiting. */
            assert_true((crew_forced(&crew) - 1) * intervals_ns[i] <= wall_ns);
            gil_free(gil);
        }
    }
}

/* Goes to block at the very moment when somebody asks. */
static void block_when_asked(struct member *member) {
    member_enter(member);
    while (!atomic_load(&member->crew->stop)) {
        member_work_until_asked(member);
        member_block(member, 300 * US);
        if (gil_switches(member->crew->gil) > 300)
            atomic_store(&member->crew->stop, true);
    }
    member_leave(member);
}

static void test_blocking_while_asked(void **state) {
    (void)state;
    struct gil *gil = gil_new(GIL_CPYTHON, 100 * US);
    struct crew crew;
    crew_init(&crew, gil, 5);
    crew_run(&crew, block_when_asked);
    assert_int_equal(crew_violations(&crew), 0);
    assert_true(crew_forced(&crew) > 0);
    gil_free(gil);
}

#define GUARDED(test) cmocka_unit_test_setup_teardown(test, watchdog_start, watchdog_stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        GUARDED(test_blocking_calls_overlap),
        GUARDED(test_no_wake_up_is_lost),
        GUARDED(test_blocking_beside_computing),
        GUARDED(test_blocking_while_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
