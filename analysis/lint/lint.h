/* convoy-report --lint PATH...: does a data set keep the rules of good measurement? */
#ifndef CONVOY_LINT_H
#define CONVOY_LINT_H

#include "fault.h"
#include "rule.h"

#include <stdio.h>

/* Reads CSV files and folders, see source.h, as one data set. False after a fault. */
struct lint_set;
struct lint_set *lint_read(const char *const *paths, size_t count, struct fault *);
void lint_free(struct lint_set *);
const struct lint_input *lint_input_of(const struct lint_set *);

/* One line per rule (wrapped), then how many were kept. */
void lint_print(FILE *, const struct lint_input *);

/* Prints on standard output what the rules find. Whatever it is, that is no fault. */
bool lint_run(const char *const *paths, size_t count, struct fault *);

#endif
