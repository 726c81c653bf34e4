/*
 * primes: counts the primes among 0 .. items-1 with a segmented sieve of Eratosthenes over odd
 * numbers.
 *
 * Item: one integer of the number line. Class cpu: a segment stays in the first-level cache.
 * Expected: pi(items - 1) by another algorithm (prime_count.c).
 *
 * One bit per odd number: bit k of byte b stands for 16 b + 2 k + 1. Multiples of 3 to 13 are never
 * struck one by one: their pattern repeats after 3*5*7*11*13 = 15015 bytes and is copied. Larger
 * base primes come from setup() and are only read afterwards. Every segment finds its first
 * multiples by division and needs nothing from the one before, so that a range may start anywhere;
 * the price is a few microseconds per segment.
 *
 * Why the loop stays: the bits that remain are counted, and the count is the checksum.
 */
#include "kernel.h"
#include "prime_count.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBERS_PER_BYTE = 16,
    SEGMENT_BYTES = 24 * 1024, /* leaves room in a first-level cache of 32 KiB */
    PATTERN_BYTES = 3 * 5 * 7 * 11 * 13,
    FIRST_STRUCK_PRIME = 17,
    /* Primes up to here have several multiples per segment at each of the eight bit positions. */
    DENSE_PRIME_MAX = SEGMENT_BYTES / 4,
    /* Byte 0 with the bits of 3, 5, 7, 11 and 13, which the pattern strikes, and without that of 1.
     */
    FIRST_BYTE = 0x6e
};

/* Read-only after setup. */
struct sieve {
    size_t prime_count;
    uint32_t *primes; /* FIRST_STRUCK_PRIME .. sqrt(items), ascending */
    uint8_t pattern[PATTERN_BYTES];
};

/* A stretch of the number line: bytes [first_byte, first_byte + length) of the endless bit field.
 */
struct segment {
    uint64_t first_byte;
    size_t length;
    _Alignas(64) uint8_t bytes[SEGMENT_BYTES];
};

static void pattern_make(uint8_t pattern[PATTERN_BYTES]) {
    static const unsigned struck[] = {3, 5, 7, 11, 13};
    memset(pattern, 0xff, PATTERN_BYTES);
    for (size_t i = 0; i < sizeof struck / sizeof *struck; i++)
        for (unsigned bit = struck[i] / 2; bit < 8 * PATTERN_BYTES; bit += struck[i])
            pattern[bit / 8] &= (uint8_t) ~(1U << bit % 8);
}

/* Plain sieve of the base primes: composite[i] tells whether i is one. */
static void base_primes_list(struct sieve *sieve, uint8_t *composite, uint64_t root) {
    for (uint64_t p = 3; p <= root; p += 2) {
        if (composite[p])
            continue;
        if (p >= FIRST_STRUCK_PRIME)
            sieve->primes[sieve->prime_count++] = (uint32_t)p;
        for (uint64_t multiple = p * p; multiple <= root; multiple += 2 * p)
            composite[multiple] = 1;
    }
}

static bool base_primes_make(struct sieve *sieve, uint64_t root) {
    uint8_t *composite = calloc(root + 1, 1);
    sieve->primes = calloc(root / 2 + 1, sizeof *sieve->primes);
    const bool enough = composite && sieve->primes;
    if (enough)
        base_primes_list(sieve, composite, root);
    free(composite);
    return enough;
}

static void teardown(void *state) {
    struct sieve *sieve = state;
    free(sieve->primes);
    free(sieve);
}

static int setup(const struct problem *problem, void **state, const char **what) {
    struct sieve *sieve = calloc(1, sizeof *sieve);
    *what = "memory for the base primes";
    if (!sieve)
        return ENOMEM;
    if (!base_primes_make(sieve, integer_root(problem->items))) {
        teardown(sieve);
        return ENOMEM;
    }
    pattern_make(sieve->pattern);
    *state = sieve;
    return 0;
}

/* Everything but the multiples of 3 to 13. */
static void segment_fill(struct segment *segment, const uint8_t *pattern) {
    size_t from = segment->first_byte % PATTERN_BYTES;
    for (size_t done = 0; done < segment->length; from = 0) {
        const size_t left = segment->length - done;
        const size_t run_bytes = left < PATTERN_BYTES - from ? left : PATTERN_BYTES - from;
        memcpy(segment->bytes + done, pattern + from, run_bytes);
        done += run_bytes;
    }
    if (segment->first_byte == 0)
        segment->bytes[0] = FIRST_BYTE;
}

/* Bit of the first odd multiple of p in the segment, from p * p on; smaller ones have smaller
 * factors. */
static uint64_t first_multiple(const struct segment *segment, uint64_t p) {
    const uint64_t low = segment->first_byte * NUMBERS_PER_BYTE;
    uint64_t factor = (low + p - 1) / p | 1;
    if (factor < p)
        factor = p;
    return (factor * p - low) / 2;
}

/* Four at a time: the branch of the plain loop costs as much as its work (measured: 15 % of the
 * kernel). */
static void strike_every(struct segment *segment, uint64_t byte, uint64_t step, uint8_t mask) {
    uint8_t *bytes = segment->bytes;
    for (; byte + 3 * step < segment->length; byte += 4 * step) {
        bytes[byte] &= mask;
        bytes[byte + step] &= mask;
        bytes[byte + 2 * step] &= mask;
        bytes[byte + 3 * step] &= mask;
    }
    for (; byte < segment->length; byte += step)
        bytes[byte] &= mask;
}

/* Every eighth multiple of p has the same bit position and lies p bytes further on. */
static void strike_dense(struct segment *segment, uint64_t p, uint64_t bit) {
    for (int i = 0; i < 8; i++, bit += p)
        strike_every(segment, bit / 8, p, (uint8_t) ~(1U << bit % 8));
}

static void strike_sparse(struct segment *segment, uint64_t p, uint64_t bit) {
    for (; bit < 8 * segment->length; bit += p)
        segment->bytes[bit / 8] &= (uint8_t) ~(1U << bit % 8);
}

static void segment_strike(struct segment *segment, const struct sieve *sieve) {
    const uint64_t end = (segment->first_byte + segment->length) * NUMBERS_PER_BYTE;
    for (size_t i = 0; i < sieve->prime_count; i++) {
        const uint64_t p = sieve->primes[i];
        if (p * p >= end)
            return;
        if (p <= DENSE_PRIME_MAX)
            strike_dense(segment, p, first_multiple(segment, p));
        else
            strike_sparse(segment, p, first_multiple(segment, p));
    }
}

/*
 * Strikes the numbers of the first and last byte that lie outside the range. (The analyzer does not
 * see that segment_fill has written every byte.)
 */
static void segment_trim(struct segment *segment, struct range range) {
    const uint64_t low = segment->first_byte * NUMBERS_PER_BYTE;
    if (range.begin > low) /* (begin - low) / 2 odd numbers of this byte are smaller than begin */
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
        segment->bytes[0] &= (uint8_t)(0xffU << (range.begin - low) / 2);
    const uint64_t last = low + (segment->length - 1) * NUMBERS_PER_BYTE;
    if (range.end < last + NUMBERS_PER_BYTE)
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) */
        segment->bytes[segment->length - 1] &= (uint8_t) ~(0xffU << (range.end - last) / 2);
}

/* Number of bits set in a word, without an instruction that not every x86-64 has. Source: Knuth,
 * The Art of Computer Programming, volume 4A, 7.1.3, "sideways addition". */
static uint64_t bits_count(uint64_t word) {
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return word * UINT64_C(0x0101010101010101) >> 56;
}

static uint64_t segment_count(struct segment *segment) {
    const size_t words = (segment->length + 7) / 8;
    memset(segment->bytes + segment->length, 0, 8 * words - segment->length);
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, segment->bytes + 8 * i, sizeof word);
        count += bits_count(word);
    }
    return count;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)problem;
    (void)env;
    const struct sieve *sieve = state;
    struct segment segment;
    uint64_t count = range.begin <= 2 && 2 < range.end; /* the one even prime */
    const uint64_t end_byte = (range.end + NUMBERS_PER_BYTE - 1) / NUMBERS_PER_BYTE;
    for (uint64_t at = range.begin / NUMBERS_PER_BYTE; at < end_byte; at += SEGMENT_BYTES) {
        segment.first_byte = at;
        segment.length = end_byte - at < SEGMENT_BYTES ? end_byte - at : SEGMENT_BYTES;
        segment_fill(&segment, sieve->pattern);
        segment_strike(&segment, sieve);
        segment_trim(&segment, range);
        count += segment_count(&segment);
    }
    return count;
}

static uint64_t expected(const struct problem *problem) {
    return prime_count(problem->items - 1);
}

const struct kernel kernel_primes = {
    .name = "primes",
    .summary = "counts primes with a segmented sieve",
    .item = "one integer tested",
    .class = CLASS_CPU,
    .default_size = 200000000,
    .items_per_look = SEGMENT_BYTES * NUMBERS_PER_BYTE, /* a segment, 65 us; parts cost more */
    .nominal_ns_per_item = 0.17,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
};
