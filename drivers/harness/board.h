/*
 * What all workers of one node share while they measure: it lies in ordinary memory for threads and
 * in an MPI shared window for ranks, and is the same struct for both.
 */
#ifndef CONVOY_BOARD_H
#define CONVOY_BOARD_H

#include "barrier.h"
#include "deal.h"
#include "fault.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* What the root decided; the same for everybody. */
struct decision {
    uint64_t rows_done; /* of the configuration that comes, already in the file */
    bool stop;          /* measure nothing more */
};

struct board {
    struct barrier barrier;
    /* On a line of its own: written by all workers under dynamic schedules. */
    _Alignas(128) _Atomic uint64_t next_chunk;
    _Alignas(128) struct pool pool; /* the same where there are several nodes, see deal.h */
    /*
     * Two in turn: while slow workers still read one, the next may be written. The one after that
     * cannot, since there is a barrier between any two.
     */
    _Alignas(128) struct decision decisions[2];
    _Alignas(128) pthread_mutex_t critical; /* kernels' critical_begin and _end; process-shared */
    _Alignas(128) unsigned char kernel_shared[]; /* struct kernel: shared_bytes */
};

/* Bytes of a board with that much kernel memory. */
size_t board_bytes(size_t kernel_shared_bytes);

/* By the first rank of a node, before anybody uses it. `memory` is zeroed and page-aligned. */
struct board *board_init(void *memory, unsigned workers_on_node, uint32_t spin_ns);

#endif
