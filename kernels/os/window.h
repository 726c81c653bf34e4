/*
 * Anonymous memory whose pages are new again and again: one window of address space per worker.
 * What a page costs the system is what the kernels of class os measure.
 */
#ifndef CONVOY_WINDOW_H
#define CONVOY_WINDOW_H

#include <stddef.h>
#include <stdint.h>

struct window {
    _Alignas(128) char *pages; /* apart, so that no two workers share a cache line */
    size_t used, count;        /* pages */
};

/* Per process: one window of `pages` pages for every worker. 0 or an errno value with *what. */
int windows_make(unsigned workers, size_t pages, void **windows, const char **what);
void windows_free(void *windows);
struct window *window_of(void *windows, unsigned worker);

/*
 * The next page of the window that was not touched since it was given back; when all were used,
 * all are given back first. NULL after a failure, errno says which. One thread per window at a
 * time.
 */
uint64_t *window_page(struct window *);

size_t window_page_bytes(void);

#endif
