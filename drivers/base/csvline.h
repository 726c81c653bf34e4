/*
 * CSV fields as RFC 4180 has them: quoted when they hold a comma, a quote or a line break; quotes
 * doubled.
 */
#ifndef CONVOY_CSVLINE_H
#define CONVOY_CSVLINE_H

#include <stddef.h>
#include <stdio.h>

/* Writes one field, quoted if need be; NULL counts as empty. */
void csv_write_field(FILE *, const char *text);

/*
 * Splits one record (without its line break) in place: fields[i] points into `record`, unquoted.
 * Returns the number of fields, or 0 if quotes do not pair up or there are more than `room` fields.
 */
size_t csv_split(char *record, char **fields, size_t room);

#endif
