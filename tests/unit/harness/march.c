#include "march.h"

#include "clock.h"
#include "mix.h"

#include <sched.h>
#include <string.h>

enum { VALUES_MAX = 70, EDGE_MAX = 9000, UNTOUCHED = 0x5a };

struct march march;

void march_reset(void) {
    memset(&march, 0, sizeof march);
    march.fails_at = -1;
}

static size_t value_count(unsigned step) {
    return 1 + mix_pair(step, 1) % VALUES_MAX;
}

static size_t edge_bytes(unsigned step) {
    return 1 + mix_pair(step, 2) % EDGE_MAX;
}

static uint64_t value_of(unsigned worker, unsigned step, size_t i) {
    return mix_pair(worker, step * 1000 + i);
}

/* What a worker sends: side 0 to the previous one, 1 to the next one. */
static unsigned char edge_byte(unsigned worker, unsigned step, unsigned side, size_t i) {
    return (unsigned char)mix_pair(2 * worker + side, step * UINT64_C(10000) + i);
}

static unsigned wrong_sums(struct env *env, unsigned workers, unsigned step) {
    uint64_t values[VALUES_MAX];
    const size_t count = value_count(step);
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++)
        values[i] = value_of(env->worker, step, i);
    env->allreduce(env, values, count);
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = 0;
        for (unsigned w = 0; w < workers; w++)
            sum += value_of(w, step, i);
        wrong += values[i] != sum;
    }
    return wrong;
}

static unsigned wrong_bytes(const unsigned char *edge, size_t bytes, bool comes, unsigned sender,
                            unsigned step, unsigned side) {
    unsigned wrong = 0;
    for (size_t i = 0; i < bytes; i++)
        wrong += edge[i] != (comes ? edge_byte(sender, step, side, i) : UNTOUCHED);
    return wrong;
}

static unsigned wrong_edges(struct env *env, unsigned workers, unsigned step) {
    unsigned char sent[2][EDGE_MAX], got[2][EDGE_MAX];
    const size_t bytes = edge_bytes(step);
    const unsigned self = env->worker;
    for (unsigned side = 0; side < 2; side++)
        for (size_t i = 0; i < bytes; i++)
            sent[side][i] = edge_byte(self, step, side, i);
    memset(got, UNTOUCHED, sizeof got);
    const struct exchange edges = {sent[0], sent[1], got[0], got[1], bytes};
    env->exchange(env, &edges);
    memset(sent, 0, sizeof sent); /* the contract allows it at once */
    return wrong_bytes(got[0], bytes, self > 0, self - 1, step, 1) +
           wrong_bytes(got[1], bytes, self + 1 < workers, self + 1, step, 0);
}

/* Nobody is where the others are. */
static void dawdle(unsigned worker, unsigned step) {
    const uint64_t dice = mix_pair(worker + 100, step);
    if (step == 0 && worker == 0 && march.slow_step_ns)
        clock_sleep_ns(march.slow_step_ns);
    else if (dice % 8 == 0)
        clock_sleep_ns(dice % 100000);
    else if (dice % 8 < 3)
        sched_yield();
}

static void note_wait(uint64_t cpu_ns) {
    unsigned long long longest = march.longest_wait_cpu_ns;
    while (cpu_ns > longest &&
           !atomic_compare_exchange_weak(&march.longest_wait_cpu_ns, &longest, cpu_ns))
        ;
}

/* Sums and edges in turn, sometimes two of a kind. */
static unsigned step_run(struct env *env, unsigned workers, unsigned step) {
    const uint64_t kind = mix_pair(step, 3) % 3;
    unsigned wrong = 0;
    const uint64_t cpu_ns = clock_thread_cpu_ns();
    if (kind != 1)
        wrong += wrong_sums(env, workers, step);
    if (kind != 2)
        wrong += wrong_edges(env, workers, step);
    if (step == 0 && env->worker > 0)
        note_wait(clock_thread_cpu_ns() - cpu_ns);
    return wrong;
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
    march.calls++;
    unsigned wrong = range.begin == range.end;
    for (unsigned step = 0; step < MARCH_STEPS; step++) {
        dawdle(env->worker, step);
        if (step == MARCH_STEPS / 2 && (int)env->worker == march.fails_at)
            env->failed(env, "marching", 28);
        wrong += step_run(env, problem->workers, step);
        env->look(env);
    }
    march.faults += wrong;
    return sum_of(problem, range.begin, range.end) + wrong;
}

static uint64_t expected(const struct problem *problem) {
    return sum_of(problem, 0, problem->items);
}

const struct kernel march_kernel = {
    .name = "march",
    .summary = "marches in lockstep",
    .item = "one item",
    .class = CLASS_COMM,
    .default_size = 10,
    .items_per_look = 1,
    .lockstep = true,
    .run = run,
    .expected = expected,
};
