/*
 * file: small files written, made durable, read back and verified.
 *
 * Item: one file of `bytes` bytes: created, written in blocks, fsync'ed, its pages dropped from the
 * page cache as far as the system allows, read in blocks, removed. Class io. Data: word k of item
 * i's file is a function of (seed, i, k). The checksum comes from the bytes that were read,
 * weighted by position. Expected: the same sum over the generator's words, without a file.
 *
 * Every system call that may block is one blocking call of its own (block.h has them all); work()
 * counts them. The buffer is cleared before reading, so that only what came from the file can
 * verify.
 *
 * Each process has a directory of its own under `dir` (default: TMPDIR, else /tmp, as mktemp(1)),
 * removed with everything in it by teardown(). /tmp may be in memory (tmpfs): name a directory on
 * the file system that is to be measured.
 *
 * Why the loop stays: system calls, and the bytes read enter the checksum.
 */
#include "block.h"
#include "folder.h"
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BYTES, BLOCK, DIRECTORY };

static const struct parameter parameters[] = {
    [BYTES] = {"bytes", "size of a file", PARAMETER_BYTES, 256 * 1024, 1, 1 << 30},
    [BLOCK] = {"block", "bytes per read and write", PARAMETER_BYTES, 64 * 1024, 1, 1 << 30},
    [DIRECTORY] = {"dir", "where files are written (default: TMPDIR, else /tmp)",
                   PARAMETER_DIRECTORY, 0, 0, 0},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

/* create, fsync, forget, close, remove */
enum { CALLS_PER_FILE = 5, CALLS_PER_BLOCK = 2 };

struct state {
    struct folder folder;
    char *buffers; /* one per worker of the run; a page that no worker touches costs nothing */
    size_t buffer_bytes; /* a file rounded up to whole pages: no two workers write to one */
    size_t mapped_bytes;
};

/* One worker's file while it is being worked on. */
struct file {
    struct env *env;
    const struct problem *problem;
    int descriptor;
    char *buffer;
};

static size_t word_count(const struct problem *problem) {
    return (problem->settings[BYTES].number + sizeof(uint64_t) - 1) / sizeof(uint64_t);
}

static uint64_t word_at(const struct problem *problem, uint64_t item, uint64_t word) {
    return mix_word(mix_pair(problem->seed, item) + word * MIX_STEP);
}

/* Odd weights: a word that moved, or changed in any bit, changes the sum. */
static uint64_t weighted(uint64_t word, uint64_t position) {
    return word * (2 * position + 1);
}

static int buffers_reserve(struct state *state, const struct problem *problem) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    state->buffer_bytes = (problem->settings[BYTES].number + page - 1) / page * page;
    state->mapped_bytes = state->buffer_bytes * problem->workers;
    state->buffers = mmap(NULL, state->mapped_bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return state->buffers == MAP_FAILED ? errno : 0;
}

static int prepare(struct state *state, const struct problem *problem, const char **what) {
    *what = "memory for files";
    const int error_number = buffers_reserve(state, problem);
    if (error_number)
        return error_number;
    const int folder_error = folder_make(&state->folder, problem->settings[DIRECTORY].text,
                                         "make a directory under --set file.dir", what);
    if (folder_error)
        munmap(state->buffers, state->mapped_bytes);
    return folder_error;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for files";
    struct state *made = calloc(1, sizeof *made);
    if (!made)
        return ENOMEM;
    const int error_number = prepare(made, problem, what);
    if (error_number)
        free(made);
    else
        *state = made;
    return error_number;
}

static void teardown(void *state) {
    struct state *made = state;
    folder_remove(&made->folder);
    munmap(made->buffers, made->mapped_bytes);
    free(made);
}

static void buffer_fill(const struct file *file, uint64_t item) {
    const size_t words = word_count(file->problem);
    for (size_t i = 0; i < words; i++) {
        const uint64_t word = word_at(file->problem, item, i);
        memcpy(file->buffer + i * sizeof word, &word, sizeof word);
    }
}

/* The last word may be partly outside the file: those bytes are zero, as buffer_clear left them. */
static uint64_t buffer_sum(const struct file *file) {
    const size_t words = word_count(file->problem);
    uint64_t sum = 0;
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, file->buffer + i * sizeof word, sizeof word);
        sum += weighted(word, i);
    }
    return sum;
}

static void buffer_clear(const struct file *file) {
    memset(file->buffer, 0, word_count(file->problem) * sizeof(uint64_t));
}

static size_t block_at(const struct problem *problem, uint64_t offset) {
    const uint64_t left = problem->settings[BYTES].number - offset;
    return left < problem->settings[BLOCK].number ? left : problem->settings[BLOCK].number;
}

static bool blocks_write(const struct file *file) {
    size_t count;
    for (uint64_t at = 0; at < file->problem->settings[BYTES].number; at += count) {
        count = block_at(file->problem, at);
        if (!block_write(file->env, file->descriptor, file->buffer + at, count, at))
            return false;
    }
    return true;
}

static bool blocks_read(const struct file *file) {
    size_t count;
    for (uint64_t at = 0; at < file->problem->settings[BYTES].number; at += count) {
        count = block_at(file->problem, at);
        if (!block_read(file->env, file->descriptor, file->buffer + at, count, at))
            return false;
    }
    return true;
}

static bool write_and_read(const struct file *file, uint64_t item) {
    buffer_fill(file, item);
    if (!blocks_write(file) || !block_sync(file->env, file->descriptor))
        return false;
    block_forget(file->env, file->descriptor);
    buffer_clear(file);
    return blocks_read(file);
}

/* A file that was created is closed and removed whatever happened to it. */
static bool file_item(struct file *file, int directory, uint64_t item) {
    char name[32];
    snprintf(name, sizeof name, "item-%" PRIu64, item);
    file->descriptor = block_create(file->env, directory, name);
    if (file->descriptor < 0)
        return false;
    const bool done = write_and_read(file, item);
    const bool closed = block_close(file->env, file->descriptor);
    const bool removed = block_remove(file->env, directory, name);
    return done && closed && removed;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    const struct state *made = state;
    struct file file = {env, problem, -1, made->buffers + env->worker * made->buffer_bytes};
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        if (!file_item(&file, made->folder.directory, i))
            break;
        checksum += mix_pair(i, buffer_sum(&file));
    }
    return checksum;
}

/* The generator's last word as it is in the file: only its first bytes are there. */
static uint64_t word_cut(const struct problem *problem, uint64_t word, size_t position) {
    const size_t inside = problem->settings[BYTES].number - position * sizeof word;
    uint64_t kept = 0;
    memcpy(&kept, &word, inside < sizeof word ? inside : sizeof word);
    return kept;
}

static uint64_t expected(const struct problem *problem) {
    const size_t words = word_count(problem);
    uint64_t checksum = 0;
    for (uint64_t item = 0; item < problem->items; item++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < words; i++)
            sum += weighted(word_cut(problem, word_at(problem, item, i), i), i);
        checksum += mix_pair(item, sum);
    }
    return checksum;
}

static struct work work(const struct problem *problem) {
    const uint64_t bytes = problem->settings[BYTES].number;
    const uint64_t block = problem->settings[BLOCK].number;
    const uint64_t blocks = bytes / block + (bytes % block != 0);
    return (struct work){
        .bytes = problem->items * bytes * CALLS_PER_BLOCK, /* once written, once read */
        .blocking_calls = problem->items * (CALLS_PER_FILE + CALLS_PER_BLOCK * blocks),
    };
}

const struct kernel kernel_file = {
    .name = "file",
    .summary = "writes files, makes them durable, reads them back",
    .item = "one file",
    .class = CLASS_IO,
    .default_size = 40,
    .items_per_look = 1,
    .nominal_ns_per_item = 1000000.0,
    .parameters = parameters,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
