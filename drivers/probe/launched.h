/*
 * Jobs of ranks that a probe starts as children: small programs of this project under the MPI
 * launcher, in the environment that convoy-run gives its launches (study/environment.h), so that
 * what happens to them happens to nobody else.
 */
#ifndef CONVOY_LAUNCHED_H
#define CONVOY_LAUNCHED_H

#include <stddef.h>
#include <stdint.h>

/* Programs that are no user's: build/NAME/libexec, or PREFIX/libexec/convoy. */
#define LAUNCHED_BARE   "convoy-bare-mpi"
#define LAUNCHED_RESCUE "convoy-rescue"

struct launch_order {
    unsigned ranks;
    const char *launcher_option;  /* before the program; NULL: none */
    const char *program;          /* one of the names above */
    const char *const *arguments; /* of the program, ends with NULL; NULL: none */
};

enum { LAUNCHED_TEXT = 512 };

/* How it went. */
struct launched {
    uint64_t exec_ns, ended_ns;  /* the launcher was started; its end was seen */
    int exit_code;               /* of the launcher; 128 + signal if one ended it, as shells do */
    char output[LAUNCHED_TEXT];  /* what all ranks printed, cut */
    char message[LAUNCHED_TEXT]; /* first line of standard error */
};

/* Why no job of that program can be started here, or NULL. Looks for the two files only. */
const char *launched_unavailable(const char *program);

/* Starts the job and waits, asleep, for its end; ends it after a minute. 0 or an errno value. */
int launched_run(const struct launch_order *, struct launched *);

/* "transport=..." of such a job (environment.h), for the column `flags`. */
void launched_transport(char *text, size_t room);

#endif
