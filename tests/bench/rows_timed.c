/*
 * Runs a program and prints, as the last line on standard error, its wall time in seconds, its user
 * plus system time in seconds and its largest resident set in bytes: "1.234 1.2 5678". GNU time is
 * not on every machine.
 *
 *   convoy_timed PROGRAM [ARGUMENT]...     ends with the program's exit code
 */
#include "clock.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CODE_CANNOT_RUN = 127 };

static double seconds(struct timeval time) {
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("Usage: convoy_timed PROGRAM [ARGUMENT]...\n", stderr);
        return 2;
    }
    const uint64_t start_ns = clock_wall_ns();
    pid_t child;
    const int error = posix_spawnp(&child, argv[1], NULL, NULL, argv + 1, environ);
    if (error) {
        fprintf(stderr, "convoy_timed: %s: %s\n", argv[1], strerror(error));
        return CODE_CANNOT_RUN;
    }
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR)
            return CODE_CANNOT_RUN;
    const double wall_s = (double)(clock_wall_ns() - start_ns) * 1e-9;
    fprintf(stderr, "%.3f %.3f %ld\n", wall_s, seconds(usage.ru_utime) + seconds(usage.ru_stime),
            1024 * usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
