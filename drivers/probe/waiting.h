/* Waiting for another worker to change a number in shared memory, never for ever. */
#ifndef CONVOY_WAITING_H
#define CONVOY_WAITING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Whoever has not come after this time never will. */
#define WAITING_LIMIT_NS (UINT64_C(60) * 1000 * 1000 * 1000)

/*
 * Until *word is `wanted` (acquire): spins for some microseconds, then yields between looks, since
 * the other may have been put on this PU. False after WAITING_LIMIT_NS.
 */
bool waiting_for(const _Atomic uint64_t *word, uint64_t wanted);

#endif
