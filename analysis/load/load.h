/*
 * Raw samples from CSV files into a data set. Needed columns: kernel, driver, workers, wall_s; the
 * other ones of columns.def are used when a file has them; unknown columns are passed over.
 *
 * A row counts only if it was measured (phase), verified (ok) and has a positive finite time; the
 * others are counted by their fate. User faults, with file, line and column: a needed column
 * missing, a used column twice, a row with another number of fields than the header, a number that
 * cannot be read.
 */
#ifndef CONVOY_LOAD_H
#define CONVOY_LOAD_H

#include "data.h"
#include "fault.h"

/* Adds one file's rows. After a fault the data set is good for data_free only. */
bool load_csv(struct data *, const char *path, struct fault *);

#endif
