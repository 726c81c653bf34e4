#include "window.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct windows {
    unsigned workers;
    struct window items[];
};

size_t window_page_bytes(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* One mapping per worker, so that no fault or madvise of another touches it. No huge pages: one
 * fault would then serve 512 items. Kernels without them refuse the advice, which is as good. */
static int window_make(struct window *window, size_t pages) {
    const size_t bytes = pages * window_page_bytes();
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return errno;
    madvise(memory, bytes, MADV_NOHUGEPAGE);
    *window = (struct window){memory, 0, pages};
    return 0;
}

int windows_make(unsigned workers, size_t pages, void **made, const char **what) {
    *what = "address space for windows";
    const size_t bytes = sizeof(struct windows) + workers * sizeof(struct window);
    struct windows *windows = aligned_alloc(_Alignof(struct window), bytes);
    if (!windows)
        return ENOMEM;
    for (windows->workers = 0; windows->workers < workers; windows->workers++) {
        const int error_number = window_make(&windows->items[windows->workers], pages);
        if (!error_number)
            continue;
        windows_free(windows);
        return error_number;
    }
    *made = windows;
    return 0;
}

void windows_free(void *made) {
    struct windows *windows = made;
    for (unsigned i = 0; i < windows->workers; i++)
        munmap(windows->items[i].pages, windows->items[i].count * window_page_bytes());
    free(windows);
}

struct window *window_of(void *windows, unsigned worker) {
    return &((struct windows *)windows)->items[worker];
}

uint64_t *window_page(struct window *window) {
    const size_t page_bytes = window_page_bytes();
    if (window->used == window->count) {
        if (madvise(window->pages, window->count * page_bytes, MADV_DONTNEED))
            return NULL;
        window->used = 0;
    }
    return (uint64_t *)(void *)(window->pages + page_bytes * window->used++);
}
