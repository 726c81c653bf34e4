/*
 * pagefault: writes to pages that were never touched, as a program does that has just been given
 * memory.
 *
 * Item: one page of fresh anonymous memory. The first write makes the system find a page, clear it
 * and enter it into the page table. Class os: threads share one address space and its locks, ranks
 * have one each. Every worker has a window of its own; once all its pages are used they are given
 * back with one madvise(2), MADV_DONTNEED, for 1024 faults.
 *
 * Checksum: the word written, read back, plus a word of the fresh page that nobody wrote: zero.
 * Expected: the sum of the words from the generator, without memory.
 *
 * Why the loop stays: the page is volatile.
 */
#include "kernel.h"
#include "mix.h"
#include "window.h"

#include <errno.h>

enum { WINDOW_PAGES = 1024 };

static int setup(const struct problem *problem, void **state, const char **what) {
    return windows_make(problem->workers, WINDOW_PAGES, state, what);
}

/* The write comes first: reading a page that was never written maps a shared page of zeros, and
 * the write would then be a second fault. */
static uint64_t page_use(volatile uint64_t *page, uint64_t item) {
    page[0] = mix_word(item + 1);
    return page[0] + page[1];
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)problem;
    struct window *window = window_of(state, env->worker);
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        volatile uint64_t *page = window_page(window);
        if (!page) {
            env->failed(env, "madvise", errno);
            break;
        }
        checksum += page_use(page, i);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t touched = 1; touched <= problem->items; touched++)
        checksum += mix_word(touched);
    return checksum;
}

const struct kernel kernel_pagefault = {
    .name = "pagefault",
    .summary = "touches fresh memory: a page fault for every item",
    .item = "one page touched",
    .class = CLASS_OS,
    .default_size = 100000,
    .items_per_look = 8,
    .nominal_ns_per_item = 830.0,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = windows_free,
};
