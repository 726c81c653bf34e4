/*
 * Put before team/mpi.c of convoy-sim by the compiler (-include):
 *
 *   - ranks that can share memory are those of a simulated host. SMPI's own way to find them is a
 *     collective that takes longer the more ranks there are;
 *   - nonblocking collectives block: SMPI's nonblocking ones are sequential at their root, whatever
 *     algorithm is chosen for the blocking ones, and polling takes no simulated time;
 *   - a rank has one thread: whatever level is asked for, there is nothing to provide.
 */
#ifndef CONVOY_ADAPT_MPI_H
#define CONVOY_ADAPT_MPI_H

#include "adapt.h"
#include "sim_node.h"

#include <mpi.h>

#define BLOCKING(request, call) (*(request) = MPI_REQUEST_NULL, call)

#define MPI_Init_thread(argc, argv, required, got) (*(got) = (required), MPI_Init(argc, argv))
#define MPI_Comm_split_type(comm, type, key, info, c) \
    MPI_Comm_split(comm, sim_node(key)->first, key, c)
#define MPI_Ibarrier(comm, request) BLOCKING(request, MPI_Barrier(comm))
#define MPI_Ibcast(data, count, type, root, comm, request) \
    BLOCKING(request, MPI_Bcast(data, count, type, root, comm))
#define MPI_Igather(in, n, type, out, m, kind, root, comm, request) \
    BLOCKING(request, MPI_Gather(in, n, type, out, m, kind, root, comm))
#define MPI_Iallreduce(in, out, count, type, op, comm, request) \
    BLOCKING(request, MPI_Allreduce(in, out, count, type, op, comm))
#define MPI_Test(request, done, status) (*(done) = 1, MPI_Wait(request, status))
#define MPI_Testall(count, requests, done, statuses) \
    (*(done) = 1, MPI_Waitall(count, requests, statuses))

#endif
