/* Functions that run in a forked child, with a limit: what they do to the process stays there. */
#ifndef CONVOY_FORKED_H
#define CONVOY_FORKED_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Zeroed memory that a process and the children it forks later share; NULL with errno. */
void *forked_share(size_t bytes);
void forked_unshare(void *, size_t bytes);

/*
 * Forks a child that has the usual reactions to signals, writes no core, calls work(argument, page)
 * and ends with _exit(0). -1 with errno if there is none.
 */
pid_t forked_start(void (*work)(void *argument, void *page), void *argument, void *page);

/*
 * Waits for a child, asleep (pidfd_open(2)); kills it at the limit, given in whole milliseconds. 0
 * with the status as of waitpid(2), or ETIMEDOUT.
 */
int forked_wait(pid_t, uint64_t limit_ns, int *status);

/* Of a status as of waitpid(2), as shells have it: 128 + signal where one ended the child. */
int forked_exit_code(int status);

/*
 * All of it: the child's page, `bytes` long, is copied to `result`. 0, or an errno value; ECHILD if
 * the child did not end by itself with code 0.
 */
int forked_run(void (*work)(void *argument, void *page), void *argument, void *result, size_t bytes,
               uint64_t limit_ns);

#endif
