/*
 * Sums and neighbours' data among workers that go step by step together (kernel.h, lockstep): R
 * ranks of T threads, worker index = rank T + thread. Threads of one process do both in shared
 * memory; ranks do them by messages (ranks.h), which thread 0 of each rank sends and receives
 * (MPI_THREAD_FUNNELED).
 *
 *   sum, one process     every thread puts its values where the others can read them; a barrier;
 *                        every thread adds up all of them
 *   sum, several         the same, but thread 0 alone adds up and asks the other ranks; a second
 *                        barrier; the others copy
 *   exchange             every thread puts its edges where its neighbours can read them and says
 *                        so; it waits for its two neighbours only. Thread 0 exchanges the edges of
 *                        the whole process with other ranks.
 *
 * What is put down lies in two places in turn, so that whoever is a step ahead overwrites nothing
 * that is still being read. With one thread per process nothing is copied.
 *
 * Waiting: looks, giving the PU away between looks, for LOCKSTEP_YIELD_NS, then sleeps; the same
 * for threads and ranks, crowded or not. A yield costs a worker that computes next to nothing,
 * while a wake-up takes longer than a step: measured with four ranks on two PUs and steps of 20 us,
 * 80 us per allreduce against 520 us asleep, and less processor time.
 */
#ifndef CONVOY_LOCKSTEP_H
#define CONVOY_LOCKSTEP_H

#include "barrier.h"
#include "exchange.h"
#include "ranks.h"

enum { LOCKSTEP_YIELD_NS = 2 * 1000 * 1000 };

/* Memory that grows as needed. */
struct lockstep_box {
    unsigned char *memory;
    size_t room;
};

/* What one thread puts down for the others. */
struct lockstep_seat {
    _Alignas(128) _Atomic uint32_t exchanged; /* exchanges whose edges lie ready, modulo 2^32 */
    struct lockstep_box edges[2];             /* for the previous worker, then for the next one */
    struct lockstep_box values[2];
    uint32_t sums; /* allreduces begun, modulo 2^32; its owner's */
};

/* One process's part. */
struct lockstep {
    const struct ranks *ranks;
    unsigned rank;    /* of this process */
    unsigned parts;   /* ranks that take part: 0 .. parts-1 */
    unsigned threads; /* of this process that take part; 0: none */
    struct barrier barrier;
    struct lockstep_seat *seats;
    struct lockstep_box inbox;                /* the next rank's edge, for the last thread */
    _Alignas(128) _Atomic uint32_t delivered; /* exchanges whose inbox lies ready */
};

/*
 * For the first `workers` of all workers, threads_per_rank in each rank. Collective: thread 0 of
 * every rank, also of those that take no part.
 */
void lockstep_open(struct lockstep *, const struct ranks *, unsigned rank,
                   unsigned threads_per_rank, unsigned workers);
void lockstep_close(struct lockstep *);

/* env->allreduce and env->exchange of one thread: 0 .. threads-1. */
void lockstep_allreduce(struct lockstep *, unsigned thread, uint64_t *values, size_t count);
void lockstep_exchange(struct lockstep *, unsigned thread, const struct exchange *);

#endif
