/* Configurations taken apart by a label that each of their rows has. */
#ifndef CONVOY_SPLIT_H
#define CONVOY_SPLIT_H

#include "data.h"

/*
 * Replaces every configuration by one per label that its rows have, in order of appearance; rows
 * keep their order. `labels` has one for each row: those of data->items[0] in order, then those of
 * the next. No configuration has a label yet. Flags that are counted already belong to rows without
 * a label, word 0.
 *
 * Needs twice the memory of the configuration with the most rows, of its largest array only.
 */
void data_split(struct data *, const word *labels);

#endif
