/*
 * A kernel made up for tests: it notes every call of its hooks, counts what was done to every item
 * and can be told to go wrong. Its checksum is the sum of mixed item numbers.
 */
#ifndef CONVOY_TEST_MADE_UP_H
#define CONVOY_TEST_MADE_UP_H

#include "kernel.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MADE_UP_ITEMS_MAX = 1024, MADE_UP_PER_LOOK = 3 };

struct made_up {
    /* How it shall behave. */
    bool noted;              /* hooks go into the journal */
    bool wrong;              /* one item's result is wrong */
    int setup_error;         /* 0: setup succeeds */
    uint64_t fails_at;       /* run fails at this item; UINT64_MAX: never */
    unsigned blocking_calls; /* per call of run */
    /* What was done. */
    atomic_uint runs[MADE_UP_ITEMS_MAX], touches[MADE_UP_ITEMS_MAX];
    pthread_t runner[MADE_UP_ITEMS_MAX], toucher[MADE_UP_ITEMS_MAX]; /* the last ones */
    atomic_uint worker[MADE_UP_ITEMS_MAX];                           /* that ran it last */
    atomic_uint calls;                                               /* of run */
    atomic_ullong longest; /* range handed to run, in items */
    unsigned guarded;      /* counted up inside the critical section only */
};

extern struct made_up made_up;

/* Hooks all present, with shared memory: one counter of the items done. */
extern const struct kernel made_up_kernel;
/* Only what a kernel must have. */
extern const struct kernel bare_kernel;

/* Forgets what was done and behaves well again. */
void made_up_reset(void);

#endif
