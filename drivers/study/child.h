/*
 * One launch as a process: started, watched, stopped. The caller's signals that ask to stop are
 * taken here and nowhere else: the first is passed on to the child as SIGUSR1 (mpirun hands it to
 * its ranks), upon which drivers finish their row; the second ends the child's process group.
 */
#ifndef CONVOY_CHILD_H
#define CONVOY_CHILD_H

#include "fault.h"

#include <stdint.h>
#include <sys/types.h>

/* How a child ended. */
struct child_end {
    int code;       /* exit code; -1 if a signal ended it */
    int signal;     /* that signal, or 0 */
    bool timed_out; /* ended because it took longer than its limit, and its code is not 0 */
    double wall_s;
};

/*
 * Blocks the stop signals (SIGINT, SIGTERM, SIGHUP, SIGUSR1; those that were ignored stay so) and
 * SIGCHLD for good: from now on they are seen by child_wait and child_stop_signal only. Once,
 * before any child.
 */
void child_watch_signals(void);

/* The stop signal that came first, or 0; looks for new ones. */
int child_stop_signal(void);

/*
 * Starts argv with that environment: standard input empty, both outputs to the file `log`, a
 * process group of its own, ended by SIGTERM if this process dies. -1 after a fault: it could not
 * be executed.
 */
pid_t child_start(char *const *argv, char *const *environment, int log, struct fault *);

/* How long a child is borne with, in time that passes while this process runs: a machine that
 * stands still for a while ends nobody. */
struct child_patience {
    double limit_s; /* in all; then SIGTERM */
    double stop_s;  /* from the wish to stop to SIGTERM */
    double term_s;  /* from SIGTERM to SIGKILL */
};

/* With a launch that may take so long. */
struct child_patience child_patience(double limit_s);

/*
 * Waits for its end, and ends what it left behind on this machine; calls tick(user) about once a
 * second. After a stop signal it is asked to stop (SIGUSR1), and ended at a second one, or if it
 * does not stop in time.
 */
struct child_end child_wait(pid_t, struct child_patience, void (*tick)(void *user), void *user);

#endif
