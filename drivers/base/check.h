/*
 * CHECK(condition): a bug ends the program here with file, line and the broken condition, in
 * Release builds too (assert() would vanish with NDEBUG). Never for what a user or a machine can
 * cause.
 */
#ifndef CONVOY_CHECK_H
#define CONVOY_CHECK_H

#define CHECK(condition)                                  \
    do {                                                  \
        if (__builtin_expect(!(condition), 0))            \
            check_failed(__FILE__, __LINE__, #condition); \
    } while (0)

_Noreturn void check_failed(const char *file, int line, const char *condition);

/*
 * malloc, calloc, realloc and strdup that never return NULL. Running out of memory while handling
 * small records leaves nothing sensible to do; large arrays (kernels) are allocated elsewhere and
 * report errno.
 */
#include <stddef.h>
void *must_alloc(size_t bytes); /* zeroed */
void *must_alloc_aligned(size_t alignment,
                         size_t bytes); /* zeroed; bytes a multiple of alignment */
void *must_realloc(void *old, size_t bytes);
char *must_strdup(const char *text);
char *must_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
