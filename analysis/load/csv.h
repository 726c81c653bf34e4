/*
 * A streaming reader of CSV as RFC 4180 describes it: fields in double quotes may hold commas, line
 * ends and doubled quotes; lines end with CRLF or LF. A byte-order mark (UTF-8) at the start and
 * blank lines are skipped. The file is read in blocks and split where it lies; one record and one
 * block are in memory at a time.
 *
 * Refused with file, line and column (in bytes, from 1): a NUL byte, text behind a closing quote, a
 * quote inside an unquoted field, a quote that is never closed, a record longer than
 * CSV_RECORD_MAX.
 */
#ifndef CONVOY_CSV_H
#define CONVOY_CSV_H

#include "fault.h"

#include <stddef.h>
#include <stdio.h>

enum { CSV_RECORD_MAX = 16 * 1024 * 1024 };

enum csv_result { CSV_RECORD, CSV_END, CSV_BROKEN };

struct csv;

/* NULL after a user fault that names the file. */
struct csv *csv_open(const char *path, struct fault *);

/* The same of a stream, which csv_close closes; messages call it `name`. */
struct csv *csv_open_stream(FILE *, const char *name);

void csv_close(struct csv *);

/* Reads the next record; CSV_BROKEN after filling the fault. */
enum csv_result csv_next(struct csv *, struct fault *);

/* Fields of the current record, blanks around them cut (not inside quotes); valid until the next
 * csv_next. */
size_t csv_count(const struct csv *);
const char *csv_field(const struct csv *, size_t field);

/* Whether the current record ended with a line end: the last one of a killed writer does not. */
bool csv_complete(const struct csv *);

/* The line on which the current record begins, from 1. */
size_t csv_line(const struct csv *);

/* Fills the fault with "FILE:LINE:COLUMN: ..." for a field of the current record and returns false.
 */
bool csv_refuse(const struct csv *, size_t field, struct fault *, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
