#include "rescue.h"

#include "check.h"
#include "environment.h"
#include "mix.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

uint64_t rescue_bytes(uint64_t tasks) {
    return sizeof(struct rescue) + tasks * sizeof(uint64_t);
}

uint64_t rescue_result(uint64_t task) {
    return mix_word(task + 1);
}

const char *rescue_unavailable(bool recover) {
    if (recover && !environment_recovery())
        return "this MPI's launcher ends all ranks when one dies; Open MPI's can spare the others";
    return launched_unavailable(LAUNCHED_RESCUE);
}

/* The job opens this process's file by its number: whatever happens, nothing is left behind. */
static int run(const struct rescue *rescue, int file, unsigned workers, struct launched *launched) {
    char path[64];
    const char *const arguments[] = {path, NULL};
    const struct launch_order order = {.ranks = workers + 1,
                                       .launcher_option =
                                           rescue->recover ? environment_recovery() : NULL,
                                       .program = LAUNCHED_RESCUE,
                                       .arguments = arguments};
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)getpid(), file);
    return launched_run(&order, launched);
}

int rescue_run(struct rescue *rescue, unsigned workers, struct launched *launched) {
    const uint64_t bytes = rescue_bytes(rescue->tasks);
    const int file = memfd_create("rescue", MFD_CLOEXEC);
    if (file < 0)
        return errno;
    int error = 0;
    if (pwrite(file, rescue, bytes, 0) != (ssize_t)bytes)
        error = errno;
    else
        error = run(rescue, file, workers, launched);
    if (!error && pread(file, rescue, bytes, 0) != (ssize_t)bytes)
        error = errno;
    close(file);
    return error;
}
