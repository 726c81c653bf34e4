/*
 * falseshare: every worker counts in a counter of its own; whether the counters share a cache line
 * is the question.
 *
 * Item: one atomic increment, as statistics counters have it that others read. (Of a plain load and
 * store, recent processors forward the value inside the core and write the line seldom: measured
 * here, packed counters then cost nothing.) Variants: `packed` puts the counters side by side, so
 * that a line of 64 bytes holds eight of them and travels between cores with every write; `padded`
 * puts them 128 bytes apart (two lines, because processors fetch lines in pairs: Intel's
 * optimization manual, "spatial prefetcher"). Class os: nothing but the layout of memory that
 * workers share decides; in threads it happens by accident, ranks must ask for such memory (an MPI
 * window). Term and cure: Torrellas, Lam, Hennessy, IEEE Trans. Comput. 43(6), 1994.
 *
 * Checksum: the sum of all counters. Expected: the number of items.
 *
 * Why the loop stays: neither gcc 12 nor clang 14 merges two atomic additions.
 */
#include "kernel.h"

#include <stdatomic.h>

enum { PACKED, PADDED };

static const struct variant variants[] = {
    [PACKED] = {"packed", "counters side by side in one cache line", 0},
    [PADDED] = {"padded", "counters 128 bytes apart", 0},
    {NULL, NULL, 0},
};

static const size_t distance_bytes[] = {[PACKED] = sizeof(uint64_t), [PADDED] = 128};

static size_t shared_bytes(const struct problem *problem) {
    return problem->workers * distance_bytes[problem->variant];
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    const size_t offset = env->worker * distance_bytes[problem->variant];
    _Atomic uint64_t *counter = (void *)((char *)env->shared + offset);
    for (uint64_t i = range.begin; i < range.end; i++)
        atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
    return 0;
}

static uint64_t collect(const void *shared, const struct problem *problem) {
    uint64_t total = 0;
    for (unsigned worker = 0; worker < problem->workers; worker++) {
        const char *counter = (const char *)shared + worker * distance_bytes[problem->variant];
        total += *(const uint64_t *)(const void *)counter;
    }
    return total;
}

static uint64_t expected(const struct problem *problem) {
    return problem->items;
}

const struct kernel kernel_falseshare = {
    .name = "falseshare",
    .summary = "counts in neighbouring counters that share a cache line or do not",
    .item = "one increment",
    .class = CLASS_OS,
    .default_size = 10000000,
    .items_per_look = 1000,
    .nominal_ns_per_item = 5.0,
    .variants = variants,
    .shared_bytes = shared_bytes,
    .run = run,
    .collect = collect,
    .expected = expected,
};
