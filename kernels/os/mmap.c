/*
 * mmap: maps memory, touches it, unmaps it, as allocators do with large blocks.
 *
 * Item: one private anonymous mapping of `pages` pages, each written, then unmapped. Class os: in
 * one process every mmap(2) and munmap(2) takes the address space's lock for writing, and an unmap
 * must be told to every processor that runs one of its threads; processes are spared both. The
 * first page of a mapping of 2 MiB or more may be a huge one; the default is 16 pages.
 *
 * Checksum: a word per page, read back, plus a word nobody wrote, which must be zero. Expected: the
 * same from the generator, without memory.
 *
 * Why the loop stays: system calls and volatile pages.
 */
#include "kernel.h"
#include "mix.h"
#include "window.h"

#include <errno.h>
#include <sys/mman.h>

enum { PAGES };

static const struct parameter parameters[] = {
    [PAGES] = {"pages", "pages per mapping", PARAMETER_COUNT, 16, 1, 1 << 20},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

static uint64_t page_word(uint64_t item, uint64_t page) {
    return mix_word(mix_pair(item, page));
}

static uint64_t pages_use(char *memory, uint64_t item, uint64_t pages, size_t page_bytes) {
    uint64_t sum = 0;
    for (uint64_t page = 0; page < pages; page++) {
        volatile uint64_t *words = (void *)(memory + page * page_bytes);
        words[0] = page_word(item, page);
        sum += words[0] + words[1];
    }
    return sum;
}

/* One item; false after telling what failed. */
static bool mapping_use(struct env *env, uint64_t item, uint64_t pages, uint64_t *sum) {
    const size_t page_bytes = window_page_bytes(), bytes = pages * page_bytes;
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        env->failed(env, "mmap", errno);
        return false;
    }
    *sum += pages_use(memory, item, pages, page_bytes);
    if (munmap(memory, bytes) == 0)
        return true;
    env->failed(env, "munmap", errno);
    return false;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++)
        if (!mapping_use(env, i, problem->settings[PAGES].number, &checksum))
            break;
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t item = 0; item < problem->items; item++)
        for (uint64_t page = 0; page < problem->settings[PAGES].number; page++)
            checksum += page_word(item, page);
    return checksum;
}

const struct kernel kernel_mmap = {
    .name = "mmap",
    .summary = "maps memory, touches it, unmaps it",
    .item = "one mapping",
    .class = CLASS_OS,
    .default_size = 5000,
    .items_per_look = 1,
    .nominal_ns_per_item = 16000.0,
    .parameters = parameters,
    .run = run,
    .expected = expected,
};
