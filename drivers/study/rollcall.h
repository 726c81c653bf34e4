/*
 * Whether all nodes of a launch can be reached. Asked before a launch that was lost is tried again:
 * a launcher that cannot reach a node may wait for it without an end (Open MPI 4.1 does, whatever
 * orte_startup_timeout says), and the launch's own limit may be hours away.
 */
#ifndef CONVOY_ROLLCALL_H
#define CONVOY_ROLLCALL_H

#include "launcher.h"

#include <stdbool.h>

enum { ROLLCALL_LIMIT_S = 20 };

/* Starts true(1) once on every node; false if that fails or takes longer than the limit. */
bool rollcall_answered(const struct launcher *, char *const *environment, int log);

#endif
