/* The barrier, among threads and among processes, with and without spinning, crowded or not. */
#include "cmocka_head.h"

#include "barrier.h"
#include "clock.h"
#include "team.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PARTIES_MAX = 12, ROUNDS = 400 };

/* What all parties see. */
struct meeting {
    struct barrier barrier;
    _Atomic unsigned here; /* arrivals, all rounds */
    _Atomic unsigned faults;
    uint64_t released_ns[2][PARTIES_MAX]; /* of this round and the one before */
};

/* In every round: nobody is released before all have arrived, and all hear the same time. */
static void meet(unsigned party, void *argument) {
    struct meeting *meeting = argument;
    const unsigned parties = meeting->barrier.parties;
    uint64_t last_ns = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t *released_ns = meeting->released_ns[round % 2];
        const uint64_t before_ns = clock_wall_ns();
        meeting->here++;
        released_ns[party] = barrier_wait(&meeting->barrier);
        meeting->faults += meeting->here < (round + 1) * parties;
        meeting->faults += released_ns[party] < before_ns || released_ns[party] > clock_wall_ns();
        meeting->faults += released_ns[party] < last_ns;
        last_ns = barrier_wait(&meeting->barrier);
        for (unsigned other = 0; other < parties; other++)
            meeting->faults += released_ns[other] != released_ns[party];
        meeting->faults += meeting->here < (round + 1) * parties;
    }
}

static void check(const struct meeting *meeting) {
    assert_int_equal(meeting->faults, 0);
    assert_int_equal(meeting->here, ROUNDS * meeting->barrier.parties);
}

static void threads_meet(unsigned parties, uint32_t spin_ns) {
    static struct meeting meeting;
    memset(&meeting, 0, sizeof meeting);
    barrier_init(&meeting.barrier, parties, spin_ns);
    assert_int_equal(threads_plain.run(parties, meet, &meeting), parties);
    check(&meeting);
}

static void processes_meet(unsigned parties, uint32_t spin_ns) {
    struct meeting *meeting =
        mmap(NULL, sizeof *meeting, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(meeting != MAP_FAILED);
    barrier_init(&meeting->barrier, parties, spin_ns);
    for (unsigned party = 1; party < parties; party++)
        if (fork() == 0) {
            meet(party, meeting);
            _exit(0);
        }
    meet(0, meeting);
    for (unsigned party = 1; party < parties; party++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    check(meeting);
    munmap(meeting, sizeof *meeting);
}

static const struct {
    unsigned parties;
    uint32_t spin_ns;
} cases[] = {{1, 0},           {1, 50000},         {2, 0}, {2, 50000}, {3, 1000},
             {PARTIES_MAX, 0}, {PARTIES_MAX, 2000}};

static void test_threads(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        threads_meet(cases[i].parties, cases[i].spin_ns);
}

static void test_processes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        processes_meet(cases[i].parties, cases[i].spin_ns);
}

/* The phase is counted in 32 bits and runs over in a long measurement. */
static void test_phase_runs_over(void **state) {
    (void)state;
    static struct meeting meeting;
    memset(&meeting, 0, sizeof meeting);
    barrier_init(&meeting.barrier, 3, 0);
    meeting.barrier.phase = UINT32_MAX - 20;
    assert_int_equal(threads_plain.run(3, meet, &meeting), 3);
    check(&meeting);
}

/* Who waits for a slow one sleeps: no processor time goes into a long wait. */
static void wait_for_the_slow_one(unsigned party, void *argument) {
    enum { SLOW_NS = 60 * 1000 * 1000 };
    struct meeting *meeting = argument;
    const uint64_t cpu_ns = clock_thread_cpu_ns();
    if (party == 0)
        clock_sleep_ns(SLOW_NS);
    barrier_wait(&meeting->barrier);
    meeting->faults += clock_thread_cpu_ns() - cpu_ns > SLOW_NS / 2;
}

static void test_waiting_is_sleeping(void **state) {
    (void)state;
    static struct meeting meeting;
    memset(&meeting, 0, sizeof meeting);
    barrier_init(&meeting.barrier, 2, 50000);
    assert_int_equal(threads_plain.run(2, wait_for_the_slow_one, &meeting), 2);
    assert_int_equal(meeting.faults, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_processes),
        cmocka_unit_test(test_phase_runs_over),
        cmocka_unit_test(test_waiting_is_sleeping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
