/* Writing gnuplot scripts and running them. A script draws one picture twice: NAME.svg and
 * NAME.pdf. */
#ifndef CONVOY_GNUPLOT_H
#define CONVOY_GNUPLOT_H

#include "fault.h"

#include <stdio.h>

/* The head of a script: terminal, output, grid, key, title and axis labels. Heights in points. */
void gnuplot_begin(FILE *, const char *name, const char *title, unsigned height);

/* The end of a script: the same picture as PDF. */
void gnuplot_end(FILE *, const char *name, unsigned height);

/* A text in single quotes; control characters become blanks. */
void gnuplot_text(FILE *, const char *text);

/* Whether a gnuplot can be started at all. */
bool gnuplot_exists(void);

/* Runs FOLDER/NAME.gp inside FOLDER, its messages thrown away. False if it failed. */
bool gnuplot_run(const char *folder, const char *name);

/*
 * Removes pictures of an earlier report, which would pass for this one's: every script in the
 * folder that begins as gnuplot_begin has it, what it draws, and its data. All else stays, and so
 * does what cannot be removed.
 */
void gnuplot_clear(const char *folder);

#endif
