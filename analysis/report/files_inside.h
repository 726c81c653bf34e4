/* Pieces of the rows of summary.csv, models.csv and verdicts.csv. Each begins with its comma. */
#ifndef CONVOY_FILES_INSIDE_H
#define CONVOY_FILES_INSIDE_H

#include "panel.h"

#include <stdio.h>

/* What tells a series from all others; the head of every row of file_series, without comma. */
extern const char files_series_columns[];
void file_series(FILE *, const struct data *, const struct panel *, const struct series *);

/* Nine digits; empty for NaN. */
void file_number(FILE *, double number);

/* Value, low and high. */
void file_estimate(FILE *, struct estimate);

/* The value alone, with the seven digits of single precision, in which measures are kept. */
void file_measure(FILE *, struct estimate measure);

/* 0 stands for "does not apply". */
void file_count(FILE *, uint32_t count);

#endif
