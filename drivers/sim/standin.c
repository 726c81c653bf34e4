#include "standin.h"

#include "check.h"
#include "cost.h"
#include "registry.h"

#include <smpi/smpi.h>
#include <stdlib.h>

/* One configuration's stand-in. */
struct standin {
    struct kernel kernel;        /* what the harness sees */
    const struct kernel *real;   /* whose place it takes */
    const struct problem *whole; /* what the plan asks for */
    struct problem small;        /* lockstep: one item per worker */
    struct cost cost;
    void *state;     /* lockstep: of the real kernel, for the small problem */
    uint64_t pauses; /* lockstep: calls of exchange and allreduce in one run */
};

/* The environment of a real kernel in lockstep: passes time before it talks. */
struct paced {
    struct env env; /* first: the kernel hands it back */
    struct env *outer;
    double pause_s; /* before every call */
    uint64_t calls;
};

static struct {
    struct standin *list;
    size_t count;
} standins;

static struct standin *standin_of(const struct problem *problem) {
    for (size_t i = 0; i < standins.count; i++)
        if (standins.list[i].whole == problem)
            return &standins.list[i];
    CHECK(!"every configuration has its stand-in");
    return NULL;
}

/* --- ordinary kernels ------------------------------------------------------------------------ */

static int find(const struct problem *problem, void **state, const char **what) {
    (void)what;
    *state = standin_of(problem);
    return 0;
}

static uint64_t pass(void *state, const struct problem *problem, struct range range,
                     struct env *env) {
    const struct standin *standin = state;
    const uint64_t items = range.end - range.begin;
    (void)problem;
    (void)env;
    if (items)
        smpi_execute(cost_seconds(&standin->cost, items));
    return items;
}

static uint64_t all_items(const struct problem *problem) {
    return problem->items;
}

/* --- kernels in lockstep --------------------------------------------------------------------- */

static struct paced *paced_of(struct env *env) {
    return (struct paced *)env;
}

static void paced_allreduce(struct env *env, uint64_t *values, size_t count) {
    struct paced *paced = paced_of(env);
    smpi_execute(paced->pause_s);
    paced->outer->allreduce(paced->outer, values, count);
}

static void paced_exchange(struct env *env, const struct exchange *edges) {
    struct paced *paced = paced_of(env);
    smpi_execute(paced->pause_s);
    paced->outer->exchange(paced->outer, edges);
}

static void no_look(struct env *env) {
    (void)env;
}

static void count_allreduce(struct env *env, uint64_t *values, size_t count) {
    (void)values;
    (void)count;
    paced_of(env)->calls++;
}

static void count_exchange(struct env *env, const struct exchange *edges) {
    (void)edges;
    paced_of(env)->calls++;
}

/* How often one run talks: the kernel alone, on one item, with nobody at the other end. */
static uint64_t count_calls(const struct standin *standin) {
    struct paced paced = {
        .env = {.allreduce = count_allreduce, .exchange = count_exchange, .look = no_look}};
    standin->real->run(standin->state, &standin->small, (struct range){0, 1}, &paced.env);
    return paced.calls;
}

static int setup_small(const struct problem *problem, void **state, const char **what) {
    struct standin *standin = standin_of(problem);
    standin->state = NULL;
    const int error = standin->real->setup(&standin->small, &standin->state, what);
    if (error)
        return error;
    standin->pauses = count_calls(standin);
    *state = standin;
    return 0;
}

/* Which worker's share begins with that item: the inverse of partition.h. */
static uint64_t worker_at(const struct problem *problem, uint64_t item) {
    const uint64_t each = problem->items / problem->workers;
    const uint64_t larger = problem->items % problem->workers, before = larger * (each + 1);
    return item < before ? item / (each + 1) : larger + (item - before) / each;
}

static void touch_small(void *state, struct range range) {
    const struct standin *standin = state;
    const uint64_t worker = worker_at(standin->whole, range.begin);
    standin->real->touch(standin->state, (struct range){worker, worker + 1});
}

static uint64_t run_small(void *state, const struct problem *problem, struct range range,
                          struct env *env) {
    const struct standin *standin = state;
    const double seconds = cost_seconds(&standin->cost, range.end - range.begin);
    struct paced paced = {.env = *env, .outer = env};
    (void)problem;
    paced.pause_s = seconds / (double)standin->pauses;
    paced.env.allreduce = paced_allreduce;
    paced.env.exchange = paced_exchange;
    paced.env.look = no_look;
    return standin->real->run(standin->state, &standin->small,
                              (struct range){env->worker, env->worker + 1}, &paced.env);
}

static uint64_t expected_small(const struct problem *problem) {
    const struct standin *standin = standin_of(problem);
    return standin->real->expected(&standin->small);
}

static void teardown_small(void *state) {
    struct standin *standin = state;
    standin->real->teardown(standin->state);
}

/* --- the plan -------------------------------------------------------------------------------- */

static void dress(struct standin *standin) {
    struct kernel *kernel = &standin->kernel;
    *kernel = *standin->real;
    kernel->shared_bytes = NULL;
    kernel->collect = NULL;
    if (kernel->lockstep) {
        kernel->setup = setup_small;
        kernel->touch = touch_small;
        kernel->run = run_small;
        kernel->expected = expected_small;
        kernel->teardown = teardown_small;
        return;
    }
    kernel->setup = find;
    kernel->touch = NULL;
    kernel->run = pass;
    kernel->expected = all_items;
    kernel->combine = NULL;
    kernel->identity = 0;
    kernel->teardown = NULL;
}

static bool is_waiting(enum kernel_class class) {
    return class == CLASS_OS || class == CLASS_IO || class == CLASS_MIXED;
}

static bool stand_in(struct configuration *configuration, const char *costs, struct fault *fault) {
    struct standin *standin = &standins.list[standins.count];
    const struct kernel *real = configuration->kernel;
    if (is_waiting(real->class))
        configuration->skip = "a simulation has no devices and no operating system";
    if (configuration->skip)
        return true;
    *standin = (struct standin){
        .real = real, .whole = &configuration->problem, .small = configuration->problem};
    standin->small.items = standin->small.tasks = configuration->problem.workers;
    standins.count++;
    dress(standin);
    configuration->kernel = &standin->kernel;
    return cost_read(costs, real->name, kernel_variant_name(real, configuration->problem.variant),
                     configuration->params, &standin->cost, fault);
}

static void forget(void) {
    for (size_t i = 0; i < standins.count; i++)
        cost_free(&standins.list[i].cost);
    free(standins.list);
    standins.list = NULL;
    standins.count = 0;
}

bool standin_adapt(struct plan *plan, const struct options *options, struct fault *fault) {
    const char *costs = getenv("CONVOY_COSTS");
    if (options->probe)
        return fault_user(fault, "--probe: a probe measures a machine, and there is none here");
    if (options->gil != GIL_OFF)
        return fault_user(fault, "--gil: a lock within one process is not simulated");
    if (!costs)
        return fault_user(fault, "environment variable CONVOY_COSTS: raw samples of convoy-serial "
                                 "are needed (jobs/simulate.sh measures them)");
    forget();
    standins.list = must_alloc(plan->count * sizeof *standins.list);
    for (size_t i = 0; i < plan->count; i++)
        if (!stand_in(&plan->list[i], costs, fault))
            return false;
    return true;
}
