/*
 * The environment of a launch: the user's own, without what would steer OpenMP or MPI behind the
 * study's back, plus what this project sets. All of it stands in two tables in environment.c with
 * its reasons. That file alone knows one MPI implementation from another.
 */
#ifndef CONVOY_ENVIRONMENT_H
#define CONVOY_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What differs from launch to launch. */
struct environment_facts {
    bool root;         /* the user is root, which Open MPI refuses unless told otherwise */
    const char *study; /* CONVOY_STUDY */
    const char *run_id;
    unsigned launch;
    const char *folder; /* of the results; CONVOY_STUDY_FILE is the study's copy in it */
    uint64_t exec_ns;   /* CLOCK_MONOTONIC now: begin of spawn_s */
    unsigned nodes, ranks, threads; /* of the launch; threads: per rank */
    bool away;                      /* the first node is another machine than this one */
};

/* "NAME=VALUE" texts, ends with NULL. Free with environment_free. */
char **environment_make(char *const *inherited, const struct environment_facts *);
void environment_free(char **);

/*
 * What the messages of the MPI that this was built with go through under these settings, as a flag
 * of a row: "transport=ob1/self,vader" (Open MPI's pml and btl), "transport=ch4:ucx/self,sm"
 * (MPICH's device with its netmod, and the transports that UCX may use); "default" where nothing
 * is set.
 */
void environment_transport(char *const *environment, char *text, size_t room);

/* The option with which the launcher lets the other ranks live on when one dies; NULL: it has none.
 */
const char *environment_recovery(void);

/* Whether a launcher of Open MPI or MPICH started this process. */
bool environment_is_rank(void);

#endif
