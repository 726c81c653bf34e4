#include "block.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Ends the blocking call and reports it; the hook must not see errno before it was saved. */
static bool finish(struct env *env, const char *what, int error_number) {
    env->block_end(env);
    if (error_number)
        env->failed(env, what, error_number);
    return error_number == 0;
}

int block_create(struct env *env, int directory, const char *name) {
    env->block_begin(env);
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    const int file = TEMP_FAILURE_RETRY(openat(directory, name, flags, 0600));
    return finish(env, "create a file", file < 0 ? errno : 0) ? file : -1;
}

static int write_all(int file, const char *bytes, size_t count, uint64_t offset) {
    while (count > 0) {
        const ssize_t written = TEMP_FAILURE_RETRY(pwrite(file, bytes, count, (off_t)offset));
        if (written < 0)
            return errno;
        bytes += written;
        count -= (size_t)written;
        offset += (uint64_t)written;
    }
    return 0;
}

bool block_write(struct env *env, int file, const void *bytes, size_t count, uint64_t offset) {
    env->block_begin(env);
    return finish(env, "write a file", write_all(file, bytes, count, offset));
}

static int read_all(int file, char *bytes, size_t count, uint64_t offset) {
    while (count > 0) {
        const ssize_t got = TEMP_FAILURE_RETRY(pread(file, bytes, count, (off_t)offset));
        if (got <= 0)
            return got < 0 ? errno : EIO;
        bytes += got;
        count -= (size_t)got;
        offset += (uint64_t)got;
    }
    return 0;
}

bool block_read(struct env *env, int file, void *bytes, size_t count, uint64_t offset) {
    env->block_begin(env);
    return finish(env, "read a file", read_all(file, bytes, count, offset));
}

bool block_sync(struct env *env, int file) {
    env->block_begin(env);
    return finish(env, "fsync a file", TEMP_FAILURE_RETRY(fsync(file)) ? errno : 0);
}

void block_forget(struct env *env, int file) {
    env->block_begin(env);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    env->block_end(env);
}

/* Never tried again: after EINTR Linux has closed the file all the same (close(2)). */
bool block_close(struct env *env, int file) {
    env->block_begin(env);
    const int error_number = close(file) ? errno : 0;
    return finish(env, "close a file", error_number == EINTR ? 0 : error_number);
}

bool block_remove(struct env *env, int directory, const char *name) {
    env->block_begin(env);
    return finish(env, "remove a file", unlinkat(directory, name, 0) ? errno : 0);
}
