/*
 * What the terminal gets, at most 100 columns wide: the verdicts in words, what may be wrong, the
 * short table. With few panels or `verbose` also a table of times per panel and all sentences; else
 * the words count panels by class and tell the largest differences.
 */
#ifndef CONVOY_TABLE_H
#define CONVOY_TABLE_H

#include "note.h"
#include "short_table.h"
#include "verdict.h"

#include <stdio.h>

enum { TABLE_WIDTH = 100 };

void table_print(FILE *, const struct study *, const struct verdicts *, const struct notes *,
                 const struct short_table *, bool verbose);

#endif
