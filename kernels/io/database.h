/*
 * The database of the kernel query: two tables of words. Two files implement it: one with SQLite
 * and one that says SQLite is missing; the build takes one of them (kernels/CMakeLists.txt).
 */
#ifndef CONVOY_DATABASE_H
#define CONVOY_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

/* What failed: a string constant and an errno value (0: none fits). */
struct database_failure {
    const char *what;
    int error_number;
};

/* NULL, or why this build has no database; the functions below are a bug then. */
const char *database_unavailable(void);

/*
 * Makes sure that the database at `path` is there, with `rows` rows to read: row k holds
 * database_word(seed, k). The first of several processes makes it, the others wait for that.
 */
bool database_make(const char *path, uint64_t seed, uint64_t rows, struct database_failure *);
uint64_t database_word(uint64_t seed, uint64_t row);

/* A connection, for one thread at a time, that waits so long for others at most; NULL after a
 * failure. */
enum { DATABASE_WAIT_MS = 10000 };
struct database;
struct database *database_open(const char *path, int wait_ms, struct database_failure *);
void database_close(struct database *);

/* Reads row `row` by its key. */
bool database_read(struct database *, uint64_t row, uint64_t *word, struct database_failure *);

/* One transaction: puts `word` into row `row` of the second table and reads it back. Waits for
 * other writers. */
bool database_write(struct database *, uint64_t row, uint64_t word, uint64_t *back,
                    struct database_failure *);

/* Removes the file and those beside it; what is not there is as good. */
void database_remove(const char *path);

#endif
