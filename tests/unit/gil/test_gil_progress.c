/* Nobody starves, and the lock comes to its end whatever order workers finish in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crew.h"

enum { US = 1000, WINDOW_SWITCHES = 400, ROUNDS = 40 };

/* Guarded by the lock. */
static int arrived;
static uint64_t window_end;
static bool forced_in_window[CREW_MAX];

/*
 * Computes until all have come, then through a window of many switches. Whoever has a turn in the
 * window works until it is forced to give way.
 */
static void compute_through_window(struct member *member) {
    struct crew *crew = member->crew;
    member_enter(member);
    if (++arrived == crew->size)
        window_end = gil_switches(crew->gil) + WINDOW_SWITCHES;
    while (arrived < crew->size)
        member_work(member);
    const uint64_t forced = member->seat.forced;
    while (gil_switches(crew->gil) < window_end)
        member_work(member);
    forced_in_window[member->number] = member->seat.forced > forced;
    member_leave(member);
}

static void check_all_progress(uint64_t interval_ns) {
    struct gil *gil = gil_new(GIL_CPYTHON, interval_ns);
    struct crew crew;
    crew_init(&crew, gil, 8);
    arrived = 0;
    crew_run(&crew, compute_through_window);
    for (int i = 0; i < crew.size; i++)
        assert_true(forced_in_window[i]);
    gil_free(gil);
}

static void test_nobody_starves(void **state) {
    (void)state;
    check_all_progress(100 * US);
    check_all_progress(2000 * US);
}

/* Work that grows with the number, falls with it, or is the same for all; the first has none. */
static int share_rising(int number) {
    return number * 10;
}

static int share_falling(int number) {
    return (CREW_MAX - 1 - number) * 10;
}

static int share_scattered(int number) {
    return number * 7 % CREW_MAX * 10;
}

static int share_equal(int number) {
    return number > 0 ? 50 : 0;
}

static int (*share)(int number);

static void do_share(struct member *member) {
    const int batches = share(member->number);
    if (batches == 0)
        return; /* a worker that never comes to the lock */
    member_enter(member);
    for (int i = 1; i < batches; i++)
        member_work(member);
    member_leave(member);
}

static void check_ending(enum gil_kind kind, uint64_t interval_ns) {
    struct gil *gil = gil_new(kind, interval_ns);
    for (int round = 0; round < ROUNDS; round++) {
        struct crew crew;
        crew_init(&crew, gil, CREW_MAX);
        crew_run(&crew, do_share);
        assert_int_equal(crew_violations(&crew), 0);
    }
    gil_free(gil);
}

static void test_workers_end_in_any_order(void **state) {
    (void)state;
    static int (*const shares[])(int) = {share_rising, share_falling, share_scattered, share_equal};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        share = shares[i];
        check_ending(GIL_CPYTHON, 100 * US);
        check_ending(GIL_CPYTHON, NEVER_NS);
        check_ending(GIL_MUTEX, 0);
    }
}

static void come_and_go(struct member *member) {
    member_enter(member);
    member_leave(member);
}

static void do_nothing(struct member *member) {
    (void)member;
}

static void test_workers_with_nothing_to_do(void **state) {
    (void)state;
    for (int kind = GIL_MUTEX; kind <= GIL_CPYTHON; kind++) {
        struct gil *gil = gil_new(kind, NEVER_NS);
        struct crew crew;
        crew_init(&crew, gil, CREW_MAX);
        crew_run(&crew, do_nothing);
        assert_int_equal(gil_switches(gil), 0);
        crew_run(&crew, come_and_go);
        assert_int_equal(gil_switches(gil), CREW_MAX - 1);
        assert_int_equal(crew_violations(&crew), 0);
        assert_int_equal(crew_forced(&crew), 0);
        gil_free(gil);
    }
}

/* All but the first leave after one batch; the first goes on alone and must not wait for anybody.
 */
static void outlast_the_others(struct member *member) {
    member_enter(member);
    member_work(member);
    if (member->number == 0)
        while (member->crew->room.visits < 1000)
            member_work(member);
    member_leave(member);
}

static void test_the_last_one_goes_on_alone(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct gil *gil = gil_new(GIL_CPYTHON, 100 * US);
        struct crew crew;
        crew_init(&crew, gil, 4);
        crew_run(&crew, outlast_the_others);
        assert_int_equal(crew_violations(&crew), 0);
        gil_free(gil);
    }
}

#define GUARDED(test) cmocka_unit_test_setup_teardown(test, watchdog_start, watchdog_stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        GUARDED(test_nobody_starves),
        GUARDED(test_workers_end_in_any_order),
        GUARDED(test_workers_with_nothing_to_do),
        GUARDED(test_the_last_one_goes_on_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
