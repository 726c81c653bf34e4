/*
 * A job of ranks of which one dies of SIGSEGV in the middle of its task: a manager (rank 0) hands
 * out tasks by messages, the others work. It is a program of its own (rescue_main.c), started by
 * the launcher as a child of convoy-omp, which survives whatever becomes of it.
 *
 * Plain MPI knows no failed process: the launcher ends the job. Under `mpirun --enable-recovery`
 * of Open MPI, which the MPI standard promises nothing about, the others live on, and then:
 *
 *   - after the start only messages from one to one are used: a collective call on a communicator
 *     with a dead member never returns
 *   - nobody tells the manager who died: it holds a pidfd of every worker (pidfd_open(2)), which
 *     becomes readable when the process ends
 *   - all end by _exit(): MPI_Finalize may wait for the dead for ever
 *   - the launcher's exit code says 0 then, so what came out goes into memory that outlives the job
 */
#ifndef CONVOY_RESCUE_H
#define CONVOY_RESCUE_H

#include "launched.h"

#include <stdbool.h>
#include <stdint.h>

/* A file in memory that the parent makes and all ranks map; times by clock_wall_ns(). */
struct rescue {
    /* The order, written by the parent. */
    uint64_t tasks, fatal; /* the worker that gets task `fatal` first dies of it */
    uint64_t steps;        /* of compute.h, per task */
    bool recover;          /* look for deaths and hand a dead worker's task out again */
    /* What came out. */
    uint64_t begin_ns, died_ns; /* first task handed out; written by the dying itself */
    uint64_t known_ns, end_ns;  /* by the manager: the death was seen; all was done */
    uint64_t done, requeued;    /* written at the end, with the results */
    uint64_t results[];         /* rescue_result() of every task that was done */
};

uint64_t rescue_bytes(uint64_t tasks);

/* What a task comes out with. */
uint64_t rescue_result(uint64_t task);

/* Why it cannot be done here, or NULL. */
const char *rescue_unavailable(bool recover);

/*
 * Starts the job with `workers` workers and a manager beside them and waits for its end. `rescue`
 * holds the order and is given back with what came out, rescue_bytes(tasks) long. 0 or an errno
 * value.
 */
int rescue_run(struct rescue *, unsigned workers, struct launched *);

#endif
