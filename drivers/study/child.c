#include "child.h"

#include "check.h"
#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int stop_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};

/* Signals belong to the process, so does what became of them. */
static sigset_t watched, mask_before;
static int first_stop, stops;

void child_watch_signals(void) {
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    signal(SIGCHLD, SIG_DFL); /* inherited as ignored, children would vanish without a status */
    for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++) {
        struct sigaction action;
        CHECK(sigaction(stop_signals[i], NULL, &action) == 0);
        if (action.sa_handler != SIG_IGN) /* nohup, background jobs of a plain shell */
            sigaddset(&watched, stop_signals[i]);
    }
    CHECK(sigprocmask(SIG_BLOCK, &watched, &mask_before) == 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* for orphans_end */
}

/* Takes one signal, waiting for it at most that long; 0 if none came. */
static int signal_take(double seconds) {
    const struct timespec wait = {(time_t)seconds, (long)((seconds - floor(seconds)) * 1e9)};
    const int got = sigtimedwait(&watched, NULL, &wait);
    if (got > 0 && got != SIGCHLD) {
        stops++;
        first_stop = first_stop ? first_stop : got;
    }
    return got > 0 ? got : 0;
}

int child_stop_signal(void) {
    while (signal_take(0))
        ;
    return first_stop;
}

/* In the child: never returns. What failed goes through the pipe, which exec closes. */
static _Noreturn void child_become(char *const *argv, char *const *environment, int log, int report,
                                   pid_t parent) {
    const int empty = open("/dev/null", O_RDONLY);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigprocmask(SIG_SETMASK, &mask_before, NULL);
    if (getppid() == parent && empty >= 0 && dup2(empty, 0) == 0 && dup2(log, 1) == 1 &&
        dup2(log, 2) == 2)
        execve(argv[0], argv, environment);
    const int error = errno;
    const ssize_t written = write(report, &error, sizeof error);
    _exit(written == sizeof error ? 127 : 126);
}

pid_t child_start(char *const *argv, char *const *environment, int log, struct fault *fault) {
    int report[2], error = 0;
    const pid_t parent = getpid();
    if (pipe2(report, O_CLOEXEC) == -1) {
        fault_environment(fault, "no pipe: %s", strerror(errno));
        return -1;
    }
    const pid_t pid = fork();
    if (pid == 0)
        child_become(argv, environment, log, report[1], parent);
    if (pid == -1)
        error = errno;
    close(report[1]);
    if (pid > 0) {
        setpgid(pid, pid); /* both sides do it: whoever comes first */
        if (read(report[0], &error, sizeof error) == sizeof error)
            waitpid(pid, NULL, 0);
    }
    close(report[0]);
    if (error) {
        fault_environment(fault, "%s cannot be started: %s", argv[0], strerror(error));
        return -1;
    }
    return pid;
}

/* What has been done to end a child so far. */
struct ending {
    struct child_patience patience;
    bool asked, termed, killed, timed_out;
    double asked_s, termed_s;
};

/* What finishes its row does so within the time of a launch, a twentieth of the limit, and a job
 * has two minutes between its warning and its end. Open MPI needs about 2 s to clean up. */
struct child_patience child_patience(double limit_s) {
    return (struct child_patience){.limit_s = limit_s, .stop_s = 30 + limit_s / 20, .term_s = 5};
}

static double since_s(uint64_t begin_ns) {
    return (double)(clock_wall_ns() - begin_ns) * 1e-9;
}

/* Moves on from asking to SIGTERM to SIGKILL, as signals and time demand. */
static void ending_advance(struct ending *ending, pid_t pid, double now_s) {
    const struct child_patience *patience = &ending->patience;
    if (first_stop && !ending->asked) {
        ending->asked = true;
        ending->asked_s = now_s;
        kill(pid, SIGUSR1);
    }
    const bool late = now_s > patience->limit_s;
    const bool deaf = ending->asked && now_s - ending->asked_s > patience->stop_s;
    if ((stops > 1 || late || deaf) && !ending->termed) {
        ending->termed = true;
        ending->timed_out = late;
        ending->termed_s = now_s;
        kill(-pid, SIGTERM);
    }
    if (ending->termed && !ending->killed && now_s - ending->termed_s > patience->term_s) {
        ending->killed = true;
        kill(-pid, SIGKILL);
    }
}

/*
 * A launcher that was killed leaves its ranks behind, in process groups of their own, and they go
 * on writing rows. As subreaper this process has become their parent, and has no other children.
 */
static void orphans_end(void) {
    char *path = must_format("/proc/self/task/%d/children", (int)getpid());
    for (bool found = true; found;) {
        FILE *children = fopen(path, "re");
        int orphan;
        found = false;
        while (children && fscanf(children, "%d", &orphan) == 1) {
            found = true;
            kill(orphan, SIGKILL);
            waitpid(orphan, NULL, 0);
        }
        if (children)
            fclose(children);
    }
    free(path);
}

/*
 * Time that has passed, as far as this process saw it pass. A machine that stands still for minutes
 * (a virtual one that is paused; a kernel that lets processes starve) is no fault of the launch:
 * what lies between two looks, which are a second apart, counts as LOOK_MOST_S at most.
 */
struct awake {
    double seen_s;
    uint64_t looked_ns;
};

static void awake_look(struct awake *awake) {
    enum { LOOK_MOST_S = 5 };
    awake->seen_s += fmin(since_s(awake->looked_ns), LOOK_MOST_S);
    awake->looked_ns = clock_wall_ns();
}

struct child_end child_wait(pid_t pid, struct child_patience patience, void (*tick)(void *user),
                            void *user) {
    const uint64_t begin_ns = clock_wall_ns();
    struct ending ending = {.patience = patience};
    struct awake awake = {.looked_ns = begin_ns};
    int status;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        ending_advance(&ending, pid, awake.seen_s);
        if (!signal_take(1.0))
            tick(user);
        awake_look(&awake);
    }
    if (ending.termed) /* what it left behind in its group */
        kill(-pid, SIGKILL);
    orphans_end();
    const bool exited = WIFEXITED(status), good = exited && WEXITSTATUS(status) == 0;
    return (struct child_end){
        .code = exited ? WEXITSTATUS(status) : -1,
        .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
        .timed_out = ending.timed_out && !good,
        .wall_s = since_s(begin_ns),
    };
}
