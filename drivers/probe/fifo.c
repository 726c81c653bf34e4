#include "fifo.h"

#include "check.h"

#include <errno.h>

size_t fifo_bytes(uint64_t capacity) {
    return sizeof(struct fifo) + (size_t)capacity * sizeof(struct fifo_item);
}

void fifo_init(struct fifo *fifo, uint64_t capacity, uint64_t producers, unsigned limit_s) {
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    CHECK(pthread_mutexattr_init(&mutex) == 0);
    CHECK(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_condattr_init(&condition) == 0);
    CHECK(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_mutex_init(&fifo->mutex, &mutex) == 0);
    CHECK(pthread_cond_init(&fifo->not_full, &condition) == 0);
    CHECK(pthread_cond_init(&fifo->not_empty, &condition) == 0);
    pthread_mutexattr_destroy(&mutex);
    pthread_condattr_destroy(&condition);
    clock_gettime(CLOCK_REALTIME, &fifo->limit);
    fifo->limit.tv_sec += limit_s;
    fifo->capacity = capacity;
    fifo->producers = producers;
}

int fifo_put(struct fifo *fifo, const struct fifo_item *item) {
    int error = pthread_mutex_timedlock(&fifo->mutex, &fifo->limit);
    if (error)
        return error;
    while (!error && fifo->count == fifo->capacity)
        error = pthread_cond_timedwait(&fifo->not_full, &fifo->mutex, &fifo->limit);
    if (!error) {
        fifo->ring[(fifo->head + fifo->count) % fifo->capacity] = *item;
        fifo->count++;
        pthread_cond_signal(&fifo->not_empty);
    }
    pthread_mutex_unlock(&fifo->mutex);
    return error;
}

int fifo_close(struct fifo *fifo) {
    const int error = pthread_mutex_timedlock(&fifo->mutex, &fifo->limit);
    if (error)
        return error;
    if (--fifo->producers == 0)
        pthread_cond_broadcast(&fifo->not_empty);
    pthread_mutex_unlock(&fifo->mutex);
    return 0;
}

int fifo_take(struct fifo *fifo, struct fifo_item *item) {
    int error = pthread_mutex_timedlock(&fifo->mutex, &fifo->limit);
    if (error)
        return error;
    while (!error && fifo->count == 0 && fifo->producers > 0)
        error = pthread_cond_timedwait(&fifo->not_empty, &fifo->mutex, &fifo->limit);
    if (!error && fifo->count == 0)
        error = EPIPE;
    if (!error) {
        *item = fifo->ring[fifo->head];
        fifo->head = (fifo->head + 1) % fifo->capacity;
        fifo->count--;
        pthread_cond_signal(&fifo->not_full);
    }
    pthread_mutex_unlock(&fifo->mutex);
    return error;
}
