/*
 * alloc: malloc and free of mixed sizes; what one worker allocates another may free.
 *
 * Item: one block of 24 bytes to 128 KiB (its size is a function of seed and item: small ones are
 * frequent, as in real programs), written at both ends and put into one of 256 places, from which
 * whatever stood there is taken out, checked and freed. Class os: the threads of a process share
 * the places and the allocator, so that blocks are freed by other threads than those that made
 * them; ranks have both for themselves. That difference is the point: it is what one address space
 * means to an allocator.
 *
 * Checksum: the item's word; a block whose two ends differ when it is freed, by whichever worker,
 * spoils the sum. Expected: the sum of the words from the generator, without memory.
 *
 * Why the loop stays: the blocks' addresses are stored where other threads can see them.
 */
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PLACES = 256, SIZE_CLASSES = 13, SMALLEST_BYTES = 16 };

/* What stands at the beginning of a block; the same word stands at its end. */
struct block {
    uint64_t word, bytes;
};

struct places {
    _Atomic(struct block *) items[PLACES];
};

/* Class k, 0 to 12, has probability 2^-(k+1) and sizes from 16 * 2^k to almost twice that. */
static uint64_t block_bytes(uint64_t word) {
    const unsigned class = (unsigned)__builtin_ctzll(word | UINT64_C(1) << (SIZE_CLASSES - 1));
    const uint64_t least = (uint64_t)SMALLEST_BYTES << class;
    return least + (word >> 32) % least + sizeof(uint64_t);
}

static uint64_t block_word(const struct problem *problem, uint64_t item) {
    return mix_pair(problem->seed, item);
}

/* The last eight bytes of a block whose size is no multiple of eight are not aligned. */
static void end_write(struct block *block) {
    __builtin_memcpy((char *)block + block->bytes - sizeof block->word, &block->word,
                     sizeof block->word);
}

static uint64_t end_read(const struct block *block) {
    uint64_t word;
    __builtin_memcpy(&word, (const char *)block + block->bytes - sizeof word, sizeof word);
    return word;
}

/* 0 if the block is as it was made; NULL is. */
static uint64_t block_free(struct block *block) {
    const uint64_t spoiled = block ? end_read(block) ^ block->word : 0;
    free(block);
    return spoiled;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    (void)problem;
    *what = "memory for places";
    struct places *places = malloc(sizeof *places);
    if (!places)
        return ENOMEM;
    for (int i = 0; i < PLACES; i++)
        atomic_init(&places->items[i], NULL);
    *state = places;
    return 0;
}

static void teardown(void *state) {
    struct places *places = state;
    for (int i = 0; i < PLACES; i++)
        free(atomic_load(&places->items[i]));
    free(places);
}

/* A block of at least a head and an end, or NULL. */
static struct block *block_make(uint64_t word) {
    const uint64_t bytes = block_bytes(word);
    struct block *block = malloc(bytes);
    if (!block)
        return NULL;
    *block = (struct block){word, bytes};
    end_write(block);
    return block;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    struct places *places = state;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const uint64_t word = block_word(problem, i);
        struct block *block = block_make(word);
        if (!block) {
            env->failed(env, "malloc", ENOMEM);
            break;
        }
        checksum += word + block_free(atomic_exchange(&places->items[word >> 56], block));
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += block_word(problem, i);
    return checksum;
}

const struct kernel kernel_alloc = {
    .name = "alloc",
    .summary = "allocates and frees blocks of mixed sizes, also those of other workers",
    .item = "one block",
    .class = CLASS_OS,
    .default_size = 3000000,
    .items_per_look = 200,
    .nominal_ns_per_item = 18.0,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
};
