/*
 * triad: a[i] = b[i] + s c[i] over arrays much larger than the caches. Definition and counting (24
 * bytes and 2 operations per item, the read that a write to a cached line causes not counted):
 * McCalpin's STREAM, https://www.cs.virginia.edu/stream/ref.html.
 *
 * Item: one element. Class memory: bandwidth is the bound. STREAM asks for arrays of at least four
 * times the last-level cache; the default, 672 MB in all, is that for caches of up to 56 MB.
 *
 * Memory is only reserved in setup(): a page is placed by the worker that first writes it, in
 * touch(). A rank touches its own items alone, and pages that nobody touches cost nothing.
 *
 * b and c hold small integers made from (seed, index), and so every a[i] is exact. The checksum is
 * the sum of the bit patterns of a. Expected: the same from integers, with the bit pattern of a
 * double (IEEE 754, binary64) put together by hand.
 *
 * Why the loop stays: the stores go to memory that the caller can see, and what is stored is
 * summed. The sum is one integer addition per item on a register that holds the value anyway;
 * waiting for memory hides it (measured beside the same loop without it: 0.97 to 1.1 x, which is
 * the noise).
 */
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    SCALAR = 3, /* as in STREAM */
    VALUES = 1024,
    BYTES_PER_ITEM = 3 * sizeof(double)
};

struct arrays {
    double *a, *b, *c;
    uint64_t seed;
    void *memory;
    size_t memory_bytes;
};

static uint64_t integer_b(uint64_t word) {
    return word % VALUES;
}

static uint64_t integer_c(uint64_t word) {
    return (word >> 32) % VALUES;
}

static void teardown(void *state) {
    struct arrays *arrays = state;
    munmap(arrays->memory, arrays->memory_bytes);
    free(arrays);
}

/*
 * Address space only: a page comes when it is touched, and each process touches its own share. No
 * MAP_NORESERVE: it would switch off the check by which Linux refuses what exceeds all memory, and
 * the touch would end in the out-of-memory killer.
 */
static int reserve(struct arrays *arrays, uint64_t items) {
    if (items > SIZE_MAX / BYTES_PER_ITEM)
        return ENOMEM;
    arrays->memory_bytes = items * BYTES_PER_ITEM;
    arrays->memory = mmap(NULL, arrays->memory_bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (arrays->memory == MAP_FAILED)
        return errno;
    arrays->a = arrays->memory;
    arrays->b = arrays->a + items;
    arrays->c = arrays->b + items;
    return 0;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for three arrays";
    struct arrays *arrays = calloc(1, sizeof *arrays);
    if (!arrays)
        return ENOMEM;
    const int error_number = reserve(arrays, problem->items);
    if (error_number) {
        free(arrays);
        return error_number;
    }
    arrays->seed = problem->seed;
    *state = arrays;
    return 0;
}

static void touch(void *state, struct range range) {
    const struct arrays *arrays = state;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const uint64_t word = mix_pair(arrays->seed, i);
        arrays->a[i] = 0.0;
        arrays->b[i] = (double)integer_b(word);
        arrays->c[i] = (double)integer_c(word);
    }
}

static uint64_t pattern_of(double value) {
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    return pattern;
}

/* The sum of a's patterns over one range. Only a is written, and it overlaps neither b nor c. */
static uint64_t triad(double *restrict a, const double *restrict b, const double *restrict c,
                      size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        a[i] = b[i] + (double)SCALAR * c[i];
        sum += pattern_of(a[i]);
    }
    return sum;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)problem;
    (void)env;
    const struct arrays *arrays = state;
    const uint64_t from = range.begin;
    return triad(arrays->a + from, arrays->b + from, arrays->c + from, range.end - from);
}

/* The binary64 pattern of an integer below 2^53: exponent in bits 62 to 52, leading one left out.
 */
static uint64_t double_pattern(uint64_t integer) {
    if (integer == 0)
        return 0;
    const unsigned exponent = 63 - (unsigned)__builtin_clzll(integer);
    const uint64_t fraction = (integer << (52 - exponent)) & ((UINT64_C(1) << 52) - 1);
    return (uint64_t)(1023 + exponent) << 52 | fraction;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++) {
        const uint64_t word = mix_pair(problem->seed, i);
        checksum += double_pattern(integer_b(word) + SCALAR * integer_c(word));
    }
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = problem->items * BYTES_PER_ITEM, .flops = problem->items * 2};
}

const struct kernel kernel_triad = {
    .name = "triad",
    .summary = "a[i] = b[i] + 3 c[i] over arrays larger than the caches (STREAM)",
    .item = "one array element",
    .class = CLASS_MEMORY,
    .default_size = 28000000,
    .items_per_look = 20000,
    .runs_unlocked = true,
    .nominal_ns_per_item = 1.0,
    .setup = setup,
    .touch = touch,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
