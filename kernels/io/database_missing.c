/* What the kernel query says in a build without SQLite. */
#include "database.h"

#include <stddef.h>

const char *database_unavailable(void) {
    return "built without SQLite (Debian: libsqlite3-dev)";
}

/* Never reached: the harness runs no kernel that is unavailable. */
bool database_make(const char *path, uint64_t seed, uint64_t rows,
                   struct database_failure *failure) {
    (void)path;
    (void)seed;
    (void)rows;
    (void)failure;
    return false;
}

uint64_t database_word(uint64_t seed, uint64_t row) {
    return seed + row;
}

struct database *database_open(const char *path, int wait_ms, struct database_failure *failure) {
    (void)path;
    (void)wait_ms;
    (void)failure;
    return NULL;
}

void database_close(struct database *database) {
    (void)database;
}

bool database_read(struct database *database, uint64_t row, uint64_t *word,
                   struct database_failure *failure) {
    (void)database;
    (void)row;
    (void)word;
    (void)failure;
    return false;
}

bool database_write(struct database *database, uint64_t row, uint64_t word, uint64_t *back,
                    struct database_failure *failure) {
    (void)database;
    (void)row;
    (void)word;
    (void)back;
    (void)failure;
    return false;
}

void database_remove(const char *path) {
    (void)path;
}
