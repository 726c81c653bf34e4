/*
 * query: asks a database and changes it, as a service does: nine indexed reads, then one short
 * transaction that writes.
 *
 * Item: one request through SQLite to one database file for all workers of a run on a node, threads
 * and ranks alike, each with a connection of its own, which is opened with its first request (in
 * the first repetition, by default a warm-up). The file is in write-ahead mode, in which readers do
 * not wait for the writer and writers wait for each other (sqlite.org/wal.html). Commits are not
 * forced to the disk one by one (synchronous = NORMAL): what is measured are locks, pages and the
 * file system's cache; the kernel file measures disks. Class io. A request is one blocking call:
 * SQLite is called with a global lock given back, as Python's sqlite3 does.
 *
 * Data: row k holds a word made from (seed, k). A read takes the row that the item's index chooses;
 * a write puts the item's own word into a second table and reads it back before it commits.
 * Checksum: the words that came out of the database, mixed with their items. Expected: the same
 * from the generator, without a database.
 *
 * Why the loop stays: library calls, and what was read enters the checksum.
 */
#include "database.h"
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS, DIRECTORY, REQUESTS_PER_WRITE = 10 };

static const struct parameter parameters[] = {
    [ROWS] = {"rows", "rows in the table that is read", PARAMETER_COUNT, 10000, 1, 1 << 24},
    [DIRECTORY] = {"dir", "where the database is (default: TMPDIR, else /tmp)", PARAMETER_DIRECTORY,
                   0, 0, 0},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

struct state {
    char *path;
    unsigned count;
    struct database *connections[]; /* one per worker of the run, NULL until it is used */
};

static const char *directory_of(const struct problem *problem) {
    const char *chosen = problem->settings[DIRECTORY].text, *usual = getenv("TMPDIR");
    return *chosen ? chosen : usual && *usual ? usual : "/tmp";
}

/* The last connection to close would make the file whole again; it is removed all the same. */
static void teardown(void *state) {
    struct state *made = state;
    for (unsigned i = 0; i < made->count; i++)
        database_close(made->connections[i]);
    database_remove(made->path);
    free(made->path);
    free(made);
}

/* The token gives all processes of the run on a node the same name and every other run another: a
 * write-ahead log works within one host only (sqlite.org/wal.html). */
static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for connections";
    struct state *made = calloc(1, sizeof *made + problem->workers * sizeof(struct database *));
    if (!made)
        return ENOMEM;
    if (asprintf(&made->path, "%s/convoy-query-%016" PRIx64 ".db", directory_of(problem),
                 problem->token) < 0) {
        free(made);
        return ENOMEM;
    }
    made->count = problem->workers;
    struct database_failure failure;
    if (!database_make(made->path, problem->seed, problem->settings[ROWS].number, &failure)) {
        *what = failure.what;
        teardown(made);
        return failure.error_number ? failure.error_number : EIO;
    }
    *state = made;
    return 0;
}

static bool is_write(uint64_t item) {
    return item % REQUESTS_PER_WRITE == REQUESTS_PER_WRITE - 1;
}

static uint64_t row_of(const struct problem *problem, uint64_t item) {
    return mix_word(item + MIX_STEP) % problem->settings[ROWS].number;
}

static uint64_t item_word(const struct problem *problem, uint64_t item) {
    return mix_pair(~problem->seed, item);
}

static bool request(struct database *database, const struct problem *problem, uint64_t item,
                    uint64_t *word, struct database_failure *failure) {
    if (is_write(item))
        return database_write(database, item, item_word(problem, item), word, failure);
    return database_read(database, row_of(problem, item), word, failure);
}

/* One request as one blocking call; false after telling what failed. */
static bool request_once(struct database *database, const struct problem *problem, uint64_t item,
                         uint64_t *word, struct env *env) {
    struct database_failure failure;
    env->block_begin(env);
    const bool good = request(database, problem, item, word, &failure);
    env->block_end(env);
    if (!good)
        env->failed(env, failure.what, failure.error_number);
    return good;
}

/* This worker's connection; NULL after telling why there is none. */
static struct database *connection_of(struct state *state, struct env *env) {
    struct database **connection = &state->connections[env->worker];
    struct database_failure failure;
    if (!*connection && !(*connection = database_open(state->path, DATABASE_WAIT_MS, &failure)))
        env->failed(env, failure.what, failure.error_number);
    return *connection;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    struct database *database = connection_of(state, env);
    uint64_t checksum = 0, word;
    for (uint64_t i = range.begin; i < range.end && database; i++) {
        if (!request_once(database, problem, i, &word, env))
            break;
        checksum += mix_pair(i, word);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++) {
        const uint64_t word =
            is_write(i) ? item_word(problem, i) : database_word(problem->seed, row_of(problem, i));
        checksum += mix_pair(i, word);
    }
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.blocking_calls = problem->items};
}

const struct kernel kernel_query = {
    .name = "query",
    .summary = "asks an SQLite database: nine reads, then a transaction that writes",
    .item = "one request",
    .class = CLASS_IO,
    .default_size = 30000,
    .items_per_look = 1,
    .nominal_ns_per_item = 1800.0,
    .parameters = parameters,
    .unavailable = database_unavailable,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
