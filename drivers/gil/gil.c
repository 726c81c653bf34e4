/*
 * Both locks, told in words.
 *
 * mutex. gil_take locks a mutex, gil_drop unlocks it, and every gil_look does both. glibc's mutex
 * is not fair: unlocking wakes one sleeper but does not hand the mutex over, and the worker that
 * unlocks is running and mostly has it back before the sleeper is on a processor. Who waits is
 * served by chance after some number of batches, and nothing bounds that number. There is no convoy
 * effect, because there is no interval to sit out: a worker coming back from a blocking call has a
 * new chance at the end of every batch. Often it waits for microseconds only, sometimes for much
 * longer than CPython's interval.
 *
 * cpython. Whoever finds the lock taken sleeps for one switch interval at a time. If a whole
 * interval went by without a change of holder, it raises the drop request and sleeps on. The holder
 * sees the request at its next look, frees the lock, wakes one sleeper and - the forced switch -
 * waits until somebody else has taken the lock. Otherwise the holder, which is running, would beat
 * the sleeper, which has to be woken first, nearly every time. Taking the lock clears the request;
 * the next waiter sits out an interval of its own.
 *
 * CPython guards the forced switch by a second mutex. Here one mutex guards everything, and a
 * request is read and cleared only under it. Hence whenever a request is up, nobody has taken the
 * lock since it was raised, so that the one who raised it is still waiting in gil_take and will
 * leave only with the lock: the forced switch always ends, in whatever order workers finish.
 */
#include "gil.h"
#include "gil_internal.h"

#include "check.h"
#include "clock.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

const char *const gil_kind_names[] = {"off", "mutex", "cpython", NULL};

/*
 * Twice the line of today's processors, because they fetch lines in pairs (Intel 64 and IA-32
 * Architectures Optimization Reference Manual, "adjacent cache line prefetch").
 */
enum { APART_BYTES = 128 };

struct gil {
    /*
     * The holder reads this after every batch; it is written only when a request comes or goes.
     * What waiters write all the time lies apart, else each of their wake-ups would slow the holder
     * down.
     */
    struct gil_head head;
    enum gil_kind kind;
    bool forced_switch;
    uint64_t interval_ns;
    char apart[APART_BYTES];

    /*
     * GIL_MUTEX: held while a worker computes. GIL_CPYTHON: guards the fields below for a moment,
     * and the lock itself is `holder`.
     */
    pthread_mutex_t mutex;
    pthread_cond_t freed;               /* GIL_CPYTHON: signalled when holder becomes NULL */
    pthread_cond_t taken;               /* GIL_CPYTHON: signalled when holder becomes somebody */
    const struct gil_seat *holder;      /* NULL: free */
    const struct gil_seat *last_holder; /* only compared: its seat may be gone */
    _Atomic uint64_t switches;          /* written under the mutex, read by anybody */
};

/* Makes a condition whose deadlines are read on the clock of clock.h, which nobody can set. */
static void condition_init(pthread_cond_t *condition) {
    pthread_condattr_t monotonic;
    CHECK(pthread_condattr_init(&monotonic) == 0);
    CHECK(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(condition, &monotonic) == 0);
    pthread_condattr_destroy(&monotonic);
}

struct gil *gil_new(enum gil_kind kind, uint64_t interval_ns) {
    _Static_assert(offsetof(struct gil, head) == 0, "gil_look reads the head through struct gil *");
    if (kind == GIL_OFF)
        return NULL;
    CHECK(kind == GIL_MUTEX || interval_ns > 0);
    struct gil *gil = must_alloc(sizeof *gil);
    gil->kind = kind;
    gil->forced_switch = true;
    gil->interval_ns = interval_ns;
    atomic_init(&gil->head.drop_request, kind == GIL_MUTEX);
    atomic_init(&gil->switches, 0);
    CHECK(pthread_mutex_init(&gil->mutex, NULL) == 0);
    condition_init(&gil->freed);
    condition_init(&gil->taken);
    return gil;
}

struct gil *gil_new_without_forced_switch(uint64_t interval_ns) {
    struct gil *gil = gil_new(GIL_CPYTHON, interval_ns);
    gil->forced_switch = false;
    return gil;
}

void gil_free(struct gil *gil) {
    if (!gil)
        return;
    CHECK(!gil->holder);
    pthread_cond_destroy(&gil->taken);
    pthread_cond_destroy(&gil->freed);
    pthread_mutex_destroy(&gil->mutex);
    free(gil);
}

uint64_t gil_switches(const struct gil *gil) {
    return atomic_load_explicit(&gil->switches, memory_order_relaxed);
}

/* Writes down who holds the lock. Under the mutex, so that load and store need no atomic increment.
 */
static void holder_set(struct gil *gil, const struct gil_seat *seat) {
    gil->holder = seat;
    if (gil->last_holder == seat)
        return;
    if (gil->last_holder)
        atomic_store_explicit(&gil->switches, gil_switches(gil) + 1, memory_order_relaxed);
    gil->last_holder = seat;
}

static void request_set(struct gil *gil, bool requested) {
    atomic_store_explicit(&gil->head.drop_request, requested, memory_order_relaxed);
}

static void mutex_take(struct gil *gil, struct gil_seat *seat) {
    if (pthread_mutex_trylock(&gil->mutex) != 0) {
        const uint64_t begin_ns = clock_wall_ns();
        pthread_mutex_lock(&gil->mutex);
        seat->wait_ns += clock_wall_ns() - begin_ns;
    }
    holder_set(gil, seat);
}

static void mutex_drop(struct gil *gil, const struct gil_seat *seat) {
    CHECK(gil->holder == seat);
    gil->holder = NULL;
    pthread_mutex_unlock(&gil->mutex);
}

/* Sleeps until the condition is signalled, at most one interval; true if the interval ran out. */
static bool interval_wait(struct gil *gil, pthread_cond_t *condition) {
    const uint64_t end_ns = clock_wall_ns() + gil->interval_ns;
    const struct timespec end = {
        .tv_sec = (time_t)(end_ns / UINT64_C(1000000000)),
        .tv_nsec = (long)(end_ns % UINT64_C(1000000000)),
    };
    return pthread_cond_timedwait(condition, &gil->mutex, &end) == ETIMEDOUT;
}

/*
 * Waits until the lock is free. Every wake-up starts a new interval, for whatever reason it came:
 * whoever was too late this time does not ask before it has waited in vain for a whole one again.
 */
static void freed_wait(struct gil *gil, struct gil_seat *seat) {
    const uint64_t begin_ns = clock_wall_ns();
    while (gil->holder) {
        const uint64_t switches = gil_switches(gil);
        const bool timed_out = interval_wait(gil, &gil->freed);
        if (timed_out && gil->holder && gil_switches(gil) == switches)
            request_set(gil, true);
    }
    seat->wait_ns += clock_wall_ns() - begin_ns;
}

static void cpython_take(struct gil *gil, struct gil_seat *seat) {
    pthread_mutex_lock(&gil->mutex);
    CHECK(gil->holder != seat);
    if (gil->holder)
        freed_wait(gil, seat);
    holder_set(gil, seat);
    request_set(gil, false);
    pthread_cond_signal(&gil->taken);
    pthread_mutex_unlock(&gil->mutex);
}

/*
 * The forced switch: waits until another worker has had the lock. It may have dropped it again by
 * the time this one wakes up, so the question is who was last, not who holds it. The one waiting
 * here does not take the lock meanwhile, therefore at most one worker waits at a time and one
 * signal suffices.
 */
static void successor_wait(struct gil *gil, struct gil_seat *seat) {
    const uint64_t begin_ns = clock_wall_ns();
    while (gil->last_holder == seat)
        interval_wait(gil, &gil->taken);
    seat->wait_ns += clock_wall_ns() - begin_ns;
}

static void cpython_drop(struct gil *gil, struct gil_seat *seat) {
    pthread_mutex_lock(&gil->mutex);
    CHECK(gil->holder == seat);
    gil->holder = NULL;
    pthread_cond_signal(&gil->freed);
    if (gil_is_requested(gil)) {
        seat->forced++;
        if (gil->forced_switch)
            successor_wait(gil, seat);
    }
    pthread_mutex_unlock(&gil->mutex);
}

void gil_take(struct gil *gil, struct gil_seat *seat) {
    if (gil->kind == GIL_MUTEX)
        mutex_take(gil, seat);
    else
        cpython_take(gil, seat);
}

void gil_drop(struct gil *gil, struct gil_seat *seat) {
    if (gil->kind == GIL_MUTEX)
        mutex_drop(gil, seat);
    else
        cpython_drop(gil, seat);
}

void gil_yield(struct gil *gil, struct gil_seat *seat) {
    gil_drop(gil, seat);
    gil_take(gil, seat);
}
