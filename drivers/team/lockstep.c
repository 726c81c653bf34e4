#include "lockstep.h"

#include "check.h"
#include "word.h"

#include <stdlib.h>
#include <string.h>

static unsigned char *box_room(struct lockstep_box *box, size_t bytes) {
    if (box->room < bytes) {
        box->memory = must_realloc(box->memory, bytes);
        box->room = bytes;
    }
    return box->memory;
}

/* Threads of one rank among the first `workers` of all. */
static unsigned taking_part(unsigned rank, unsigned threads_per_rank, unsigned workers) {
    const unsigned before = rank * threads_per_rank;
    const unsigned left = workers > before ? workers - before : 0;
    return left < threads_per_rank ? left : threads_per_rank;
}

void lockstep_open(struct lockstep *l, const struct ranks *ranks, unsigned rank,
                   unsigned threads_per_rank, unsigned workers) {
    *l = (struct lockstep){
        .ranks = ranks,
        .rank = rank,
        .parts = (workers - 1) / threads_per_rank + 1,
        .threads = taking_part(rank, threads_per_rank, workers),
    };
    barrier_init(&l->barrier, l->threads, LOCKSTEP_YIELD_NS);
    if (l->threads > 0)
        l->seats =
            must_alloc_aligned(_Alignof(struct lockstep_seat), l->threads * sizeof *l->seats);
    ranks->group_open(l->parts);
}

void lockstep_close(struct lockstep *l) {
    l->ranks->group_close();
    for (unsigned i = 0; i < l->threads; i++)
        for (int turn = 0; turn < 2; turn++) {
            free(l->seats[i].edges[turn].memory);
            free(l->seats[i].values[turn].memory);
        }
    free(l->inbox.memory);
    free(l->seats);
}

/* --- sums ------------------------------------------------------------------------------------ */

static const uint64_t *values_of(const struct lockstep *l, unsigned thread, uint32_t turn) {
    return (const uint64_t *)(const void *)l->seats[thread].values[turn].memory;
}

static void put_values(struct lockstep_seat *seat, uint32_t turn, const uint64_t *values,
                       size_t count) {
    const size_t bytes = count * sizeof *values;
    memcpy(box_room(&seat->values[turn], bytes), values, bytes);
}

/* Adds what the other threads put down. */
static void add_others(const struct lockstep *l, unsigned thread, uint32_t turn, uint64_t *values,
                       size_t count) {
    for (unsigned other = 0; other < l->threads; other++) {
        const uint64_t *theirs = values_of(l, other, turn);
        for (size_t i = 0; other != thread && i < count; i++)
            values[i] += theirs[i];
    }
}

void lockstep_allreduce(struct lockstep *l, unsigned thread, uint64_t *values, size_t count) {
    struct lockstep_seat *seat = &l->seats[thread];
    const uint32_t turn = seat->sums++ % 2;
    if (l->threads > 1) {
        put_values(seat, turn, values, count);
        barrier_wait(&l->barrier);
    }
    if (thread == 0 || l->parts == 1)
        add_others(l, thread, turn, values, count);
    if (l->parts == 1)
        return;
    if (thread == 0)
        l->ranks->group_sum(values, count);
    if (l->threads == 1)
        return;
    if (thread == 0)
        put_values(seat, turn, values, count);
    barrier_wait(&l->barrier);
    memcpy(values, values_of(l, 0, turn), count * sizeof *values);
}

/* --- neighbours ------------------------------------------------------------------------------ */

/* Edges that another thread has put down for exchange `number`. */
static const unsigned char *edges_of(struct lockstep_seat *seat, uint32_t number) {
    word_wait(&seat->exchanged, number - 1, LOCKSTEP_YIELD_NS);
    return seat->edges[number % 2].memory;
}

static uint32_t put_edges(const struct lockstep *l, unsigned thread, const struct exchange *e) {
    struct lockstep_seat *seat = &l->seats[thread];
    const uint32_t number = atomic_load_explicit(&seat->exchanged, memory_order_relaxed) +
                            1; /* only its owner sets it */
    unsigned char *edges = box_room(&seat->edges[number % 2], 2 * e->bytes);
    if (thread > 0)
        memcpy(edges, e->to_previous, e->bytes);
    if (thread + 1 < l->threads || l->rank + 1 < l->parts)
        memcpy(edges + e->bytes, e->to_next, e->bytes);
    word_set(&seat->exchanged, number);
    return number;
}

/* Thread 0: the first thread's edge to the previous rank, the last thread's edge to the next one.
 */
static void relay(struct lockstep *l, uint32_t number, const struct exchange *e) {
    const unsigned last = l->threads - 1;
    const struct exchange outside = {
        .to_previous = e->to_previous,
        .to_next = edges_of(&l->seats[last], number) + e->bytes,
        .from_previous = e->from_previous,
        .from_next = box_room(&l->inbox, e->bytes),
        .bytes = e->bytes,
    };
    l->ranks->group_exchange(&outside);
    word_set(&l->delivered, number);
}

void lockstep_exchange(struct lockstep *l, unsigned thread, const struct exchange *e) {
    if (l->threads == 1) {
        if (l->parts > 1)
            l->ranks->group_exchange(e);
        return;
    }
    const uint32_t number = put_edges(l, thread, e);
    const bool last = thread + 1 == l->threads;
    if (thread == 0 && l->parts > 1)
        relay(l, number, e);
    if (thread > 0)
        memcpy(e->from_previous, edges_of(&l->seats[thread - 1], number) + e->bytes, e->bytes);
    if (!last)
        memcpy(e->from_next, edges_of(&l->seats[thread + 1], number), e->bytes);
    if (last && l->rank + 1 < l->parts) {
        word_wait(&l->delivered, number - 1, LOCKSTEP_YIELD_NS);
        memcpy(e->from_next, l->inbox.memory, e->bytes);
    }
}
