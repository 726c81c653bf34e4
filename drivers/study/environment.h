/*
 * The environment of a launch: the user's own, without what would steer OpenMP or MPI behind the
 * study's back, plus what this project sets. All of it stands in two tables in environment.c with
 * its reasons.
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
};

/* "NAME=VALUE" texts, ends with NULL. Free with environment_free. */
char **environment_make(char *const *inherited, const struct environment_facts *);
void environment_free(char **);

#endif
