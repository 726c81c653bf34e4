/*
 * Raw samples from CSV files into a data set. Needed columns: kernel, driver, workers, wall_s; the
 * other ones of columns.def are used when a file has them; unknown columns become labels where they
 * tell configurations apart (label.h).
 *
 * A row counts only if it was measured (phase), verified (ok) and has a positive finite time; the
 * others are counted by their fate. User faults, with file, line and column: a needed column
 * missing, a used column twice, a row with another number of fields than the header, a number that
 * cannot be read, a text that cannot be a name (spelling.h), samples given twice (repeats.h).
 *
 * Takes time proportional to the bytes of the files; beside the data set only what the launches of
 * one file need (16 to 28 bytes each) and one record.
 */
#ifndef CONVOY_LOAD_H
#define CONVOY_LOAD_H

#include "data.h"
#include "fault.h"

#include <stdio.h>

/* Adds one file's rows. After a fault the data set is good for data_free only. */
bool load_csv(struct data *, const char *path, struct fault *);

/* The same of a stream, which is closed; messages call it `name`. */
bool load_stream(struct data *, FILE *, const char *name, struct fault *);

/*
 * Call once behind the last file: before it, configurations that a label tells apart are one. False
 * after a user fault that names `name`: not a single row can be used.
 */
bool load_finish(struct data *, const char *name, struct fault *);

#endif
