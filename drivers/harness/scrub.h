/* Keeps people out of the provenance. */
#ifndef CONVOY_SCRUB_H
#define CONVOY_SCRUB_H

#include <stdbool.h>

/* A copy with the home directory replaced by ~ and the user's name, as a path component, by USER.
 * Caller frees. */
char *scrub_text(const char *text);

/*
 * Whether an environment variable may be kept: names that start with OMP_ OMPI_ PMIX_ HYDRA_
 * MPIR_CVAR_ UCX_ SLURM_ CONVOY_, except those that hold users, accounts, addresses, directories or
 * secrets.
 */
bool scrub_keeps(const char *name);

#endif
