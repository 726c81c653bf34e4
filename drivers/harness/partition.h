/*
 * The one way in which work is cut into pieces: `count` things into `pieces` contiguous pieces
 * whose sizes differ by at most one, the larger ones first. Used for items into tasks, tasks into
 * shares of workers, memory into first touches, by threads and ranks alike.
 */
#ifndef CONVOY_PARTITION_H
#define CONVOY_PARTITION_H

#include "kernel.h"

/* Piece `index` of `pieces`; 0 <= index < pieces. Empty when there are more pieces than things. */
static inline struct range partition(uint64_t count, uint64_t pieces, uint64_t index) {
    const uint64_t each = count / pieces, rest = count % pieces;
    const uint64_t begin = index * each + (index < rest ? index : rest);
    return (struct range){begin, begin + each + (index < rest)};
}

#endif
