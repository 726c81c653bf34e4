#include "word.h"

#include "clock.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not the _PRIVATE operations: the waiters may be other processes. */
static void futex(_Atomic uint32_t *word, int operation, uint32_t value) {
    syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

static bool has_changed(_Atomic uint32_t *word, uint32_t old) {
    return atomic_load_explicit(word, memory_order_acquire) != old;
}

static bool watch(_Atomic uint32_t *word, uint32_t old, uint32_t yield_ns) {
    const uint64_t until = clock_wall_ns() + yield_ns;
    do {
        if (has_changed(word, old))
            return true;
        sched_yield(); /* the one waited for may have been put on this PU */
    } while (clock_wall_ns() < until);
    return false;
}

void word_set(_Atomic uint32_t *word, uint32_t value) {
    atomic_store_explicit(word, value, memory_order_release);
    futex(word, FUTEX_WAKE, INT_MAX);
}

void word_wait(_Atomic uint32_t *word, uint32_t old, uint32_t yield_ns) {
    if (has_changed(word, old) || watch(word, old, yield_ns))
        return;
    while (!has_changed(word, old))
        futex(word, FUTEX_WAIT, old);
}
