#include "waiting.h"

#include "clock.h"

#include <sched.h>

enum { SPINS = 2000, YIELDS_PER_LOOK = 256 };

static bool there(const _Atomic uint64_t *word, uint64_t wanted) {
    return atomic_load_explicit(word, memory_order_acquire) == wanted;
}

bool waiting_for(const _Atomic uint64_t *word, uint64_t wanted) {
    for (int i = 0; i < SPINS; i++)
        if (there(word, wanted))
            return true;
    const uint64_t until_ns = clock_wall_ns() + WAITING_LIMIT_NS;
    do {
        for (int i = 0; i < YIELDS_PER_LOOK; i++) {
            if (there(word, wanted))
                return true;
            sched_yield();
        }
    } while (clock_wall_ns() < until_ns);
    return false;
}
