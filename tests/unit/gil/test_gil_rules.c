/* The rules of the lock that need no race: one thread, or two that wait for each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"
#include "crew.h"
#include "gil_internal.h"

enum { SHORT_NS = 100 * 1000 };

static void test_off_is_no_lock(void **state) {
    (void)state;
    assert_null(gil_new(GIL_OFF, 5000000));
    gil_free(NULL);
}

static void test_names_follow_the_kinds(void **state) {
    (void)state;
    assert_string_equal(gil_kind_names[GIL_OFF], "off");
    assert_string_equal(gil_kind_names[GIL_MUTEX], "mutex");
    assert_string_equal(gil_kind_names[GIL_CPYTHON], "cpython");
    assert_null(gil_kind_names[GIL_CPYTHON + 1]);
}

static void test_only_mutex_acts_at_every_look(void **state) {
    (void)state;
    struct gil *mutex = gil_new(GIL_MUTEX, 0);
    struct gil *cpython = gil_new(GIL_CPYTHON, NEVER_NS);
    struct gil_seat seat = {0};
    for (int round = 0; round < 3; round++) {
        gil_take(mutex, &seat);
        gil_look(mutex, &seat);
        assert_true(gil_is_requested(mutex));
        gil_drop(mutex, &seat);
        gil_take(cpython, &seat);
        gil_look(cpython, &seat);
        assert_false(gil_is_requested(cpython));
        gil_drop(cpython, &seat);
    }
    gil_free(mutex);
    gil_free(cpython);
}

/* A, A, B, A, B, B: the first holder follows nobody, and who comes again changes nothing. */
static void count_switches(struct gil *gil) {
    struct gil_seat a = {0}, b = {0};
    struct {
        struct gil_seat *seat;
        uint64_t switches;
    } const turns[] = {{&a, 0}, {&a, 0}, {&b, 1}, {&a, 2}, {&b, 3}, {&b, 3}};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        gil_take(gil, turns[i].seat);
        gil_look(gil, turns[i].seat);
        gil_drop(gil, turns[i].seat);
        assert_int_equal(gil_switches(gil), turns[i].switches);
    }
    assert_int_equal(a.forced + b.forced, 0);
    assert_int_equal(a.wait_ns + b.wait_ns, 0); /* nobody was in the way: no wait was timed */
    gil_free(gil);
}

static void test_switches_are_changes_of_holder(void **state) {
    (void)state;
    count_switches(gil_new(GIL_MUTEX, 0));
    count_switches(gil_new(GIL_CPYTHON, NEVER_NS));
    count_switches(gil_new_without_forced_switch(NEVER_NS));
}

/* Member 0 goes in first, then waits until the other one asks; the other one just comes and goes.
 */
static void wait_for_first(struct member *member) {
    while (!atomic_load(&member->crew->started))
        clock_sleep_ns(SHORT_NS);
}

static void give_way_when_asked(struct member *member, void (*give_way)(struct member *)) {
    if (member->number == 0) {
        member_enter(member);
        atomic_store(&member->crew->started, true);
        member_work_until_asked(member);
        give_way(member);
        return;
    }
    wait_for_first(member);
    member_enter(member);
    member_leave(member);
}

static void look_and_leave(struct member *member) {
    member_work(member);
    member_leave(member);
}

static void give_way_at_look(struct member *member) {
    give_way_when_asked(member, look_and_leave);
}

static void give_way_at_drop(struct member *member) {
    give_way_when_asked(member, member_leave);
}

static void block_and_leave(struct member *member) {
    member_block(member, SHORT_NS);
    member_leave(member);
}

static void give_way_at_block(struct member *member) {
    give_way_when_asked(member, block_and_leave);
}

static void check_one_forced_switch(void (*duty)(struct member *), uint64_t switches) {
    struct gil *gil = gil_new(GIL_CPYTHON, SHORT_NS);
    struct crew crew;
    crew_init(&crew, gil, 2);
    crew_run(&crew, duty);
    assert_int_equal(crew_violations(&crew), 0);
    assert_int_equal(crew_unanswered(&crew), 0);
    assert_int_equal(crew.members[0].seat.forced, 1);
    assert_int_equal(gil_switches(gil), switches);
    assert_true(crew.members[0].seat.wait_ns > 0);
    assert_true(crew.members[1].seat.wait_ns >= SHORT_NS); /* it asked after a whole interval */
    assert_false(gil_is_requested(gil));                   /* taking the lock clears the request */
    gil_free(gil);
}

/* The one who gave way is told when somebody has taken the lock; it need not find out by itself. */
static void test_forced_switch_ends_with_the_taking(void **state) {
    (void)state;
    const uint64_t second_ns = 1000000000;
    struct gil *gil = gil_new(GIL_CPYTHON, second_ns);
    struct crew crew;
    crew_init(&crew, gil, 2);
    crew_run(&crew, give_way_at_drop);
    assert_int_equal(crew.members[0].seat.forced, 1);
    assert_true(crew.members[0].seat.wait_ns < second_ns);
    gil_free(gil);
}

static void test_asked_holder_gives_way(void **state) {
    (void)state;
    check_one_forced_switch(give_way_at_look, 2);
    check_one_forced_switch(give_way_at_drop, 1);
    check_one_forced_switch(give_way_at_block, 2);
}

/* The first stays until the second waits, and longer; with such an interval nobody ever asks. */
static void keep_for_a_while(struct member *member) {
    if (member->number == 1)
        wait_for_first(member);
    member_enter(member);
    atomic_store(&member->crew->started, true);
    const uint64_t end_ns = clock_wall_ns() + 20 * 1000000;
    while (clock_wall_ns() < end_ns)
        member_work(member);
    member_leave(member);
}

static void test_nobody_asks_before_the_interval(void **state) {
    (void)state;
    struct gil *gil = gil_new(GIL_CPYTHON, NEVER_NS);
    struct crew crew;
    crew_init(&crew, gil, 2);
    crew_run(&crew, keep_for_a_while);
    assert_int_equal(crew_violations(&crew), 0);
    assert_int_equal(crew_forced(&crew), 0);
    assert_int_equal(gil_switches(gil), 1);
    gil_free(gil);
}

enum { LONG_NS = 100 * 1000 * 1000 };

static uint64_t given_up_ns, asked_ns; /* guarded by the lock */

/*
 * The first gives the lock up while the other two have waited for more than half of an interval.
 * The second has it then, until the third asks.
 */
static void ask_the_second(struct member *member) {
    const struct room *room = &member->crew->room;
    if (member->number != 0)
        wait_for_first(member);
    member_enter(member);
    atomic_store(&member->crew->started, true);
    if (room->visits == 1) {
        clock_sleep_ns(LONG_NS * 6 / 10);
        given_up_ns = clock_wall_ns();
    } else if (room->visits == 2) {
        member_work_until_asked(member);
        asked_ns = clock_wall_ns();
    }
    member_leave(member);
}

static void test_a_switch_starts_the_interval_anew(void **state) {
    (void)state;
    struct gil *gil = gil_new(GIL_CPYTHON, LONG_NS);
    struct crew crew;
    crew_init(&crew, gil, 3);
    crew_run(&crew, ask_the_second);
    assert_int_equal(crew_violations(&crew), 0);
    assert_true(asked_ns - given_up_ns >= LONG_NS);
    gil_free(gil);
}

/* What lock_bands leaves out of the bands must be a lock all the same. */
static void test_without_forced_switch_nobody_waits_for_a_successor(void **state) {
    (void)state;
    struct gil *gil = gil_new_without_forced_switch(SHORT_NS);
    struct crew crew;
    crew_init(&crew, gil, 2);
    crew_run(&crew, give_way_at_drop);
    assert_int_equal(crew_violations(&crew), 0);
    assert_int_equal(crew.members[0].seat.forced, 1);
    assert_int_equal(crew.members[0].seat.wait_ns, 0);
    gil_free(gil);
}

#define GUARDED(test) cmocka_unit_test_setup_teardown(test, watchdog_start, watchdog_stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        GUARDED(test_off_is_no_lock),
        GUARDED(test_names_follow_the_kinds),
        GUARDED(test_only_mutex_acts_at_every_look),
        GUARDED(test_switches_are_changes_of_holder),
        GUARDED(test_asked_holder_gives_way),
        GUARDED(test_forced_switch_ends_with_the_taking),
        GUARDED(test_nobody_asks_before_the_interval),
        GUARDED(test_a_switch_starts_the_interval_anew),
        GUARDED(test_without_forced_switch_nobody_waits_for_a_successor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
