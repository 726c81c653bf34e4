/*
 * Columns that columns.def does not know. One that tells configurations apart becomes part of their
 * setup ("python=3.13t; machine=a"); the others are passed over. Which is which is known only when
 * the last row is read, because it must not depend on the order of rows or files:
 *
 *   a column tells apart if some of its values is no number, if it has at most LABEL_VALUES_MAX
 *   different ones, and if it does not say the same in all rows.
 *
 * Until then the values are kept beside the rows: 8 bytes per row, and one per row and column. A
 * column with one value too many is dropped at once, so that time stamps cost nothing. Rows are
 * those that are used; an empty field and a file without the column say nothing.
 */
#ifndef CONVOY_LABEL_H
#define CONVOY_LABEL_H

#include "data.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LABEL_VALUES_MAX = 16 };

struct labels *labels_new(void);
void labels_free(struct labels *);

/*
 * A file's column of that name; returns its number, or LABEL_NONE if it is not looked at (any
 * more), has no name, or the file had one of that name before. `file` tells the files apart.
 */
enum { LABEL_NONE = -1 };
int labels_column(struct data *, const char *name, uint32_t file);

/* Whether rows are recorded: some column may still tell configurations apart. */
bool labels_recording(const struct data *);

/*
 * While labels_recording: the row added last went to data->items[configuration]; its flags are
 * counted later, not by the caller. What the row says in its file's columns follows.
 */
void labels_row(struct data *, uint32_t configuration, word flags);

/* The row's value in a column; false if that was one too many and the column is looked at no more.
 */
bool labels_value(struct data *, int column, const char *text);

/* All files are read: splits the configurations by their labels and counts their flags. */
void labels_settle(struct data *);

/*
 * For people, after labels_settle: the columns that do not tell configurations apart although they
 * do not say the same in all rows. The next name from *at on, NULL behind the last; *at is 0 at
 * first.
 */
const char *labels_passed_over(const struct labels *, size_t *at);

#endif
