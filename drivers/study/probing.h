/* What a section with probes needs to know of them: read from their table (probe.h), so that a
 * launch is asked for nothing that its driver would refuse. */
#ifndef CONVOY_PROBING_H
#define CONVOY_PROBING_H

#include "rounds.h"

/*
 * Probes by the section's words: NAME, NAME:VARIANT or "all", in that order, without duplicates.
 * A variant named must run under one of the section's drivers. `label` begins each message.
 */
bool probing_read(const char *label, const struct experiment *, struct pick_list *, struct fault *);

/* Refuses drivers and keys of a section that mean nothing to one of its probes. */
bool probing_check(const struct study *, const struct experiment *, struct fault *);

/* enum probe_option: what may be passed to a launch; for a section of kernels everything. */
unsigned probing_options(const struct experiment *);

/* Whether this pick's probe runs under the variant's driver with that many workers. */
bool probing_suits(const struct pick *, const struct variant_plan *);

/* Rows that one launch writes for this pick, and how long they roughly take. */
uint64_t probing_rows(const struct pick *, const struct variant_plan *);
double probing_rows_s(const struct pick *, const struct variant_plan *);

/* "pingpong: 2 workers only", if a probe has such limits; else "". Caller frees. */
char *probing_limits(const struct pick *);

#endif
