/*
 * A global lock as interpreters have one, for threads of one process.
 *
 *   mutex    one plain mutex, held while a worker computes
 *   cpython  CPython's protocol since 3.2: a waiter asks the holder to drop the lock after one
 *            switch interval, and a holder that was asked waits until somebody else has had it
 *            (forced switch). Source: comments and behaviour of CPython 3.11, Python/ceval_gil.h;
 *            Antoine Pitrou, "Reworking the GIL", python-dev, 2009-10-25. Retold in gil.c.
 *
 * A worker computes only between gil_take and gil_drop and calls gil_look after every short batch
 * of work; CPython looks within a microsecond; with batches of 5 us little differs, with 20 us
 * waiters are served earlier. Around a call that may block it drops the lock and takes it again.
 *
 * With no lock (gil == NULL) the harness calls none of this.
 */
#ifndef CONVOY_GIL_H
#define CONVOY_GIL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum gil_kind { GIL_OFF, GIL_MUTEX, GIL_CPYTHON };

/* "off", "mutex", "cpython", NULL: names by enum gil_kind. */
extern const char *const gil_kind_names[];

struct gil;

/*
 * One worker's seat at the lock: who it is (by its address), and how long it waited. Zeroed by its
 * owner, who may zero it again between two uses of the lock; written by that worker's calls only.
 * Seats of different workers belong on different cache lines.
 */
struct gil_seat {
    uint64_t wait_ns; /* time spent waiting for others in gil_take, gil_look and gil_drop */
    uint64_t forced;  /* GIL_CPYTHON: times it gave the lock up while another asked for it */
};

/*
 * A lock of that kind, or NULL for GIL_OFF. interval_ns: switch interval of GIL_CPYTHON, more than
 * 0, ignored otherwise. Free with gil_free when no worker uses it any more; gil_free(NULL) does
 * nothing.
 */
struct gil *gil_new(enum gil_kind kind, uint64_t interval_ns);
void gil_free(struct gil *);

/* Waits until this worker holds the lock. The worker must not hold it already. */
void gil_take(struct gil *, struct gil_seat *);

/*
 * Gives the lock up. The worker must hold it. If another worker has asked for it (GIL_CPYTHON),
 * this returns only after some other worker has taken it.
 */
void gil_drop(struct gil *, struct gil_seat *);

/* Called by the holder between batches: gives others their turn if the protocol says so. */
static inline void gil_look(struct gil *, struct gil_seat *);

/* Times the lock went to another worker than the one before, since gil_new. Any thread. */
uint64_t gil_switches(const struct gil *);

/* The head of struct gil, here only so that gil_look is a load and a branch. */
struct gil_head {
    /* Set when the holder has something to do at its next look; GIL_MUTEX: always. */
    atomic_bool drop_request;
};

/* The slow path of gil_look. */
void gil_yield(struct gil *, struct gil_seat *);

static inline void gil_look(struct gil *gil, struct gil_seat *seat) {
    const struct gil_head *head = (const struct gil_head *)gil;
    if (__builtin_expect(atomic_load_explicit(&head->drop_request, memory_order_relaxed), 0))
        gil_yield(gil, seat);
}

#endif
