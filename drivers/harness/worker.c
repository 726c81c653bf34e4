#include "worker.h"

#include "check.h"
#include "compute.h"
#include "partition.h"
#include "registry.h"

#include <stdio.h>
#include <string.h>

static struct worker *worker_of(struct env *env) {
    return (struct worker *)env;
}

/* The latency of a call is what its caller sees: with a lock, until it holds the lock again. */
static void block_begin(struct env *env) {
    struct worker *worker = worker_of(env);
    worker->block_start_ns = worker->share->clock();
    if (worker->share->gil)
        gil_drop(worker->share->gil, &worker->seat);
}

static void block_end(struct env *env) {
    struct worker *worker = worker_of(env);
    if (worker->share->gil)
        gil_take(worker->share->gil, &worker->seat);
    latency_record(worker->latency, worker->share->clock() - worker->block_start_ns);
}

static void critical_begin(struct env *env) {
    pthread_mutex_lock(&worker_of(env)->share->board->critical);
}

static void critical_end(struct env *env) {
    pthread_mutex_unlock(&worker_of(env)->share->board->critical);
}

/* With a lock: a look every LOOK_NS, as often as run_items looks between items. */
static void compute(struct env *env, uint64_t time_ns) {
    enum { LOOK_NS = 5000 };
    struct worker *worker = worker_of(env);
    const struct share *share = worker->share;
    CHECK(share->steps_per_ns > 0);
    if (!share->gil) {
        compute_steps((uint64_t)((double)time_ns * share->steps_per_ns));
        return;
    }
    for (uint64_t left_ns = time_ns; left_ns > 0;) {
        const uint64_t batch_ns = left_ns < LOOK_NS ? left_ns : LOOK_NS;
        compute_steps((uint64_t)((double)batch_ns * share->steps_per_ns));
        gil_look(share->gil, &worker->seat);
        left_ns -= batch_ns;
    }
}

static unsigned thread_of(const struct worker *worker) {
    return worker->env.worker - worker->share->first_worker;
}

/* As around a blocking call, but no latency: see kernel.h. */
static void allreduce(struct env *env, uint64_t *values, size_t count) {
    struct worker *worker = worker_of(env);
    const struct share *share = worker->share;
    CHECK(share->lockstep);
    if (share->gil)
        gil_drop(share->gil, &worker->seat);
    const uint64_t begin_ns = share->clock();
    lockstep_allreduce(share->lockstep, thread_of(worker), values, count);
    worker->slot->comm_wait_ns += share->clock() - begin_ns;
    if (share->gil)
        gil_take(share->gil, &worker->seat);
}

static void exchange(struct env *env, const struct exchange *edges) {
    struct worker *worker = worker_of(env);
    const struct share *share = worker->share;
    CHECK(share->lockstep);
    if (share->gil)
        gil_drop(share->gil, &worker->seat);
    const uint64_t begin_ns = share->clock();
    lockstep_exchange(share->lockstep, thread_of(worker), edges);
    worker->slot->comm_wait_ns += share->clock() - begin_ns;
    if (share->gil)
        gil_take(share->gil, &worker->seat);
}

static void look(struct env *env) {
    struct worker *worker = worker_of(env);
    if (worker->share->gil)
        gil_look(worker->share->gil, &worker->seat);
}

/* The first failure is the cause. */
static void failed(struct env *env, const char *what, int error_number) {
    struct slot *slot = worker_of(env)->slot;
    if (slot->error_number)
        return;
    slot->error_number = error_number ? error_number : -1;
    snprintf(slot->failed, sizeof slot->failed, "%s", what);
}

void worker_init(struct worker *worker, struct slot *slot, struct latency *latency,
                 struct trace_events *trace) {
    *worker = (struct worker){
        .env = {.block_begin = block_begin,
                .block_end = block_end,
                .critical_begin = critical_begin,
                .critical_end = critical_end,
                .compute = compute,
                .allreduce = allreduce,
                .exchange = exchange,
                .look = look,
                .failed = failed},
        .slot = slot,
        .latency = latency,
        .trace = trace,
    };
}

void worker_reset(struct worker *worker, const struct share *share, unsigned index) {
    worker->share = share;
    worker->env.worker = index;
    worker->env.shared = share->kernel->shared_bytes ? share->board->kernel_shared : NULL;
    worker->seat = (struct gil_seat){0};
    *worker->slot = (struct slot){.checksum = share->kernel->identity};
    if (worker->latency->count)
        memset(worker->latency, 0, sizeof *worker->latency);
}

/* With a lock: a short batch, a look at the lock, the next batch. Without, and in lockstep: all at
 * once. */
static uint64_t run_items(struct worker *worker, struct range items) {
    const struct share *share = worker->share;
    const struct kernel *kernel = share->kernel;
    if (!share->gil || kernel->lockstep)
        return kernel->run(share->state, share->problem, items, &worker->env);
    const uint64_t most = kernel_items_per_look(kernel, share->problem->variant);
    uint64_t sum = kernel->identity;
    while (items.begin < items.end) {
        const uint64_t left = items.end - items.begin;
        const uint64_t size = left < most ? left : most;
        const struct range batch = {items.begin, items.begin + size};
        sum = kernel_combine(kernel, sum,
                             kernel->run(share->state, share->problem, batch, &worker->env));
        gil_look(share->gil, &worker->seat);
        items.begin += size;
    }
    return sum;
}

static void trace_append(struct trace_events *events, struct trace_event event) {
    if (events->count == events->room) {
        events->room = events->room * 2 + 64;
        events->list = must_realloc(events->list, events->room * sizeof *events->list);
    }
    events->list[events->count++] = event;
}

static uint64_t run_task(struct worker *worker, uint64_t task) {
    const struct share *share = worker->share;
    const struct range items = partition(share->problem->items, share->problem->tasks, task);
    if (!worker->trace)
        return run_items(worker, items);
    const uint64_t begin = share->clock();
    const uint64_t sum = run_items(worker, items);
    trace_append(worker->trace, (struct trace_event){begin, share->clock(), task,
                                                     worker->env.worker, share->configuration});
    return sum;
}

static void run_chunk(struct worker *worker, uint64_t chunk) {
    const struct share *share = worker->share;
    const struct range tasks = schedule_chunk(share->schedule, chunk);
    uint64_t sum = worker->slot->checksum;
    for (uint64_t task = tasks.begin; task < tasks.end && !worker->slot->error_number; task++) {
        sum = kernel_combine(share->kernel, sum, run_task(worker, task));
        if (share->deal && thread_of(worker) == 0)
            deal_look(share->deal);
    }
    worker->slot->checksum = sum;
}

/* Whoever has to wait holds no lock meanwhile: the thread that fetches more chunks may need it. */
static uint64_t dealt_chunk(struct worker *worker) {
    const struct share *share = worker->share;
    uint64_t chunk = share->schedule->chunks;
    while (deal_take(share->deal, thread_of(worker) == 0, &chunk) == DEAL_NOTHING_YET) {
        if (share->gil)
            gil_drop(share->gil, &worker->seat);
        deal_pause();
        if (share->gil)
            gil_take(share->gil, &worker->seat);
    }
    return chunk;
}

static uint64_t next_chunk(struct worker *worker) {
    const struct share *share = worker->share;
    if (share->deal)
        return dealt_chunk(worker);
    return atomic_fetch_add_explicit(&share->board->next_chunk, 1, memory_order_relaxed);
}

static void run_chunks(struct worker *worker) {
    const struct share *share = worker->share;
    const struct schedule *schedule = share->schedule;
    if (schedule->request.kind == SCHEDULE_STATIC) {
        for (uint64_t c = worker->env.worker; c < schedule->chunks; c += schedule->workers)
            run_chunk(worker, c);
        return;
    }
    for (uint64_t c; (c = next_chunk(worker)) < schedule->chunks;)
        run_chunk(worker, c);
}

void worker_run(struct worker *worker) {
    const struct share *share = worker->share;
    worker->slot->start_ns = share->clock();
    if (share->gil)
        gil_take(share->gil, &worker->seat);
    run_chunks(worker);
    if (share->gil)
        gil_drop(share->gil, &worker->seat);
    worker->slot->stop_ns = share->clock();
    if (share->deal && thread_of(worker) == 0)
        deal_finish(share->deal);
    worker->slot->gil_wait_ns = worker->seat.wait_ns;
    worker->slot->gil_forced = worker->seat.forced;
}
