/*
 * The barrier of all workers of one node, threads and ranks alike: it lives in memory they share.
 * Waiters first spin for a moment (a wake-up costs tens of microseconds), then sleep in the kernel,
 * so that waiting for a slow worker takes no processor time away from it. A sense-reversing central
 * barrier (Mellor-Crummey & Scott, ACM TOCS 9(1), 1991) over futex(2).
 */
#ifndef CONVOY_BARRIER_H
#define CONVOY_BARRIER_H

#include <stdatomic.h>
#include <stdint.h>

struct barrier {
    uint32_t parties;
    uint32_t spin_ns; /* how long to spin before sleeping; 0 where workers outnumber PUs */
    _Alignas(128) _Atomic uint32_t arrived;
    /* On its own cache line: waiters read it all the time while arrivals write `arrived`. */
    _Alignas(128) _Atomic uint32_t phase;
    uint64_t released_ns;
};

/* Not while anybody waits. */
void barrier_init(struct barrier *, uint32_t parties, uint32_t spin_ns);

/*
 * Waits for all parties. Returns the clock (clock_wall_ns) at which the last one arrived, the same
 * value to all of them; it stays valid until the next barrier.
 */
uint64_t barrier_wait(struct barrier *);

#endif
