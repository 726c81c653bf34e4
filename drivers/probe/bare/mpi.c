/*
 * The bare MPI program that probe spawn holds convoy-mpi against: MPI_Init, one barrier,
 * MPI_Finalize. Its first rank prints one line for launched.h: the number of ranks and the moments,
 * in ns, at which the last rank was born, in main(), through MPI_Init and through the barrier.
 *
 * Includes mpi.h beside team/mpi.c because it is what that file is compared with.
 */
#include "birth.h"
#include "clock.h"

#include <inttypes.h>
#include <mpi.h>
#include <stdio.h>

enum { BORN, MAIN, INIT, MET, MOMENTS };

int main(int argc, char **argv) {
    uint64_t at_ns[MOMENTS] = {[MAIN] = clock_wall_ns(), [BORN] = birth_ns()}, last_ns[MOMENTS];
    int rank, ranks;
    MPI_Init(&argc, &argv);
    at_ns[INIT] = clock_wall_ns();
    MPI_Barrier(MPI_COMM_WORLD);
    at_ns[MET] = clock_wall_ns();
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    MPI_Reduce(at_ns, last_ns, MOMENTS, MPI_UINT64_T, MPI_MAX, 0, MPI_COMM_WORLD);
    if (rank == 0)
        printf("%d %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", ranks, last_ns[BORN],
               last_ns[MAIN], last_ns[INIT], last_ns[MET]);
    MPI_Finalize();
    return 0;
}
