/*
 * For tests and benchmarks of the lock only. The lock's figures agree with CPython's because of the
 * forced switch; tests/bench/lock_bands shows that by switching it off and watching the figures
 * leave their bands. No program offers this: it would emulate an interpreter that does not exist.
 */
#ifndef CONVOY_GIL_INTERNAL_H
#define CONVOY_GIL_INTERNAL_H

#include "gil.h"

/* GIL_CPYTHON whose holder, asked to drop the lock, may take it back at once. As gil_new otherwise.
 */
struct gil *gil_new_without_forced_switch(uint64_t interval_ns);

/* Whether the holder has been asked to act at its next look. Any thread. */
static inline bool gil_is_requested(const struct gil *gil) {
    const struct gil_head *head = (const struct gil_head *)gil;
    return atomic_load_explicit(&head->drop_request, memory_order_relaxed);
}

#endif
