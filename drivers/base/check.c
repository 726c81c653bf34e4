#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void check_failed(const char *file, int line, const char *condition) {
    fprintf(stderr, "%s:%d: bug: this should hold: %s\n", file, line, condition);
    abort();
}

static void *need(void *memory) {
    if (!memory) {
        fputs("convoy: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *must_alloc(size_t bytes) {
    return need(calloc(1, bytes ? bytes : 1));
}

void *must_alloc_aligned(size_t alignment, size_t bytes) {
    return memset(need(aligned_alloc(alignment, bytes)), 0, bytes);
}

void *must_realloc(void *old, size_t bytes) {
    return need(realloc(old, bytes ? bytes : 1));
}

char *must_strdup(const char *text) {
    return need(strdup(text));
}

char *must_format(const char *format, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, format);
    const int length = vasprintf(&text, format, args);
    va_end(args);
    return need(length < 0 ? NULL : text);
}
