/*
 * Put before team/mpi.c of convoy-sim by the compiler (-include):
 *
 *   - every simulated rank is a node of its own: SimGrid runs all ranks one after the other in one
 *     process, where a rank that waits for a word in shared memory would wait for ever;
 *   - nonblocking collectives block: SMPI's nonblocking ones are sequential at their root, whatever
 *     algorithm is chosen for the blocking ones, and polling takes no simulated time;
 *   - the world is all ranks but the last one, which is the manager (manager.h), and the window
 *     that it stands for is never opened: 4,096 locks on 4,096 ranks take minutes.
 */
#ifndef CONVOY_ADAPT_MPI_H
#define CONVOY_ADAPT_MPI_H

#include "adapt.h"
#include "manager.h"

#include <mpi.h>

extern MPI_Comm manager_world;

int manager_init_thread(int *argc, char ***argv, int required, int *provided);
int manager_finalize(void);

#undef MPI_COMM_WORLD
#define MPI_COMM_WORLD                                manager_world
#define MPI_Init_thread(argc, argv, required, got)    manager_init_thread(argc, argv, required, got)
#define MPI_Finalize()                                manager_finalize()
#define MPI_Comm_split_type(comm, type, key, info, c) MPI_Comm_split(comm, key, 0, c)
#define MPI_Ibarrier(comm, request)                   (*(request) = MPI_REQUEST_NULL, MPI_Barrier(comm))
#define MPI_Ibcast(data, count, type, root, comm, request) \
    (*(request) = MPI_REQUEST_NULL, MPI_Bcast(data, count, type, root, comm))
#define MPI_Igather(in, in_count, in_type, out, out_count, out_type, root, comm, request) \
    (*(request) = MPI_REQUEST_NULL,                                                       \
     MPI_Gather(in, in_count, in_type, out, out_count, out_type, root, comm))
#define MPI_Iallreduce(in, out, count, type, op, comm, request) \
    (*(request) = MPI_REQUEST_NULL, MPI_Allreduce(in, out, count, type, op, comm))
#define MPI_Test(request, done, status) (*(done) = 1, MPI_Wait(request, status))
#define MPI_Testall(count, requests, done, statuses) \
    (*(done) = 1, MPI_Waitall(count, requests, statuses))
#define MPI_Win_allocate(bytes, unit, info, comm, base, window) \
    ((void)(bytes), *(base) = NULL, *(window) = MPI_WIN_NULL, MPI_SUCCESS)
#define MPI_Win_free(window)          (*(window) == MPI_WIN_NULL ? MPI_SUCCESS : MPI_Win_free(window))
#define MPI_Win_lock_all(how, window) ((void)(window), MPI_SUCCESS)
#define MPI_Win_unlock_all(window)    ((void)(window), MPI_SUCCESS)

#endif
