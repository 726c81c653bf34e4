/* The raw samples' file when the disk is full, and when two programs write at once. */
#include "command.h"

#include "barrier.h"
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 3, ROWS_EACH = 6000, LOOKED_AT = 97, TAG_BYTES = 700 };

static char long_tag[TAG_BYTES + 1];

static struct sample sample_of(uint64_t launch, uint64_t rep) {
    memset(long_tag, 'a' + (int)launch, TAG_BYTES);
    return (struct sample){.schema_version = SCHEMA_VERSION,
                           .launch = launch,
                           .rep = rep,
                           .phase = "measure",
                           .tags = long_tag};
}

/* Opens the file like any launch, waits for the others and appends; exit code 0 if all went well.
 */
static void write_rows(const char *path, uint64_t launch, struct barrier *start) {
    struct fault fault = {0};
    struct output *output = output_open(path, &fault);
    barrier_wait(start);
    for (uint64_t rep = 0; output && rep < ROWS_EACH; rep++) {
        struct sample sample = sample_of(launch, rep);
        output_append(output, &sample, &fault);
    }
    _exit(fault.code);
}

static void test_writers_at_once_do_not_mix_rows(void **state) {
    (void)state;
    const struct test_folder folder = test_folder_make();
    const char *path = test_folder_file(&folder, "x.csv");
    struct barrier *start =
        mmap(NULL, sizeof *start, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(start != MAP_FAILED);
    barrier_init(start, WRITERS, 0);
    for (uint64_t launch = 0; launch < WRITERS; launch++)
        if (fork() == 0)
            write_rows(path, launch, start);
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    munmap(start, sizeof *start);
    struct fault fault = {0};
    struct output *output = output_open(path, &fault); /* reads every row */
    HOLDS(output, fault.text);
    assert_int_equal(output_rows(output), WRITERS * ROWS_EACH);
    for (uint64_t launch = 0; launch < WRITERS; launch++)
        for (uint64_t rep = 0; rep < ROWS_EACH; rep += LOOKED_AT)
            assert_true(output_holds(output, (struct row_key){.launch = launch, .rep = rep}));
    output_close(output);
    test_folder_free(&folder);
}

/* Rows until the disk says no. Returns how many went in. */
static uint64_t fill(const char *path) {
    struct fault fault = {0};
    struct output *output = output_open(path, &fault);
    HOLDS(output, fault.text);
    uint64_t rows = 0;
    for (; fault.code == EXIT_DONE && rows < 10000; rows++) {
        struct sample sample = sample_of(1, rows);
        output_append(output, &sample, &fault);
    }
    output_close(output);
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    HOLDS(strstr(fault.text, "No space left on device"), fault.text);
    return rows - 1;
}

static void test_full_disk_leaves_whole_rows(void **state) {
    (void)state;
    const struct test_folder folder = test_folder_make();
    if (mount("none", folder.path, "tmpfs", 0, "size=64k") != 0) {
        print_message("no tmpfs of our own: %s\n", strerror(errno));
        test_folder_free(&folder);
        skip();
    }
    const char *path = test_folder_file(&folder, "x.csv");
    const uint64_t rows = fill(path);
    struct fault fault = {0};
    struct output *output = output_open(path, &fault);
    char *text = test_file_read(path);
    const bool whole = text && text[strlen(text) - 1] == '\n';
    const uint64_t held = output ? output_rows(output) : 0;
    free(text);
    output_close(output);
    umount(folder.path);
    test_folder_free(&folder);
    assert_int_equal(fault.code, EXIT_DONE);
    assert_true(whole);
    assert_true(rows > 10);
    assert_int_equal(held, rows);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writers_at_once_do_not_mix_rows),
        cmocka_unit_test(test_full_disk_leaves_whole_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
