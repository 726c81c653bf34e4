/*
 * What the harness costs ranks, beside plain MPI: a block of tasks per rank, or one shared counter
 * that everybody adds to. To be started by mpirun on one node.
 */
#include "course.h"

#include "fault.h"
#include "ranks.h"
#include "spin.h"

#include <mpi.h>

/* The bare program's counter of tasks, in the memory of rank 0. */
static MPI_Win window;

static void open_counter(bool owner) {
    uint64_t *counter;
    const MPI_Aint bytes = owner ? sizeof *counter : 0;
    MPI_Win_allocate(bytes, sizeof *counter, MPI_INFO_NULL, MPI_COMM_WORLD, &counter, &window);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window);
}

static void close_counter(void) {
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
}

static void reset_counter(struct board *board) {
    (void)board;
    const uint64_t zero = 0;
    uint64_t before;
    MPI_Fetch_and_op(&zero, &before, MPI_UINT64_T, 0, 0, MPI_REPLACE, window);
    MPI_Win_flush(0, window);
}

static uint64_t next_task(void) {
    const uint64_t one = 1;
    uint64_t before;
    MPI_Fetch_and_op(&one, &before, MPI_UINT64_T, 0, 0, MPI_SUM, window);
    MPI_Win_flush(0, window);
    return before;
}

static struct range items_of(uint64_t task, uint64_t size) {
    return (struct range){task * size, (task + 1) * size};
}

static void run_static(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t tasks = problem->tasks, size = problem->items / tasks;
    const uint64_t rank = worker->env.worker, ranks = problem->workers;
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t task = tasks * rank / ranks; task < tasks * (rank + 1) / ranks; task++)
        sum += spin_run(NULL, problem, items_of(task, size), &worker->env);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = sum;
}

static void run_dynamic(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t tasks = problem->tasks, size = problem->items / tasks;
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t task; (task = next_task()) < tasks;)
        sum += spin_run(NULL, problem, items_of(task, size), &worker->env);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = sum;
}

static void run_barrier(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t count = problem->tasks / problem->workers;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t i = 0; i < count; i++)
        MPI_Barrier(MPI_COMM_WORLD);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = count;
}

static const struct bare plain_mpi = {
    .model = "ranks",
    .static_way = {.run = run_static},
    .dynamic_way = {.run = run_dynamic, .reset = reset_counter},
    .barrier = {.run = run_barrier},
    .metg_dynamic_goal_us = 2.0,
};

static void join_crew(struct crew *crew, const struct rank_place *place, unsigned processors) {
    crew->index = place->rank;
    crew->size = place->ranks;
    crew->ns_per_item = crew->index == 0 ? spin_calibrate_ns() : 0.0;
    ranks_mpi.broadcast(&crew->ns_per_item, sizeof crew->ns_per_item);
    crew->board = ranks_mpi.share(crew_board_bytes(crew->size));
    if (crew->index == 0)
        crew_open_board(crew, crew->board, processors);
    MPI_Barrier(MPI_COMM_WORLD);
}

static void run_course(const struct crew *crew) {
    struct score score = {0};
    if (crew->index == 0)
        course_print_head();
    course_run(crew, &plain_mpi, 1, &score);
    if (crew->size > 1)
        course_run(crew, &plain_mpi, crew->size, &score);
    if (crew->index != 0)
        return;
    course_print_clock(crew, &plain_mpi);
    course_print_goals(&plain_mpi, &score);
}

/* A rank without its place measures on; the root says so afterwards. */
static void bind(const struct machine *machine, const struct rank_place *place,
                 struct fault *fault) {
    struct placement *placement = crew_places(machine, place->rank, 1, place->ranks, fault);
    if (placement)
        placement_bind(placement, 0, fault);
    placement_free(placement);
}

static void run_all(const struct rank_place *place, struct fault *fault) {
    struct crew crew;
    struct machine *machine = machine_open(fault);
    if (machine)
        bind(machine, place, fault);
    join_crew(&crew, place, machine ? machine_pus(machine) : 1);
    open_counter(crew.index == 0);
    run_course(&crew);
    close_counter();
    ranks_mpi.unshare();
    machine_close(machine);
}

int main(int argc, char **argv) {
    struct rank_place place;
    struct fault fault = {0};
    ranks_mpi.start(&argc, &argv, &place, &fault);
    if (place.nodes > 1)
        fault_environment(&fault, "the ranks must share one node");
    else if (fault.code == EXIT_DONE)
        run_all(&place, &fault);
    if (place.rank == 0 && fault.code != EXIT_DONE)
        fault_print(&fault, argv[0]);
    ranks_mpi.finish();
    return fault.code;
}
