/* The database of the kernel query: made once by whoever comes first, waits that end, nothing left
 * behind. */
#include "io/database.h"
#include "stand.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/convoy-database-XXXXXX";
static char *path;

static int folder_begin(void **state) {
    (void)state;
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    path = mkdtemp(folder) ? must_format("%s/test.db", folder) : NULL;
    return path ? 0 : -1;
}

static int folder_end(void **state) {
    (void)state;
    database_remove(path);
    free(path);
    return rmdir(folder); /* fails if anything is left in it */
}

static struct database *opened(int wait_ms) {
    struct database_failure failure;
    assert_true(database_make(path, 7, 100, &failure));
    struct database *database = database_open(path, wait_ms, &failure);
    assert_non_null(database);
    return database;
}

static void rows_are_there_and_stay(void **state) {
    (void)state;
    struct database_failure failure;
    uint64_t word;
    struct database *database = opened(1000);
    assert_true(database_make(path, 8, 100, &failure)); /* comes second: changes nothing */
    for (uint64_t row = 0; row < 100; row++) {
        assert_true(database_read(database, row, &word, &failure));
        assert_int_equal(word, database_word(7, row));
    }
    assert_false(database_read(database, 100, &word, &failure));
    database_close(database);
}

static void what_is_written_is_read_back_and_kept(void **state) {
    (void)state;
    struct database_failure failure;
    uint64_t word;
    struct database *database = opened(1000);
    assert_true(database_write(database, 5, UINT64_MAX, &word, &failure));
    assert_int_equal(word, UINT64_MAX);
    assert_true(database_write(database, 5, 6, &word, &failure));
    assert_int_equal(word, 6);
    database_close(database);
}

/* Somebody keeps the write lock: an open transaction of another connection. */
static void a_locked_database_ends_the_wait(void **state) {
    (void)state;
    struct database_failure failure;
    uint64_t word;
    struct database *database = opened(20);
    sqlite3 *other;
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_false(database_write(database, 1, 1, &word, &failure));
    assert_int_equal(failure.error_number, EBUSY);
    assert_true(database_read(database, 1, &word, &failure)); /* readers go on */
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_true(database_write(database, 1, 1, &word, &failure));
    database_close(database);
}

/* After 200 repetitions as many descriptors are open as after one. */
static unsigned descriptors(void) {
    unsigned count = 0;
    for (int descriptor = 0; descriptor < 1024; descriptor++)
        count += fcntl(descriptor, F_GETFD) >= 0;
    return count;
}

static void repetitions_leave_nothing_open(void **state) {
    (void)state;
    const struct kernel *kernel = kernel_find("query");
    struct problem problem = stand_problem(kernel, 0, 20, 2);
    const unsigned before = descriptors();
    struct stand stand;
    stand_start(&stand, kernel, &problem);
    stand_run(&stand, 0, (struct range){0, 20});
    const unsigned open = descriptors();
    for (int repetition = 0; repetition < 200; repetition++)
        stand_run(&stand, 0, (struct range){0, 20});
    assert_int_equal(descriptors(), open);
    assert_int_equal(stand_faults(&stand), 0);
    stand_stop(&stand);
    assert_int_equal(descriptors(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_there_and_stay, folder_begin, folder_end),
        cmocka_unit_test_setup_teardown(what_is_written_is_read_back_and_kept, folder_begin,
                                        folder_end),
        cmocka_unit_test_setup_teardown(a_locked_database_ends_the_wait, folder_begin, folder_end),
        cmocka_unit_test(repetitions_leave_nothing_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
