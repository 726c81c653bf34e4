/*
 * What the harness costs threads, beside plain OpenMP. Worksharing constructs bind to the team they
 * are met in, so the bare loops run in the very team that the harness forms (OpenMP 4.5, 2.7.1).
 */
#include "course.h"

#include "ranks.h"
#include "spin.h"
#include "threads.h"

static struct range items_of(uint64_t task, uint64_t size) {
    return (struct range){task * size, (task + 1) * size};
}

static void run_static(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t tasks = problem->tasks, size = problem->items / tasks;
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
#pragma omp for schedule(static) nowait
    for (uint64_t task = 0; task < tasks; task++)
        sum += spin_run(NULL, problem, items_of(task, size), &worker->env);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = sum;
}

static void run_dynamic(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t tasks = problem->tasks, size = problem->items / tasks;
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
#pragma omp for schedule(dynamic) nowait
    for (uint64_t task = 0; task < tasks; task++)
        sum += spin_run(NULL, problem, items_of(task, size), &worker->env);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = sum;
}

static void run_barrier(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t count = problem->tasks / problem->workers;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t i = 0; i < count; i++) {
#pragma omp barrier
    }
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = count;
}

static const struct bare omp_for = {
    .model = "threads",
    .static_way = {.run = run_static},
    .dynamic_way = {.run = run_dynamic},
    .barrier = {.run = run_barrier},
    .metg_dynamic_goal_us = 1.0,
};

struct team {
    struct crew crew;
    struct machine *machine;
    struct placement *placement;
    struct score score; /* the first worker's */
    struct fault fault;
};

static void body(unsigned thread, void *argument) {
    struct team *team = argument;
    struct crew crew = team->crew;
    struct score mine = {0};
    struct fault fault = {0};
    crew.index = thread;
    if (!placement_bind(team->placement, thread, &fault)) {
#pragma omp critical
        fault_keep(&team->fault, &fault);
    }
    course_run(&crew, &omp_for, crew.size, thread == 0 ? &team->score : &mine);
}

/* A worksharing loop needs its whole team: every number of workers gets a team of its own. */
static void run_team(struct team *team, unsigned workers) {
    team->placement = crew_places(team->machine, 0, workers, workers, &team->fault);
    if (!team->placement)
        return;
    team->crew.size = workers;
    crew_open_board(&team->crew, ranks_solo.share(crew_board_bytes(workers)),
                    machine_pus(team->machine));
    const unsigned got = threads_omp.run(workers, body, team);
    if (got != workers)
        fault_environment(&team->fault, "%u threads asked for, the OpenMP runtime gave %u", workers,
                          got);
    ranks_solo.unshare();
    placement_free(team->placement);
}

static void run_all(struct team *team) {
    const unsigned processors = machine_pus(team->machine);
    team->crew.ns_per_item = spin_calibrate_ns();
    course_print_head();
    run_team(team, 1);
    if (processors > 1)
        run_team(team, processors);
    course_print_clock(&team->crew, &omp_for);
    if (team->fault.code == EXIT_DONE)
        course_print_goals(&omp_for, &team->score);
}

int main(int argc, char **argv) {
    (void)argc;
    struct team team = {0};
    team.machine = machine_open(&team.fault);
    if (team.machine)
        run_all(&team);
    if (team.fault.code != EXIT_DONE)
        fault_print(&team.fault, argv[0]);
    machine_close(team.machine);
    return team.fault.code;
}
