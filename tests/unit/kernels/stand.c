#include "stand.h"

#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINE_BYTES = 64 };

static struct stand_worker *worker_of(struct env *env) {
    return (struct stand_worker *)env;
}

static void block_begin(struct env *env) {
    struct stand_worker *worker = worker_of(env);
    worker->faults += worker->blocking || worker->critical;
    worker->blocking = true;
}

static void block_end(struct env *env) {
    struct stand_worker *worker = worker_of(env);
    worker->faults += !worker->blocking;
    worker->blocking = false;
    worker->blocking_calls++;
}

static void critical_begin(struct env *env) {
    struct stand_worker *worker = worker_of(env);
    pthread_mutex_lock(&worker->stand->critical);
    worker->faults += worker->blocking || worker->critical;
    worker->critical = true;
    worker->critical_sections++;
}

static void critical_end(struct env *env) {
    struct stand_worker *worker = worker_of(env);
    worker->faults += !worker->critical;
    worker->critical = false;
    pthread_mutex_unlock(&worker->stand->critical);
}

/* Nothing is timed here: that it was asked for is enough. */
static void compute(struct env *env, uint64_t time_ns) {
    struct stand_worker *worker = worker_of(env);
    worker->faults += worker->blocking || !worker->stand->kernel->computes_by_time;
    worker->computed_ns += time_ns;
}

/* Waits for all workers; true if they came for the same reason. Lone workers meet nobody. */
static bool meet(struct stand_worker *worker, bool same) {
    struct stand *stand = worker->stand;
    worker->faults += !stand->kernel->lockstep || worker->blocking || worker->critical;
    pthread_barrier_wait(&stand->meeting);
    for (unsigned i = 0; i < stand->problem.workers; i++) {
        const struct stand_worker *other = &stand->workers[i];
        same = same && !other->values == !worker->values &&
               other->value_count == worker->value_count && !other->edges == !worker->edges &&
               (!worker->edges || other->edges->bytes == worker->edges->bytes);
    }
    worker->faults += !same;
    return same;
}

static void allreduce(struct env *env, uint64_t *values, size_t count) {
    enum { COUNT_MAX = 256 };
    struct stand_worker *worker = worker_of(env);
    struct stand *stand = worker->stand;
    uint64_t sums[COUNT_MAX] = {0};
    worker->allreduces++;
    worker->values = values;
    worker->value_count = count;
    worker->edges = NULL;
    if (meet(worker, count <= COUNT_MAX))
        for (unsigned w = 0; w < stand->problem.workers; w++)
            for (size_t i = 0; i < count; i++)
                sums[i] += stand->workers[w].values[i];
    pthread_barrier_wait(&stand->meeting);
    memcpy(values, sums, count * sizeof *values);
}

static void exchange(struct env *env, const struct exchange *edges) {
    struct stand_worker *worker = worker_of(env);
    struct stand *stand = worker->stand;
    const unsigned self = env->worker;
    worker->exchanges++;
    worker->values = NULL;
    worker->value_count = 0;
    worker->edges = edges;
    if (meet(worker, true)) {
        if (self > 0)
            memcpy(edges->from_previous, stand->workers[self - 1].edges->to_next, edges->bytes);
        if (self + 1 < stand->problem.workers)
            memcpy(edges->from_next, stand->workers[self + 1].edges->to_previous, edges->bytes);
    }
    pthread_barrier_wait(&stand->meeting);
}

static void look(struct env *env) {
    struct stand_worker *worker = worker_of(env);
    worker->faults += worker->blocking || worker->critical || !worker->stand->kernel->lockstep;
    worker->looks++;
}

static void failed(struct env *env, const char *what, int error_number) {
    struct stand_worker *worker = worker_of(env);
    worker->faults++;
    if (worker->failed_what)
        return;
    worker->failed_what = what;
    worker->failed_error = error_number;
}

static bool setting_find(const struct kernel *kernel, const char *name, unsigned *index) {
    for (*index = 0; *index < kernel_parameter_count(kernel); ++*index)
        if (strcmp(kernel->parameters[*index].name, name) == 0)
            return true;
    return false;
}

void stand_set(struct problem *problem, const struct kernel *kernel, const char *name,
               struct setting setting) {
    unsigned index;
    assert_true(setting_find(kernel, name, &index));
    problem->settings[index] = setting;
}

static void shorten(struct problem *problem, const struct kernel *kernel) {
    static const struct {
        const char *kernel, *setting;
        uint64_t number;
    } shorter[] = {
        {"sleep", "time", 20000},     {"mixed", "wait", 20000}, {"http", "latency", 20000},
        {"http", "bytes", 1001},      {"heat", "steps", 7},     {"train", "steps", 5},
        {"transfer", "bytes", 10001}, {"file", "bytes", 10001}, {"file", "block", 4096}};
    for (size_t i = 0; i < sizeof shorter / sizeof *shorter; i++)
        if (strcmp(kernel->name, shorter[i].kernel) == 0)
            stand_set(problem, kernel, shorter[i].setting,
                      (struct setting){.number = shorter[i].number, .text = ""});
}

struct problem stand_problem(const struct kernel *kernel, unsigned variant, uint64_t items,
                             unsigned workers) {
    struct problem problem = {
        .items = items, .tasks = workers, .token = (uint64_t)getpid(), .seed = 20240601};
    problem.variant = variant;
    problem.workers = workers;
    for (unsigned i = 0; i < kernel_parameter_count(kernel); i++)
        problem.settings[i] = (struct setting){kernel->parameters[i].default_number, ""};
    shorten(&problem, kernel);
    return problem;
}

static void shared_make(struct stand *stand) {
    const struct kernel *kernel = stand->kernel;
    const size_t bytes = kernel->shared_bytes ? kernel->shared_bytes(&stand->problem) : 0;
    if (bytes == 0)
        return;
    stand->shared = aligned_alloc(LINE_BYTES, (bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES);
    assert_non_null(stand->shared);
}

void stand_start(struct stand *stand, const struct kernel *kernel, const struct problem *problem) {
    assert_in_range(problem->workers, 1, STAND_WORKERS_MAX);
    assert_true(problem->items > 0);
    *stand = (struct stand){.kernel = kernel, .problem = *problem};
    pthread_mutex_init(&stand->critical, NULL);
    assert_int_equal(pthread_barrier_init(&stand->meeting, NULL, problem->workers), 0);
    if (kernel->setup)
        stand->setup_error = kernel->setup(&stand->problem, &stand->state, &stand->setup_what);
    shared_make(stand);
    stand_clear(stand);
}

static struct env env_of(const struct stand *stand, unsigned worker) {
    return (struct env){.worker = worker,
                        .shared = stand->shared,
                        .block_begin = block_begin,
                        .block_end = block_end,
                        .critical_begin = critical_begin,
                        .critical_end = critical_end,
                        .compute = compute,
                        .allreduce = allreduce,
                        .exchange = exchange,
                        .look = look,
                        .failed = failed};
}

void stand_clear(struct stand *stand) {
    if (stand->shared)
        memset(stand->shared, 0, stand->kernel->shared_bytes(&stand->problem));
    for (unsigned i = 0; i < STAND_WORKERS_MAX; i++)
        stand->workers[i] = (struct stand_worker){.env = env_of(stand, i), .stand = stand};
}

uint64_t stand_run(struct stand *stand, unsigned worker, struct range range) {
    const struct kernel *kernel = stand->kernel;
    CHECK(worker < stand->problem.workers);
    if (kernel->touch)
        kernel->touch(stand->state, range);
    return kernel->run(stand->state, &stand->problem, range, &stand->workers[worker].env);
}

struct together {
    struct stand *stand;
    unsigned worker;
    struct range range;
    uint64_t checksum;
};

static void *run_one(void *argument) {
    struct together *one = argument;
    one->checksum = stand_run(one->stand, one->worker, one->range);
    return NULL;
}

uint64_t stand_run_together(struct stand *stand, const uint64_t *ends) {
    pthread_t threads[STAND_WORKERS_MAX];
    struct together all[STAND_WORKERS_MAX];
    uint64_t checksum = stand->kernel->identity;
    for (unsigned i = 0; i < stand->problem.workers; i++) {
        all[i] = (struct together){stand, i, {i > 0 ? ends[i - 1] : 0, ends[i]}, 0};
        CHECK(pthread_create(&threads[i], NULL, run_one, &all[i]) == 0);
    }
    for (unsigned i = 0; i < stand->problem.workers; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        checksum = kernel_combine(stand->kernel, checksum, all[i].checksum);
    }
    return stand_collect(stand, checksum);
}

uint64_t stand_collect(const struct stand *stand, uint64_t checksum) {
    const struct kernel *kernel = stand->kernel;
    if (!kernel->collect)
        return checksum;
    return kernel_combine(kernel, checksum, kernel->collect(stand->shared, &stand->problem));
}

uint64_t stand_faults(const struct stand *stand) {
    uint64_t faults = 0;
    for (unsigned i = 0; i < STAND_WORKERS_MAX; i++)
        faults +=
            stand->workers[i].faults + stand->workers[i].blocking + stand->workers[i].critical;
    return faults;
}

uint64_t stand_blocking_calls(const struct stand *stand) {
    uint64_t calls = 0;
    for (unsigned i = 0; i < STAND_WORKERS_MAX; i++)
        calls += stand->workers[i].blocking_calls;
    return calls;
}

void stand_stop(struct stand *stand) {
    if (stand->kernel->teardown && !stand->setup_error)
        stand->kernel->teardown(stand->state);
    free(stand->shared);
    pthread_barrier_destroy(&stand->meeting);
    pthread_mutex_destroy(&stand->critical);
}

uint64_t stand_items(const struct kernel *kernel, double budget_ns, uint64_t most) {
    const double fit = budget_ns / (kernel->nominal_ns_per_item + 1e-9);
    if (fit >= (double)most)
        return most;
    return fit < STAND_ITEMS_MIN ? STAND_ITEMS_MIN : (uint64_t)fit;
}
