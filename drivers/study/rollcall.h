/*
 * Whether the nodes of a launch can be reached. Asked before a launch that was lost is tried again:
 * a launcher that cannot reach a node may wait for it without an end (Open MPI 4.1 does, whatever
 * orte_startup_timeout says), and the launch's own limit may be hours away.
 */
#ifndef CONVOY_ROLLCALL_H
#define CONVOY_ROLLCALL_H

#include "hostfile.h"
#include "launcher.h"

#include <stdbool.h>

/* In all; for one host, which is asked alone. */
enum { ROLLCALL_LIMIT_S = 20, ROLLCALL_HOST_LIMIT_S = 6 };

/* Starts true(1) once on every node; false if that fails or takes longer than the limit. */
bool rollcall_answered(const struct launcher *, char *const *environment, int log);

/*
 * The hosts among the launcher's nodes that do not answer when asked alone, "h2, h5", to be freed.
 * They are asked one after the other, for ROLLCALL_LIMIT_S at most: "" if none was found until
 * then. `asked`: path of a file for the launcher.
 */
char *rollcall_absent(const struct launcher *, const struct hostfile *, const char *asked,
                      char *const *environment, int log);

/*
 * False after a fault: there are to be several nodes, and nobody says which: no host file, no batch
 * system, no setting of the launcher's. Where a launcher might know more than that (a default host
 * file of the site's), it is asked. Signals must be watched (child_watch_signals).
 */
bool rollcall_has_nodes(const struct launcher *, struct fault *);

#endif
