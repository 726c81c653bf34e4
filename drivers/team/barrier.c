#include "barrier.h"

#include "clock.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

void barrier_init(struct barrier *barrier, uint32_t parties, uint32_t spin_ns) {
    barrier->parties = parties;
    barrier->spin_ns = spin_ns;
    atomic_init(&barrier->arrived, 0);
    atomic_init(&barrier->phase, 0);
}

static void futex(_Atomic uint32_t *word, int operation, uint32_t value) {
    syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

static bool spin(struct barrier *barrier, uint32_t phase) {
    const uint64_t until = clock_wall_ns() + barrier->spin_ns;
    do {
        if (atomic_load_explicit(&barrier->phase, memory_order_acquire) != phase)
            return true;
        sched_yield(); /* the one waited for may have been put on this PU */
    } while (clock_wall_ns() < until);
    return false;
}

static void release(struct barrier *barrier, uint32_t phase) {
    atomic_store_explicit(&barrier->arrived, 0, memory_order_relaxed);
    barrier->released_ns = clock_wall_ns();
    atomic_store_explicit(&barrier->phase, phase + 1, memory_order_release);
    /* Not FUTEX_WAKE_PRIVATE: the waiters may be other processes. */
    futex(&barrier->phase, FUTEX_WAKE, INT_MAX);
}

uint64_t barrier_wait(struct barrier *barrier) {
    const uint32_t phase = atomic_load_explicit(&barrier->phase, memory_order_acquire);
    if (atomic_fetch_add_explicit(&barrier->arrived, 1, memory_order_acq_rel) + 1 ==
        barrier->parties) {
        release(barrier, phase);
    } else if (!spin(barrier, phase)) {
        while (atomic_load_explicit(&barrier->phase, memory_order_acquire) == phase)
            futex(&barrier->phase, FUTEX_WAIT, phase);
    }
    return barrier->released_ns;
}
