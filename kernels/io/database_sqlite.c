/* The database through SQLite's C interface (sqlite.org/cintro.html). Words are 64-bit patterns, as
 * SQLite's integers are. */
#include "database.h"

#include "mix.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum statement { READ, BEGIN, WRITE, CHECK_BACK, COMMIT, ROLLBACK, STATEMENTS };

static const char *const texts[STATEMENTS] = {
    [READ] = "SELECT word FROM given WHERE key = ?1",
    [BEGIN] = "BEGIN IMMEDIATE",
    [WRITE] = "INSERT OR REPLACE INTO taken (key, word) VALUES (?1, ?2)",
    [CHECK_BACK] = "SELECT word FROM taken WHERE key = ?1",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
};

struct database {
    sqlite3 *connection;
    sqlite3_stmt *statements[STATEMENTS];
};

const char *database_unavailable(void) {
    return NULL;
}

uint64_t database_word(uint64_t seed, uint64_t row) {
    return mix_pair(seed, row);
}

static bool refuse(sqlite3 *connection, const char *what, struct database_failure *failure) {
    static const struct {
        int code, error_number;
    } known[] = {{SQLITE_FULL, ENOSPC},
                 {SQLITE_BUSY, EBUSY},
                 {SQLITE_NOMEM, ENOMEM},
                 {SQLITE_READONLY, EROFS}};
    *failure = (struct database_failure){what, sqlite3_system_errno(connection)};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == (sqlite3_errcode(connection) & 0xff))
            failure->error_number = known[i].error_number;
    return false;
}

static bool execute(sqlite3 *connection, const char *text, const char *what,
                    struct database_failure *failure) {
    return sqlite3_exec(connection, text, NULL, NULL, NULL) == SQLITE_OK ||
           refuse(connection, what, failure);
}

/*
 * Several connections that change a new database to WAL at once stand in each other's way, and then
 * SQLite gives up without asking the busy handler (sqlite.org/c3ref/busy_handler.html: it may be
 * skipped where waiting could end in a deadlock): wait here.
 */
static int journal_to_wal(sqlite3 *connection, int wait_ms) {
    int code;
    for (int waited_ms = 0;; waited_ms++) {
        code = sqlite3_exec(connection, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (code != SQLITE_BUSY || waited_ms >= wait_ms)
            return code;
        sqlite3_sleep(1);
    }
}

static sqlite3 *connect(const char *path, int wait_ms, struct database_failure *failure) {
    sqlite3 *connection = NULL;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &connection, flags, NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(connection, wait_ms) == SQLITE_OK &&
        journal_to_wal(connection, wait_ms) == SQLITE_OK &&
        execute(connection, "PRAGMA synchronous = NORMAL", "open a database", failure))
        return connection;
    refuse(connection, "open a database", failure);
    sqlite3_close(connection);
    return NULL;
}

static bool rows_add(sqlite3 *connection, uint64_t seed, uint64_t rows) {
    sqlite3_stmt *add;
    if (sqlite3_prepare_v2(connection, "INSERT INTO given VALUES (?1, ?2)", -1, &add, NULL))
        return false;
    bool good = true;
    for (uint64_t row = 0; row < rows && good; row++) {
        sqlite3_bind_int64(add, 1, (sqlite3_int64)row);
        sqlite3_bind_int64(add, 2, (sqlite3_int64)database_word(seed, row));
        good = sqlite3_step(add) == SQLITE_DONE && sqlite3_reset(add) == SQLITE_OK;
    }
    sqlite3_finalize(add);
    return good;
}

/* Inside an exclusive transaction: whoever comes second finds the table there. */
static bool tables_make(sqlite3 *connection, uint64_t seed, uint64_t rows) {
    sqlite3_stmt *ask;
    if (sqlite3_prepare_v2(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'given'", -1, &ask,
                           NULL))
        return false;
    const int found = sqlite3_step(ask);
    sqlite3_finalize(ask);
    if (found != SQLITE_DONE)
        return found == SQLITE_ROW;
    return sqlite3_exec(connection,
                        "CREATE TABLE given (key INTEGER PRIMARY KEY, word INTEGER NOT NULL);"
                        "CREATE TABLE taken (key INTEGER PRIMARY KEY, word INTEGER NOT NULL)",
                        NULL, NULL, NULL) == SQLITE_OK &&
           rows_add(connection, seed, rows);
}

static bool make_once(const char *path, uint64_t seed, uint64_t rows,
                      struct database_failure *failure) {
    static const char what[] = "make a database under --set query.dir";
    sqlite3 *connection = connect(path, DATABASE_WAIT_MS, failure);
    if (!connection) {
        failure->what = what;
        return false;
    }
    const bool good = execute(connection, "BEGIN EXCLUSIVE", what, failure) &&
                      (tables_make(connection, seed, rows) || refuse(connection, what, failure)) &&
                      execute(connection, "COMMIT", what, failure);
    sqlite3_close(connection);
    return good;
}

/* Another process that fails here (a full disk) removes the file under us: then the next try meets
 * what that one met. */
bool database_make(const char *path, uint64_t seed, uint64_t rows,
                   struct database_failure *failure) {
    enum { TRIES = 3 };
    for (int i = 0; i < TRIES; i++)
        if (make_once(path, seed, rows, failure))
            return true;
        else if (failure->error_number != ENOENT)
            break;
    return false;
}

struct database *database_open(const char *path, int wait_ms, struct database_failure *failure) {
    struct database *database = calloc(1, sizeof *database);
    *failure = (struct database_failure){"open a database", ENOMEM};
    if (!database)
        return NULL;
    database->connection = connect(path, wait_ms, failure);
    bool good = database->connection != NULL;
    for (int i = 0; i < STATEMENTS && good; i++)
        good = sqlite3_prepare_v3(database->connection, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                                  &database->statements[i], NULL) == SQLITE_OK ||
               refuse(database->connection, "prepare a statement", failure);
    if (good)
        return database;
    database_close(database);
    return NULL;
}

void database_close(struct database *database) {
    if (!database)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(database->statements[i]);
    sqlite3_close(database->connection);
    free(database);
}

/* A statement that gives no row. */
static bool step_done(struct database *database, enum statement which) {
    sqlite3_stmt *statement = database->statements[which];
    return sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
}

/* A statement that gives one word for a key. */
static bool step_word(struct database *database, enum statement which, uint64_t key,
                      uint64_t *word) {
    sqlite3_stmt *statement = database->statements[which];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)key);
    const bool found = sqlite3_step(statement) == SQLITE_ROW;
    if (found)
        *word = (uint64_t)sqlite3_column_int64(statement, 0);
    return sqlite3_reset(statement) == SQLITE_OK && found;
}

bool database_read(struct database *database, uint64_t row, uint64_t *word,
                   struct database_failure *failure) {
    return step_word(database, READ, row, word) ||
           refuse(database->connection, "read a row", failure);
}

static bool write_and_check(struct database *database, uint64_t row, uint64_t word,
                            uint64_t *back) {
    sqlite3_stmt *write = database->statements[WRITE];
    sqlite3_bind_int64(write, 1, (sqlite3_int64)row);
    sqlite3_bind_int64(write, 2, (sqlite3_int64)word);
    return step_done(database, WRITE) && step_word(database, CHECK_BACK, row, back) &&
           step_done(database, COMMIT);
}

bool database_write(struct database *database, uint64_t row, uint64_t word, uint64_t *back,
                    struct database_failure *failure) {
    if (step_done(database, BEGIN) && write_and_check(database, row, word, back))
        return true;
    refuse(database->connection, "write a row", failure);
    step_done(database, ROLLBACK);
    return false;
}

void database_remove(const char *path) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char *file;
        if (asprintf(&file, "%s%s", path, endings[i]) < 0)
            return;
        unlink(file);
        free(file);
    }
}
