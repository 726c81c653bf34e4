/* Which probes the user named, and in which variants and sizes each is to be measured. */
#ifndef CONVOY_CHOICE_H
#define CONVOY_CHOICE_H

#include "options.h"
#include "selection.h"

/*
 * Reads --probe (names, NAME:VARIANT, or all, joined by commas) and --variant: one entry for each
 * variant and each swept value that the driver can run. Without --variant all variants are taken.
 * Refuses options that mean nothing to a probe named. False after a fault; free with selection_free
 * also then.
 */
bool choice_read(const struct options *, const char *driver, struct selection *, struct fault *);

#endif
