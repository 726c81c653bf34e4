/*
 * A crew for tests of the lock: threads that share one lock and a room that only its holder may be
 * in. Members count what goes wrong instead of failing on the spot, because cmocka can only leave a
 * test from the thread that runs it.
 */
#ifndef CONVOY_CREW_H
#define CONVOY_CREW_H

#include "gil.h"

enum { CREW_MAX = 16, NOBODY = -1 };

/* A switch interval so long that a test which has to wait for it ends by the watchdog. */
#define NEVER_NS (UINT64_C(1000) * 1000000000)

/*
 * What the lock protects. Plain fields on purpose: under ThreadSanitizer every unordered access to
 * them is an error too. Volatile, so that every access is made.
 */
struct room {
    volatile int occupant;    /* the member inside, or NOBODY */
    volatile int last;        /* who came in last, or NOBODY */
    volatile uint64_t visits; /* how often somebody came in */
};

struct crew;

struct member {
    _Alignas(128) struct gil_seat seat; /* apart from the other members' */
    struct crew *crew;
    int number;          /* 0 .. size-1 */
    uint64_t violations; /* times another one was inside too */
    uint64_t unanswered; /* times it was forced to give way and nobody else came in */
    uint64_t batches;    /* batches worked */
    uint64_t blocked_ns; /* time spent in member_block outside the lock */
};

struct crew {
    struct gil *gil;
    struct room room;
    atomic_bool started, stop; /* for duties that wait for each other or have no end of their own */
    int size;
    struct member members[CREW_MAX];
};

/* The lock stays the caller's. */
void crew_init(struct crew *, struct gil *, int size);

/* Runs duty in one thread per member and waits for all of them. */
void crew_run(struct crew *, void (*duty)(struct member *));

/* Sums over all members. */
uint64_t crew_violations(const struct crew *);
uint64_t crew_unanswered(const struct crew *);
uint64_t crew_batches(const struct crew *);
uint64_t crew_forced(const struct crew *);
uint64_t crew_wait_ns(const struct crew *);

/* Takes the lock and goes into the room; leaves the room and drops the lock. */
void member_enter(struct member *);
void member_leave(struct member *);

/* One short batch inside the room, checked, and a look at the lock after it. */
void member_work(struct member *);

/* Leaves, sleeps and enters again, as a worker around a blocking call. */
void member_block(struct member *, uint64_t duration_ns);

/* Works without looking until somebody asks for the lock (GIL_CPYTHON) or the crew is to stop. */
void member_work_until_asked(struct member *);

/* setup for cmocka: a test that hangs ends the program by SIGALRM. */
int watchdog_start(void **state);
int watchdog_stop(void **state);

#endif
