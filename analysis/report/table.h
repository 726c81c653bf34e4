/* What the terminal gets: a table per panel, at most 100 columns wide, the verdicts in words, the
 * short table. */
#ifndef CONVOY_TABLE_H
#define CONVOY_TABLE_H

#include "note.h"
#include "verdict.h"

#include <stdio.h>

enum { TABLE_WIDTH = 100 };

void table_print(FILE *, const struct study *, const struct verdicts *, const struct notes *);

#endif
