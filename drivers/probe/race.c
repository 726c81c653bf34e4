/*
 * race: all workers count in one counter. Unprotected, an increment is a load, an addition and a
 * store; of two workers that load the same value one update is lost. Load and store are relaxed
 * atomics, so that C11 defines what happens (a plain `counter++` by two threads would be undefined
 * behaviour, and the compiler might well add everything up in a register): the race is in the
 * algorithm, where it belongs. With a lock or one atomic addition nothing is lost.
 *
 * Under --gil a worker looks at the lock between increments, as CPython 3.10 and later do (at
 * loops' back edges and calls only): a thread is never suspended between load and store by the
 * lock, so nothing is lost among threads. Ranks have a lock each, and lose as before.
 */
#include "probe.h"

#include <stdatomic.h>
#include <stdio.h>

enum { UNPROTECTED, LOCK, ATOMIC };

struct shared {
    _Atomic uint64_t counter;
};

static size_t shared_bytes(const struct problem *problem) {
    (void)problem;
    return sizeof(struct shared);
}

static void count_unprotected(struct shared *shared, uint64_t times) {
    for (uint64_t i = 0; i < times; i++) {
        const uint64_t seen = atomic_load_explicit(&shared->counter, memory_order_relaxed);
        atomic_store_explicit(&shared->counter, seen + 1, memory_order_relaxed);
    }
}

static void count_locked(struct shared *shared, uint64_t times, struct env *env) {
    for (uint64_t i = 0; i < times; i++) {
        env->critical_begin(env);
        const uint64_t seen = atomic_load_explicit(&shared->counter, memory_order_relaxed);
        atomic_store_explicit(&shared->counter, seen + 1, memory_order_relaxed);
        env->critical_end(env);
    }
}

static void count_atomic(struct shared *shared, uint64_t times) {
    for (uint64_t i = 0; i < times; i++)
        atomic_fetch_add_explicit(&shared->counter, 1, memory_order_relaxed);
}

/* The checksum: increments done. */
static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    const uint64_t times = range.end - range.begin;
    if (problem->variant == UNPROTECTED)
        count_unprotected(env->shared, times);
    else if (problem->variant == LOCK)
        count_locked(env->shared, times, env);
    else
        count_atomic(env->shared, times);
    return times;
}

static uint64_t lost(const struct problem *problem, const struct shared *shared) {
    return problem->items - atomic_load_explicit(&shared->counter, memory_order_relaxed);
}

/* A lost update is what the unprotected variant is there to count, and a wrong result otherwise. */
static uint64_t collect(const void *shared, const struct problem *problem) {
    return problem->variant == UNPROTECTED ? 0 : lost(problem, shared);
}

static uint64_t expected(const struct problem *problem) {
    return problem->items;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    sample->lost = (double)lost(problem, shared);
}

static void words(const struct sample *sample, char *text, size_t room) {
    snprintf(text, room, "%.0f of %llu updates lost", sample->lost,
             (unsigned long long)sample->items);
}

static const struct variant variants[] = {
    [UNPROTECTED] = {"unprotected", "load, add, store: a documented race", 100 * 1000 * 1000},
    [LOCK] = {"lock", "the same inside a mutex", 1000 * 1000},
    [ATOMIC] = {"atomic", "one atomic addition", 10 * 1000 * 1000},
    {NULL, NULL, 0},
};

const struct probe probe_race = {
    .kernel = {.name = "race",
               .summary = "all workers count in one shared counter: updates lost",
               .item = "one increment",
               .default_size = 100 * 1000 * 1000,
               .items_per_look = 1000,
               .nominal_ns_per_item = 1,
               .variants = variants,
               .shared_bytes = shared_bytes,
               .run = run,
               .collect = collect,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .options = PROBE_GIL | PROBE_SCHEDULE | PROBE_TASKS | PROBE_SIZE | PROBE_SCALING | PROBE_PIN |
               PROBE_TRACE,
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .nominal_s = 0.05,
    .conclude = conclude,
    .words = words,
};
