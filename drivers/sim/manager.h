/*
 * The counter of a dynamic schedule in a simulation: one more rank than workers, on a core of its
 * own, that answers one request after the other by messages, as a manager does. convoy-mpi itself
 * counts in shared memory or in a window; simulated windows are practical up to 128 ranks only.
 */
#ifndef CONVOY_MANAGER_H
#define CONVOY_MANAGER_H

#include <stdint.h>

/* struct ranks: counter_reset and counter_add. */
void manager_reset(void);
uint64_t manager_add(uint64_t step);

#endif
