#include "journal.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { JOURNAL_BYTES = 8192 };

static char journal[JOURNAL_BYTES];
static size_t journal_length;
static pthread_mutex_t journal_lock = PTHREAD_MUTEX_INITIALIZER;

void journal_clear(void) {
    journal_length = 0;
    journal[0] = '\0';
}

void journal_add(const char *format, ...) {
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&journal_lock);
    if (journal_length && journal_length + 1 < JOURNAL_BYTES)
        journal[journal_length++] = ' ';
    vsnprintf(journal + journal_length, JOURNAL_BYTES - journal_length, format, args);
    journal_length += strlen(journal + journal_length);
    pthread_mutex_unlock(&journal_lock);
    va_end(args);
}

const char *journal_text(void) {
    return journal;
}
