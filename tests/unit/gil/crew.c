#include "crew.h"

#include "check.h"
#include "clock.h"
#include "gil_internal.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

enum { WATCHDOG_S = 50, STEPS_PER_BATCH = 2000 };

void crew_init(struct crew *crew, struct gil *gil, int size) {
    CHECK(size <= CREW_MAX);
    memset(crew, 0, sizeof *crew);
    crew->gil = gil;
    crew->size = size;
    crew->room = (struct room){.occupant = NOBODY, .last = NOBODY};
    for (int i = 0; i < size; i++) {
        crew->members[i].crew = crew;
        crew->members[i].number = i;
    }
}

struct errand {
    struct member *member;
    void (*duty)(struct member *);
};

static void *errand_run(void *argument) {
    const struct errand *errand = argument;
    errand->duty(errand->member);
    return NULL;
}

void crew_run(struct crew *crew, void (*duty)(struct member *)) {
    pthread_t threads[CREW_MAX];
    struct errand errands[CREW_MAX];
    for (int i = 0; i < crew->size; i++) {
        errands[i] = (struct errand){.member = &crew->members[i], .duty = duty};
        CHECK(pthread_create(&threads[i], NULL, errand_run, &errands[i]) == 0);
    }
    for (int i = 0; i < crew->size; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

uint64_t crew_violations(const struct crew *crew) {
    uint64_t sum = 0;
    for (int i = 0; i < crew->size; i++)
        sum += crew->members[i].violations;
    return sum;
}

uint64_t crew_unanswered(const struct crew *crew) {
    uint64_t sum = 0;
    for (int i = 0; i < crew->size; i++)
        sum += crew->members[i].unanswered;
    return sum;
}

uint64_t crew_batches(const struct crew *crew) {
    uint64_t sum = 0;
    for (int i = 0; i < crew->size; i++)
        sum += crew->members[i].batches;
    return sum;
}

uint64_t crew_forced(const struct crew *crew) {
    uint64_t sum = 0;
    for (int i = 0; i < crew->size; i++)
        sum += crew->members[i].seat.forced;
    return sum;
}

uint64_t crew_wait_ns(const struct crew *crew) {
    uint64_t sum = 0;
    for (int i = 0; i < crew->size; i++)
        sum += crew->members[i].seat.wait_ns;
    return sum;
}

static void expect(struct member *member, bool right) {
    member->violations += !right;
}

static void come_in(struct member *member) {
    struct room *room = &member->crew->room;
    expect(member, room->occupant == NOBODY);
    room->occupant = member->number;
    room->last = member->number;
    room->visits++;
}

static void go_out(struct member *member) {
    struct room *room = &member->crew->room;
    expect(member, room->occupant == member->number);
    room->occupant = NOBODY;
}

/* What a forced switch promises: whoever gave way finds that somebody else has been in since. */
static void expect_successor(struct member *member, uint64_t forced_before) {
    if (member->seat.forced != forced_before)
        member->unanswered += member->crew->room.last == member->number;
}

void member_enter(struct member *member) {
    gil_take(member->crew->gil, &member->seat);
    come_in(member);
}

void member_leave(struct member *member) {
    go_out(member);
    gil_drop(member->crew->gil, &member->seat);
}

static void batch(struct member *member) {
    for (volatile int step = 0; step < STEPS_PER_BATCH; step++)
        ;
    expect(member, member->crew->room.occupant == member->number);
    member->batches++;
}

void member_work(struct member *member) {
    batch(member);
    const uint64_t forced = member->seat.forced;
    go_out(member);
    gil_look(member->crew->gil, &member->seat);
    expect_successor(member, forced);
    come_in(member);
}

void member_block(struct member *member, uint64_t duration_ns) {
    const uint64_t forced = member->seat.forced;
    member_leave(member);
    const uint64_t begin_ns = clock_wall_ns();
    clock_sleep_ns(duration_ns);
    member->blocked_ns += clock_wall_ns() - begin_ns;
    gil_take(member->crew->gil, &member->seat);
    expect_successor(member, forced);
    come_in(member);
}

void member_work_until_asked(struct member *member) {
    while (!gil_is_requested(member->crew->gil) && !atomic_load(&member->crew->stop)) {
        batch(member);
        sched_yield(); /* on a single processor the one who asks must get there */
    }
}

int watchdog_start(void **state) {
    (void)state;
    alarm(WATCHDOG_S);
    return 0;
}

int watchdog_stop(void **state) {
    (void)state;
    alarm(0);
    return 0;
}
