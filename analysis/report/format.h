/* The short table for other programs: what --format prints instead of the terminal's report. */
#ifndef CONVOY_FORMAT_H
#define CONVOY_FORMAT_H

#include "short_table.h"

#include <stdio.h>

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_MD };

/* "table", "csv", "json", "md", NULL: names by enum format. */
extern const char *const format_names[];

/*
 * csv: RFC 4180. Rows of a class have an empty panel and no speed-ups: speed-ups are not averaged.
 *   class, panel, per side of short_side_names: SIDE_speedup, _low, _high, _workers (at which),
 *   recommendation (see enum choice; of a class empty), text (the recommendation in words)
 * json: {"rows": [{class, panel or null, sides: {SIDE: {speedup, low, high, workers}},
 *   recommendation or null, text}]}; what is unknown is null, sides that are missing are left out;
 * sides of a class: {lowest, highest} of its panels md: a table as GitHub and pandoc read it, ready
 * to paste
 *
 * Not for FORMAT_TABLE, which is table_print's.
 */
void format_print(FILE *, const struct short_table *, enum format);

#endif
