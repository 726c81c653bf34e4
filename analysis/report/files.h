/*
 * summary.csv, models.csv and verdicts.csv: the report's numbers for other programs. RFC 4180, '.'
 * decimals, nine digits (costs and counts seven), empty where unknown. Each file has a source of
 * its own, with its columns: files_summary.c, files_models.c, files_verdicts.c.
 */
#ifndef CONVOY_FILES_H
#define CONVOY_FILES_H

#include "fault.h"
#include "fits.h"
#include "verdict.h"

#include <stdio.h>

void summary_print(FILE *, const struct study *);
void models_print(FILE *, const struct scaling *);
void verdicts_print(FILE *, const struct verdicts *);

/* All three into a folder that exists; false after an environment fault. */
bool files_write(const char *folder, const struct study *, const struct scaling *,
                 const struct verdicts *, struct fault *);

#endif
