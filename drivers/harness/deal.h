/*
 * Chunks of a dynamic or guided schedule across nodes. On one node a counter in shared memory says
 * who runs what next (board.h). Several nodes share no memory, and a counter that is read by
 * one-sided calls stands still while its owner computes. So the chunks are dealt in two steps: the
 * root gives nodes batches of them, by messages between the first ranks of nodes, and the workers
 * of a node take single ones from a pool in the node's memory.
 *
 * How many the root gives: a quarter of an even share of those that are left, so that batches get
 * smaller towards the end (Hummel, Schonberg, Flynn, "Factoring", CACM 35(8), 1992, who give half
 * of it), at least one for every worker of the node. Guided chunks get smaller themselves
 * and are long at first: there it is always one.
 *
 * When a node asks: the first worker of the node asks as soon as the pool holds fewer chunks than
 * the node has workers, so that none of them waits; near the end, when fewer than FEW_PER_WORKER
 * chunks per worker are left, and always under a guided schedule, only when the pool is empty, so
 * that no node keeps what another could run.
 *
 * What it costs: first workers of nodes, the root among them, look for messages between any two
 * tasks of their own. So a node whose pool is empty waits for at most one task of its first worker
 * and one of the root. When the root has nothing left to run it goes on answering until every node
 * knows that there is no more.
 */
#ifndef CONVOY_DEAL_H
#define CONVOY_DEAL_H

#include "ranks.h"
#include "schedule.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* In the memory of a node; all but the mutex are read and written under it. */
struct pool {
    pthread_mutex_t mutex;
    struct range ready, spare; /* chunks; those of `spare` when `ready` is empty */
    bool dry;                  /* none will follow */
};

/* One process's part. */
struct deal {
    const struct ranks *ranks;
    struct pool *pool;
    const struct schedule *schedule;
    unsigned node, node_workers; /* this process's node; its workers that take part */
    unsigned nodes;              /* that take part */
    bool leads;                  /* this process is the first of its node */
    bool asked;                  /* first rank: the answer has not come yet */
    uint64_t dealt;              /* of all chunks; as the last answer said, at the root as it is */
    unsigned told;               /* root: nodes, its own among them, that know there is no more */
    uint64_t attended_ns;        /* first rank: when it looked for messages last */
};

enum { DEAL_NOTHING_YET, DEAL_CHUNK, DEAL_END };

void pool_init(struct pool *);

/* Between repetitions, by the first rank of each node, while nobody takes. */
void deal_reset(struct deal *);

/*
 * The next chunk for a worker of this process: DEAL_CHUNK sets it, DEAL_END says that there is no
 * more, DEAL_NOTHING_YET that a batch is under way: the caller calls deal_pause, with no lock held
 * that others need, and comes again. `first`: this is thread 0 of the process.
 */
int deal_take(struct deal *, bool first, uint64_t *chunk);
void deal_pause(void);

/* Between two tasks of thread 0 of a process: messages that wait are answered. */
void deal_look(struct deal *);

/* After thread 0 of a process has got DEAL_END: the root answers until all nodes know. */
void deal_finish(struct deal *);

/* Chunks that the root gives a node with that many workers out of `left`; at most `left`. */
uint64_t deal_batch(const struct schedule *, uint64_t left, unsigned nodes, unsigned node_workers);

#endif
