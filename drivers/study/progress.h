/*
 * What a person sees while a study runs: on a terminal one line that is redrawn, with a bar and the
 * time left; elsewhere one plain line per launch. Time left: every variant takes what it took on
 * average so far; one that has not run yet takes its estimate, corrected by how wrong the estimates
 * were on the whole.
 */
#ifndef CONVOY_PROGRESS_H
#define CONVOY_PROGRESS_H

#include "rounds.h"

struct progress;

/* The rounds and `out` must outlive it. columns: width of the terminal; 0: no terminal. */
struct progress *progress_new(const struct rounds *, FILE *out, unsigned columns);
void progress_free(struct progress *);

/* A launch that an earlier run completed; wall_s: what it took then. */
void progress_skip(struct progress *, const struct launch *, double wall_s);

void progress_begin(struct progress *, const struct launch *);
void progress_tick(struct progress *, double elapsed_s);
/* note: what to know about it ("" if nothing), printed behind the time. */
void progress_end(struct progress *, double wall_s, const char *note);

/* A line for the user, whatever is being drawn. */
void progress_say(struct progress *, const char *text);

/* Seconds that launches not yet ended will take. */
double progress_left_s(const struct progress *);

/* Seconds that one launch of that variant is expected to take. */
double progress_expected_s(const struct progress *, const struct variant_plan *);

#endif
