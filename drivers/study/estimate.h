/*
 * How long a launch takes, roughly, before anything was measured: for --dry-run, for the first
 * minutes' time left and for the limit beyond which a launch counts as hanging. Enters no result.
 *
 * Nominal start-up: 10 ms for a process with or without threads; for ranks 150 ms and 25 ms per
 * rank (orders of magnitude of Open MPI 4.1 with shared-memory transport on a small machine).
 *
 * Nominal work of one repetition: items x the kernel's nominal_ns_per_item, corrected for its
 * parameters by the kernel's own work model: in proportion to the bytes per item, plus, for every
 * blocking call, what its time parameters are longer than by default. Tasks run in ceil(tasks /
 * places) steps; the places are the workers, at most as many as there are PUs unless the kernel
 * blocks, and one under a lock. A probe's table has the time of one row, which grows with --size.
 */
#ifndef CONVOY_ESTIMATE_H
#define CONVOY_ESTIMATE_H

#include "rounds.h"

double estimate_launch_s(const struct variant_plan *, struct machine_size);

/* A launch that takes longer than this hangs: generous, because machines are shared. */
double estimate_limit_s(double estimate_s);

#endif
