#include "barrier.h"

#include "clock.h"
#include "word.h"

void barrier_init(struct barrier *barrier, uint32_t parties, uint32_t spin_ns) {
    barrier->parties = parties;
    barrier->spin_ns = spin_ns;
    atomic_init(&barrier->arrived, 0);
    atomic_init(&barrier->phase, 0);
}

uint64_t barrier_wait(struct barrier *barrier) {
    const uint32_t phase = atomic_load_explicit(&barrier->phase, memory_order_acquire);
    if (atomic_fetch_add_explicit(&barrier->arrived, 1, memory_order_acq_rel) + 1 ==
        barrier->parties) {
        atomic_store_explicit(&barrier->arrived, 0, memory_order_relaxed);
        barrier->released_ns = clock_wall_ns();
        word_set(&barrier->phase, phase + 1);
    } else {
        word_wait(&barrier->phase, phase, barrier->spin_ns);
    }
    return barrier->released_ns;
}
