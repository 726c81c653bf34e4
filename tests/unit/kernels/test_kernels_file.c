/* The kernel `file` and its directory: block sizes, cleaning up, and what it says when the system
 * fails. */
#include "io/block.h"
#include "stand.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A parent directory of the test's own, so that what is left behind can be seen. */
struct place {
    char path[64];
};

static struct place place_make(void) {
    struct place place = {"/tmp/convoy-test-XXXXXX"};
    assert_non_null(mkdtemp(place.path));
    return place;
}

static unsigned entries_in(const char *path) {
    DIR *stream = opendir(path);
    assert_non_null(stream);
    unsigned count = 0;
    const struct dirent *entry;
    while ((entry = readdir(stream)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(stream);
    return count;
}

static const struct kernel *file_kernel(void) {
    return kernel_find("file");
}

static struct problem problem_of(const char *parent, uint64_t items, uint64_t bytes,
                                 uint64_t block) {
    struct problem problem = stand_problem(file_kernel(), 0, items, 2);
    stand_set(&problem, file_kernel(), "bytes", (struct setting){bytes, ""});
    stand_set(&problem, file_kernel(), "block", (struct setting){block, ""});
    stand_set(&problem, file_kernel(), "dir", (struct setting){0, parent});
    return problem;
}

static void directory_is_gone_afterwards(void **unused) {
    (void)unused;
    const struct place place = place_make();
    const struct problem problem = problem_of(place.path, 4, 5000, 1000);
    struct stand stand;
    stand_start(&stand, file_kernel(), &problem);
    assert_int_equal(entries_in(place.path), 1);
    stand_run(&stand, 1, (struct range){0, 4});
    stand_stop(&stand);
    assert_int_equal(entries_in(place.path), 0);
    assert_int_equal(rmdir(place.path), 0);
}

static void touch_file(const char *path) {
    const int file = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    close(file);
}

/* The only entry of a directory, as a path. */
static void only_entry(const char *parent, char *path, size_t room) {
    DIR *stream = opendir(parent);
    assert_non_null(stream);
    const struct dirent *entry;
    while ((entry = readdir(stream)))
        if (entry->d_name[0] != '.')
            snprintf(path, room, "%s/%s", parent, entry->d_name);
    closedir(stream);
}

/* A run that was stopped in the middle leaves files; teardown takes them along. */
static void teardown_removes_what_is_left(void **unused) {
    (void)unused;
    const struct place place = place_make();
    const struct problem problem = problem_of(place.path, 1, 10, 10);
    struct stand stand;
    stand_start(&stand, file_kernel(), &problem);
    char folder[400], left[420];
    only_entry(place.path, folder, sizeof folder);
    for (int i = 0; i < 3; i++) {
        snprintf(left, sizeof left, "%s/item-%d", folder, 100 + i);
        touch_file(left);
    }
    stand_stop(&stand);
    assert_int_equal(entries_in(place.path), 0);
    assert_int_equal(rmdir(place.path), 0);
}

/* Two processes in one parent directory must not meet. */
static void two_states_have_two_directories(void **unused) {
    (void)unused;
    const struct place place = place_make();
    const struct problem problem = problem_of(place.path, 2, 100, 10);
    struct stand one, two;
    stand_start(&one, file_kernel(), &problem);
    stand_start(&two, file_kernel(), &problem);
    assert_int_equal(entries_in(place.path), 2);
    stand_stop(&one);
    assert_int_equal(entries_in(place.path), 1);
    stand_stop(&two);
    assert_int_equal(rmdir(place.path), 0);
}

static void any_block_size_gives_the_same_bits(void **unused) {
    (void)unused;
    static const struct {
        uint64_t bytes, block;
    } cases[] = {{1, 1},       {1, 4096}, {7, 8},        {8, 8},         {9, 8},   {4095, 64},
                 {4096, 4096}, {4097, 3}, {10001, 1000}, {65536, 65537}, {1000, 7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct problem problem = problem_of("", 3, cases[i].bytes, cases[i].block);
        struct stand stand;
        stand_start(&stand, file_kernel(), &problem);
        const uint64_t checksum = stand_run(&stand, 0, (struct range){0, 3});
        assert_int_equal(checksum, file_kernel()->expected(&problem));
        assert_int_equal(stand_blocking_calls(&stand),
                         file_kernel()->work(&problem).blocking_calls);
        assert_int_equal(stand_faults(&stand), 0);
        stand_stop(&stand);
    }
}

static void default_directory_is_tmpdir(void **unused) {
    (void)unused;
    const struct place place = place_make();
    const struct problem problem = problem_of("", 1, 100, 10);
    struct stand stand;
    assert_int_equal(setenv("TMPDIR", place.path, 1), 0);
    stand_start(&stand, file_kernel(), &problem);
    assert_int_equal(entries_in(place.path), 1);
    stand_stop(&stand);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_int_equal(rmdir(place.path), 0);
}

static void missing_directory_is_named(void **unused) {
    (void)unused;
    const struct problem problem = problem_of("/nonexistent/directory", 1, 100, 10);
    struct stand stand;
    stand_start(&stand, file_kernel(), &problem);
    assert_int_equal(stand.setup_error, ENOENT);
    assert_non_null(strstr(stand.setup_what, "directory"));
    stand_stop(&stand);
}

/* Runs one item that must fail; the first failure and what it leaves behind are checked. */
static void check_failure(const struct problem *problem, int error_number, const char *operation) {
    struct stand stand;
    stand_start(&stand, file_kernel(), problem);
    assert_int_equal(stand.setup_error, 0);
    stand_run(&stand, 0, (struct range){0, problem->items});
    const struct stand_worker *worker = &stand.workers[0];
    assert_int_equal(worker->failed_error, error_number);
    assert_non_null(strstr(worker->failed_what, operation));
    assert_int_equal(worker->faults, 1); /* said once, then stopped */
    assert_false(worker->blocking);
    char folder[400];
    only_entry(problem->settings[2].text, folder, sizeof folder);
    assert_int_equal(entries_in(folder), 0);
    stand_stop(&stand);
}

/* A limit on the size of files makes write(2) fail without a special file system (setrlimit(2)). */
static void failed_write_is_reported(void **unused) {
    (void)unused;
    const struct place place = place_make();
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = 2000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const struct problem problem = problem_of(place.path, 3, 5000, 1000);
    check_failure(&problem, EFBIG, "write");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rmdir(place.path), 0);
}

/* In a mount namespace of its own; the test is the only one to see it. */
static bool mount_tiny(const char *path) {
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0;
}

static void full_disk_is_reported(void **unused) {
    (void)unused;
    const struct place place = place_make();
    if (!mount_tiny(place.path)) { /* needs the right to mount */
        rmdir(place.path);
        skip();
    }
    const struct problem problem = problem_of(place.path, 3, 200000, 10000);
    check_failure(&problem, ENOSPC, "write");
    assert_int_equal(umount(place.path), 0);
    assert_int_equal(rmdir(place.path), 0);
}

/* A directory that went away under the kernel: creating fails, nothing else is tried. */
static void failed_create_is_reported(void **unused) {
    (void)unused;
    const struct place place = place_make();
    const struct problem problem = problem_of(place.path, 3, 100, 10);
    struct stand stand;
    stand_start(&stand, file_kernel(), &problem);
    char folder[400];
    only_entry(place.path, folder, sizeof folder);
    assert_int_equal(rmdir(folder), 0);
    stand_run(&stand, 0, (struct range){0, 3});
    assert_int_equal(stand.workers[0].failed_error, ENOENT);
    assert_int_equal(stand.workers[0].faults, 1);
    assert_int_equal(stand_blocking_calls(&stand), 1);
    stand_stop(&stand);
    assert_int_equal(rmdir(place.path), 0);
}

/* A file that became shorter than what was written is an error, not an endless loop or a success.
 */
static void short_read_is_an_error(void **unused) {
    (void)unused;
    const struct problem problem = problem_of("", 1, 100, 10);
    struct stand stand;
    stand_start(&stand, file_kernel(), &problem);
    struct env *env = &stand.workers[0].env;
    char bytes[8] = "abc";
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(block_write(env, fileno(file), bytes, 3, 0));
    assert_true(block_read(env, fileno(file), bytes, 3, 0));
    assert_false(block_read(env, fileno(file), bytes, 4, 0));
    assert_int_equal(stand.workers[0].failed_error, EIO);
    fclose(file);
    stand_stop(&stand);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directory_is_gone_afterwards),
        cmocka_unit_test(teardown_removes_what_is_left),
        cmocka_unit_test(two_states_have_two_directories),
        cmocka_unit_test(any_block_size_gives_the_same_bits),
        cmocka_unit_test(default_directory_is_tmpdir),
        cmocka_unit_test(missing_directory_is_named),
        cmocka_unit_test(failed_write_is_reported),
        cmocka_unit_test(failed_create_is_reported),
        cmocka_unit_test(short_read_is_an_error),
        cmocka_unit_test(full_disk_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
