/*
 * sum: adds the integers 1 .. items, in the ways the Python studies do it: into a total of one's
 * own, into one total that all workers share, or into an array in shared memory.
 *
 * Item: one integer added; item i adds i + 1. Class cpu: the data are the index itself. Expected:
 * the closed form n (n + 1) / 2 modulo 2^64.
 *
 * Why the loops stay: `private` keeps its total behind KEEP, else clang puts the closed form in
 * place of the loop. `lock` calls functions the compiler cannot see into for every item. The others
 * store through C11 atomics, of which neither gcc 12 nor clang 14 merges two; relaxed loads and
 * stores are plain moves on x86-64, so that what is measured is the cache line and not a fence.
 */
#include "kernel.h"

#include <stdatomic.h>

/* Two lines of 64 bytes: processors fetch neighbouring lines in pairs (Intel's optimization manual,
 * "spatial prefetcher"), so that slots one line apart would still disturb each other. */
enum { PADDED_SLOT_BYTES = 128 };

/* One way of adding: the loop, and where its workers' slots lie in shared memory. */
struct way {
    uint64_t (*add)(struct range, struct env *, size_t slot_bytes);
    size_t slot_bytes; /* distance of two workers' slots; 0: all use the first */
    bool shares;       /* leaves its result in shared memory */
};

static uint64_t add_private(struct range range, struct env *env, size_t slot_bytes) {
    (void)env;
    (void)slot_bytes;
    uint64_t total = 0;
    for (uint64_t i = range.begin; i < range.end;) {
        i++;
        KEEP(i); /* else clang adds i and 1 one after the other, a second cycle per item */
        total += i;
        KEEP(total);
    }
    return total;
}

static uint64_t add_locked(struct range range, struct env *env, size_t slot_bytes) {
    (void)slot_bytes;
    uint64_t *total = env->shared;
    for (uint64_t i = range.begin; i < range.end; i++) {
        env->critical_begin(env);
        *total += i + 1;
        env->critical_end(env);
    }
    return 0;
}

static uint64_t add_atomic(struct range range, struct env *env, size_t slot_bytes) {
    (void)slot_bytes;
    _Atomic uint64_t *total = env->shared;
    for (uint64_t i = range.begin; i < range.end; i++)
        atomic_fetch_add_explicit(total, i + 1, memory_order_relaxed);
    return 0;
}

/* A slot has one writer, so a load and a store do: no other worker's addition can be lost. */
static uint64_t add_to_slot(struct range range, struct env *env, size_t slot_bytes) {
    _Atomic uint64_t *slot = (void *)((char *)env->shared + env->worker * slot_bytes);
    for (uint64_t i = range.begin; i < range.end; i++) {
        const uint64_t before = atomic_load_explicit(slot, memory_order_relaxed);
        atomic_store_explicit(slot, before + i + 1, memory_order_relaxed);
    }
    return 0;
}

enum { PRIVATE, LOCK, ATOMIC, SHARED_ARRAY, SHARED_ARRAY_PADDED };

static const struct way ways[] = {
    [PRIVATE] = {add_private, 0, false},
    [LOCK] = {add_locked, 0, true},
    [ATOMIC] = {add_atomic, 0, true},
    [SHARED_ARRAY] = {add_to_slot, sizeof(uint64_t), true},
    [SHARED_ARRAY_PADDED] = {add_to_slot, PADDED_SLOT_BYTES, true},
};

/* Sizes by what one item costs without contention: 0.3 ns, 20 ns, 5 ns, 1 ns. */
static const struct variant variants[] = {
    [PRIVATE] = {"private", "every worker has a total of its own", 200000000},
    [LOCK] = {"lock", "one total for all, under a lock for every item", 2000000},
    [ATOMIC] = {"atomic", "one total for all, an atomic addition for every item", 10000000},
    [SHARED_ARRAY] = {"shared-array", "one slot per worker, side by side in one cache line",
                      50000000},
    [SHARED_ARRAY_PADDED] = {"shared-array-padded", "one slot per worker, 128 bytes apart",
                             50000000},
    {NULL, NULL, 0},
};

static unsigned slot_count(const struct way *way, const struct problem *problem) {
    return way->slot_bytes ? problem->workers : 1;
}

static size_t shared_bytes(const struct problem *problem) {
    const struct way *way = &ways[problem->variant];
    if (!way->shares)
        return 0;
    const size_t apart = way->slot_bytes ? way->slot_bytes : sizeof(uint64_t);
    return slot_count(way, problem) * apart;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    const struct way *way = &ways[problem->variant];
    return way->add(range, env, way->slot_bytes);
}

static uint64_t collect(const void *shared, const struct problem *problem) {
    const struct way *way = &ways[problem->variant];
    if (!way->shares)
        return 0;
    uint64_t total = 0;
    for (unsigned slot = 0; slot < slot_count(way, problem); slot++)
        total += *(const uint64_t *)(const void *)((const char *)shared + slot * way->slot_bytes);
    return total;
}

/* One of n and n + 1 is even and is halved before the product can overflow. */
static uint64_t expected(const struct problem *problem) {
    const uint64_t n = problem->items;
    return n % 2 == 0 ? n / 2 * (n + 1) : (n / 2 + 1) * n;
}

const struct kernel kernel_sum = {
    .name = "sum",
    .summary = "adds the integers from 1 up, with or without anything shared",
    .item = "one integer added",
    .class = CLASS_CPU,
    .default_size = 200000000,
    .items_per_look = 20000,
    .nominal_ns_per_item = 0.28,
    .variants = variants,
    .shared_bytes = shared_bytes,
    .run = run,
    .collect = collect,
    .expected = expected,
};
