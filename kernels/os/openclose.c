/*
 * openclose: opens a file and closes it again.
 *
 * Item: one open(2) and one close(2) of a file of the worker's own, in a directory of the process's
 * own. Class os: threads share one table of descriptors, and every open takes the lowest free one
 * under the table's lock; ranks have a table each. Both calls give a global lock back, as CPython's
 * os.open and os.close do.
 *
 * Checksum: the item, mixed with whether the descriptor was a good one and closing it worked.
 * Expected: the same with both good.
 *
 * Why the loop stays: system calls.
 */
#include "folder.h"
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DIRECTORY, CALLS_PER_ITEM = 2, GOOD = 1 };

static const struct parameter parameters[] = {
    [DIRECTORY] = {"dir", "where the files are (default: TMPDIR, else /tmp)", PARAMETER_DIRECTORY,
                   0, 0, 0},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

struct name {
    char text[32];
};

static struct name name_of(unsigned worker) {
    struct name name;
    snprintf(name.text, sizeof name.text, "worker-%u", worker);
    return name;
}

static int files_make(const struct folder *folder, unsigned workers) {
    for (unsigned i = 0; i < workers; i++) {
        const int file =
            openat(folder->directory, name_of(i).text, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0)
            return errno;
        close(file);
    }
    return 0;
}

static void teardown(void *state) {
    folder_remove(state);
    free(state);
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for a directory";
    struct folder *folder = malloc(sizeof *folder);
    if (!folder)
        return ENOMEM;
    int error_number = folder_make(folder, problem->settings[DIRECTORY].text,
                                   "make a directory under --set openclose.dir", what);
    if (error_number) {
        free(folder);
        return error_number;
    }
    error_number = files_make(folder, problem->workers);
    if (error_number) {
        *what = "create a file";
        teardown(folder);
        return error_number;
    }
    *state = folder;
    return 0;
}

static int open_once(struct env *env, int directory, const char *name) {
    env->block_begin(env);
    const int file = openat(directory, name, O_RDWR | O_CLOEXEC);
    const int error_number = errno;
    env->block_end(env);
    if (file < 0)
        env->failed(env, "open a file", error_number);
    return file;
}

static bool close_once(struct env *env, int file) {
    env->block_begin(env);
    const int error_number = close(file) ? errno : 0;
    env->block_end(env);
    if (error_number)
        env->failed(env, "close a file", error_number);
    return !error_number;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)problem;
    const struct folder *folder = state;
    const struct name name = name_of(env->worker);
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const int file = open_once(env, folder->directory, name.text);
        if (file < 0)
            break;
        checksum += mix_pair(i, close_once(env, file));
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, GOOD);
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.blocking_calls = CALLS_PER_ITEM * problem->items};
}

const struct kernel kernel_openclose = {
    .name = "openclose",
    .summary = "opens and closes a file of the worker's own",
    .item = "one open and close",
    .class = CLASS_OS,
    .default_size = 80000,
    .items_per_look = 4,
    .nominal_ns_per_item = 650.0,
    .parameters = parameters,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
