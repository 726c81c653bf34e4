#include "forked.h"

#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_NS = 100 * 1000 };

void *forked_share(size_t bytes) {
    void *page = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? NULL : page;
}

void forked_unshare(void *page, size_t bytes) {
    munmap(page, bytes);
}

/* Handlers of the parent's libraries (Open MPI prints 30 lines) are not the child's. */
static void be_plain(void) {
    static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE,
                                  SIGILL,  SIGINT, SIGTERM, SIGUSR1};
    const struct rlimit none = {0, 0};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL);
    setrlimit(RLIMIT_CORE, &none);
}

pid_t forked_start(void (*work)(void *argument, void *page), void *argument, void *page) {
    const pid_t child = fork();
    if (child != 0)
        return child;
    be_plain();
    work(argument, page);
    _exit(0);
}

/* Asleep until the child ends or the limit passes; at once where there are no such descriptors. */
static void sleep_until_end(pid_t child, uint64_t limit_ns) {
    struct pollfd end = {.fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN};
    if (end.fd < 0)
        return;
    poll(&end, 1, (int)(limit_ns / 1000000));
    close(end.fd);
}

int forked_wait(pid_t child, uint64_t limit_ns, int *status) {
    const uint64_t until_ns = clock_wall_ns() + limit_ns;
    sleep_until_end(child, limit_ns);
    while (waitpid(child, status, WNOHANG) == 0) {
        if (clock_wall_ns() > until_ns) {
            kill(child, SIGKILL);
            waitpid(child, status, 0);
            return ETIMEDOUT;
        }
        clock_sleep_ns(POLL_NS);
    }
    return 0;
}

int forked_exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int forked_run(void (*work)(void *argument, void *page), void *argument, void *result, size_t bytes,
               uint64_t limit_ns) {
    int status = 0;
    void *page = forked_share(bytes);
    if (!page)
        return errno;
    const pid_t child = forked_start(work, argument, page);
    int error = child < 0 ? errno : forked_wait(child, limit_ns, &status);
    if (!error && status != 0)
        error = ECHILD;
    memcpy(result, page, bytes);
    forked_unshare(page, bytes);
    return error;
}
