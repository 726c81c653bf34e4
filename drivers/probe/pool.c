/*
 * pool: many tasks of very different length, handed out by each of the three schedules. What comes
 * out is the makespan against what no schedule can beat; the lengths are computed, not slept.
 */
#include "pool.h"

#include "mix.h"
#include "probe.h"

#include <stdio.h>

enum { SHORTEST_NS = 50 * 1000, DOUBLINGS = 8 };

uint64_t pool_task_ns(uint64_t seed, uint64_t task) {
    const uint64_t random = mix_pair(seed, task);
    /* Trailing zeros of random bits: k of them with probability 2^-(k+1). */
    const unsigned zeros = (unsigned)__builtin_ctzll(random | UINT64_C(1) << DOUBLINGS);
    return (uint64_t)SHORTEST_NS << zeros;
}

uint64_t pool_bound_ns(uint64_t seed, uint64_t tasks, unsigned workers) {
    uint64_t longest_ns = 0, total_ns = 0;
    for (uint64_t task = 0; task < tasks; task++) {
        const uint64_t task_ns = pool_task_ns(seed, task);
        longest_ns = task_ns > longest_ns ? task_ns : longest_ns;
        total_ns += task_ns;
    }
    const uint64_t share_ns = total_ns / workers;
    return share_ns > longest_ns ? share_ns : longest_ns;
}

/* The checksum: a hash of every task done. */
static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    uint64_t sum = 0;
    for (uint64_t task = range.begin; task < range.end; task++) {
        env->compute(env, pool_task_ns(problem->seed, task));
        sum += mix_word(task + 1);
    }
    return sum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t sum = 0;
    for (uint64_t task = problem->items; task-- > 0;)
        sum += mix_word(task + 1);
    return sum;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    (void)shared;
    sample->bound_s = 1e-9 * (double)pool_bound_ns(problem->seed, problem->items, problem->workers);
}

static void words(const struct sample *sample, char *text, size_t room) {
    snprintf(text, room, "%.3f x the lower bound", sample->wall_s / sample->bound_s);
}

static const struct variant variants[] = {
    {"static", "a block of tasks for each worker", 0},
    {"dynamic", "the next task to whoever asks", 0},
    {"guided", "shrinking chunks to whoever asks", 0},
    {NULL, NULL, 0},
};

const struct probe probe_pool = {
    .kernel = {.name = "pool",
               .summary = "tasks of very different length by each schedule: makespan",
               .item = "one task, 50 us to 13 ms long",
               .default_size = 500,
               .items_per_look = 1,
               .nominal_ns_per_item = 225 * 1000,
               .computes_by_time = true,
               .variants = variants,
               .run = run,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .options = PROBE_GIL | PROBE_SIZE | PROBE_PIN | PROBE_TRACE,
    .items = PROBE_ITEMS_ARE_TASKS,
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .nominal_s = 0.35,
    .variants_are_schedules = true,
    .conclude = conclude,
    .words = words,
};
