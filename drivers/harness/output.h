/*
 * The raw samples' file: append-only CSV. Every row is one write(2), so that rows of several
 * writers do not mix and a killed program leaves whole rows. A torn last line, left by a crash of
 * the machine, is moved to FILE.torn. Used by the root rank only; not thread-safe.
 */
#ifndef CONVOY_OUTPUT_H
#define CONVOY_OUTPUT_H

#include "columns.h"
#include "fault.h"

#include <stdbool.h>
#include <stdint.h>

struct output;

/* Identity of a row within a file, for --resume. */
struct row_key {
    uint64_t launch, work_id, rep;
    bool warmup;
};

/*
 * Opens `path` ("-": standard output), makes it with a header if it is new or empty. NULL after a
 * fault: a file with another header is the user's mistake, one that cannot be written is the
 * environment's.
 */
struct output *output_open(const char *path, struct fault *);
void output_close(struct output *);

/* What the file held when it was opened. */
uint64_t output_rows(const struct output *);
bool output_holds(const struct output *, struct row_key);
/* The largest launch number so far; false if there are no rows. */
bool output_last_launch(const struct output *, uint64_t *launch);
/* The last launch of that configuration; false if there is none. */
bool output_launch_of(const struct output *, uint64_t config_id, uint64_t *launch);
/* Whether a launch has rows whose result was wrong (skipped rows have none). */
bool output_launch_wrong(const struct output *, uint64_t launch);
/* Configuration and program of a launch's rows; false if there are none. */
bool output_launch_ids(const struct output *, uint64_t launch, uint64_t *config_id,
                       uint64_t *binary_id);

/* Appends one row; false after a fault, with the file as it was before. */
bool output_append(struct output *, const struct sample *, struct fault *);

/* Waits until everything is on disk. */
bool output_sync(struct output *, struct fault *);

#endif
