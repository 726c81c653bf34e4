/* Names for people: of the panels of a study and of the series of a panel, each unique and short.
 */
#ifndef CONVOY_NAME_H
#define CONVOY_NAME_H

#include "panel.h"

/* Fills name and slug of every panel and the name of every series. */
void study_name(struct study *);

/* A name for a file: lower-case letters, digits and single dashes, at most 60; may be empty. Free
 * it. */
char *name_slug(const char *name);

#endif
