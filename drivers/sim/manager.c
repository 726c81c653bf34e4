#include "manager.h"

#include <mpi.h>
#include <stdlib.h>

enum { TAG = 2, ADD, RESET, END };

struct request {
    uint64_t what, step;
};

MPI_Comm manager_world;

int manager_init_thread(int *argc, char ***argv, int required, int *provided);
int manager_finalize(void);

static int manager_rank(void) {
    int size;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return size - 1;
}

static uint64_t ask(struct request request) {
    uint64_t answer;
    const int manager = manager_rank();
    MPI_Send(&request, sizeof request, MPI_BYTE, manager, TAG, MPI_COMM_WORLD);
    MPI_Recv(&answer, sizeof answer, MPI_BYTE, manager, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return answer;
}

void manager_reset(void) {
    ask((struct request){RESET, 0});
}

uint64_t manager_add(uint64_t step) {
    return ask((struct request){ADD, step});
}

static void serve(void) {
    uint64_t count = 0;
    struct request request = {0};
    while (request.what != END) {
        MPI_Status from;
        MPI_Recv(&request, sizeof request, MPI_BYTE, MPI_ANY_SOURCE, TAG, MPI_COMM_WORLD, &from);
        const uint64_t before = count;
        count = request.what == RESET ? 0 : count + request.step;
        MPI_Send(&before, sizeof before, MPI_BYTE, from.MPI_SOURCE, TAG, MPI_COMM_WORLD);
    }
}

int manager_init_thread(int *argc, char ***argv, int required, int *provided) {
    int rank;
    MPI_Init(argc, argv);
    *provided = required; /* of one thread per rank every level is true */
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    const int manager = manager_rank();
    MPI_Comm_split(MPI_COMM_WORLD, rank == manager ? MPI_UNDEFINED : 0, rank, &manager_world);
    if (rank < manager)
        return MPI_SUCCESS;
    serve();
    MPI_Finalize();
    exit(EXIT_SUCCESS);
}

int manager_finalize(void) {
    int rank;
    MPI_Comm_rank(manager_world, &rank);
    MPI_Barrier(manager_world);
    if (rank == 0)
        ask((struct request){END, 0});
    return MPI_Finalize();
}
