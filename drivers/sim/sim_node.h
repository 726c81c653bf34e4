/*
 * The simulated node that the calling rank is on. SimGrid runs all ranks one after the other in one
 * process, and switches between them only in calls of its own: ranks of a node really share memory,
 * and nothing of this needs a lock. Each rank has its own copy of the program's variables, though;
 * what a node's ranks share hangs on SimGrid's host.
 */
#ifndef CONVOY_SIM_NODE_H
#define CONVOY_SIM_NODE_H

#include <simgrid/semaphore.h>
#include <stdatomic.h>
#include <stdint.h>

/* A rank that waits until a word of the node's memory changes (word_sim.c). */
struct sim_waiter {
    _Atomic uint32_t *word;
    sg_sem_t woken;
    struct sim_waiter *next;
};

struct sim_node {
    int first; /* the rank that asked first: a number that no other node has */
    int cores;
    struct sim_waiter *waiters;
};

/* Lives as long as the simulation. `rank`: of the caller, who may be the first one here. */
struct sim_node *sim_node(int rank);

#endif
