#include "lockless.h"

#include "partition.h"
#include "registry.h"

static void run(struct worker *worker) {
    const struct share *share = worker->share;
    const struct kernel *kernel = share->kernel;
    const struct problem *problem = share->problem;
    worker->slot->start_ns = share->clock();
    const struct range tasks = schedule_chunk(share->schedule, worker->env.worker);
    uint64_t sum = kernel->identity;
    for (uint64_t task = tasks.begin; task < tasks.end; task++) {
        const struct range items = partition(problem->items, problem->tasks, task);
        sum = kernel_combine(kernel, sum, kernel->run(share->state, problem, items, &worker->env));
    }
    worker->slot->checksum = sum;
    worker->slot->stop_ns = share->clock();
}

const struct way way_lockless = {.run = run};
