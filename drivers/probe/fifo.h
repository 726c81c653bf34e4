/*
 * A bounded first-in-first-out queue for threads or for processes that share its memory: one mutex,
 * two conditions, a ring. Every call has the same moment as its limit, after which it gives up.
 */
#ifndef CONVOY_FIFO_H
#define CONVOY_FIFO_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct fifo_item {
    uint64_t producer, sequence; /* of that producer, from 0 */
    uint64_t put_ns;
};

struct fifo {
    pthread_mutex_t mutex;
    pthread_cond_t not_full, not_empty;
    struct timespec limit; /* CLOCK_REALTIME, which is what POSIX conditions wait by */
    uint64_t capacity, head, count;
    uint64_t producers; /* that have not called fifo_close yet */
    struct fifo_item ring[];
};

size_t fifo_bytes(uint64_t capacity);

/* In zeroed memory, by one worker before the others use it. limit_s: from now. */
void fifo_init(struct fifo *, uint64_t capacity, uint64_t producers, unsigned limit_s);

/* 0, or ETIMEDOUT. */
int fifo_put(struct fifo *, const struct fifo_item *);
/* By each producer once, after its last item: takers learn that nothing more comes. */
int fifo_close(struct fifo *);
/* 0; EPIPE when it is empty and closed by all producers; ETIMEDOUT. */
int fifo_take(struct fifo *, struct fifo_item *);

#endif
