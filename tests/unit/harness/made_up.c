#include "made_up.h"

#include "journal.h"
#include "mix.h"

#include <string.h>

struct made_up made_up;

void made_up_reset(void) {
    memset(&made_up, 0, sizeof made_up);
    made_up.fails_at = UINT64_MAX;
    journal_clear();
}

static size_t shared_bytes(const struct problem *problem) {
    (void)problem;
    return sizeof(atomic_ullong);
}

static int setup(const struct problem *problem, void **state, const char **what) {
    (void)problem;
    if (made_up.noted)
        journal_add("setup");
    *what = "making things up";
    *state = &made_up;
    return made_up.setup_error;
}

static void touch(void *state, struct range range) {
    struct made_up *self = state;
    if (self->noted)
        journal_add("touch(%d-%d)", (int)range.begin, (int)range.end);
    for (uint64_t i = range.begin; i < range.end; i++) {
        self->touches[i]++;
        self->toucher[i] = pthread_self();
    }
}

static void note_run(struct range range, struct env *env) {
    const uint64_t length = range.end - range.begin;
    unsigned long long longest = made_up.longest;
    if (made_up.noted)
        journal_add("run(%d-%d)", (int)range.begin, (int)range.end);
    made_up.calls++;
    while (length > longest && !atomic_compare_exchange_weak(&made_up.longest, &longest, length))
        ;
    for (uint64_t i = range.begin; i < range.end && i < MADE_UP_ITEMS_MAX; i++) {
        made_up.runs[i]++;
        made_up.runner[i] = pthread_self();
        made_up.worker[i] = env->worker;
    }
}

static uint64_t sum_of(const struct problem *problem, uint64_t begin, uint64_t end) {
    uint64_t sum = 0;
    for (uint64_t i = begin; i < end; i++)
        sum += mix_pair(problem->seed, i);
    return sum;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    note_run(range, env);
    if (made_up.fails_at >= range.begin && made_up.fails_at < range.end) {
        env->failed(env, "running things", 28);
        env->failed(env, "a second failure", 5);
    }
    for (unsigned i = 0; i < made_up.blocking_calls; i++) {
        env->block_begin(env);
        env->block_end(env);
    }
    if (env->shared) {
        atomic_fetch_add((atomic_ullong *)env->shared, range.end - range.begin);
        env->critical_begin(env);
        made_up.guarded++;
        env->critical_end(env);
    }
    return sum_of(problem, range.begin, range.end) + (made_up.wrong && range.begin == 0);
}

/* Items that were counted in shared memory: as many as there are, if it was cleared before. */
static uint64_t collect(const void *shared, const struct problem *problem) {
    if (made_up.noted)
        journal_add("collect");
    return *(const unsigned long long *)shared - problem->items;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t sum = 0;
    for (uint64_t i = problem->items; i-- > 0;)
        sum += mix_pair(problem->seed, i);
    return sum;
}

static void teardown(void *state) {
    (void)state;
    if (made_up.noted)
        journal_add("teardown");
}

static struct work work(const struct problem *problem) {
    return (struct work){problem->items * 8, problem->items * 2, problem->tasks};
}

const struct kernel made_up_kernel = {
    .name = "madeup",
    .summary = "counts what is done to it",
    .item = "one item",
    .class = CLASS_MIXED,
    .default_size = 10,
    .items_per_look = MADE_UP_PER_LOOK,
    .shared_bytes = shared_bytes,
    .setup = setup,
    .touch = touch,
    .run = run,
    .collect = collect,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};

const struct kernel bare_kernel = {
    .name = "bare",
    .summary = "has nothing but what it must have",
    .item = "one item",
    .default_size = 10,
    .items_per_look = MADE_UP_PER_LOOK,
    .run = run,
    .expected = expected,
};
