/* Writing gnuplot scripts and running them. A script draws one picture twice: NAME.svg and
 * NAME.pdf. */
#ifndef CONVOY_GNUPLOT_H
#define CONVOY_GNUPLOT_H

#include "fault.h"

#include <stdio.h>

/*
 * Sizes in pixels of the SVG; pictures scale with the page. Entries of the key are recognised by
 * their size (svg.h): no label inside a plot may have it.
 */
enum { GNUPLOT_WIDTH = 480 };
#define GNUPLOT_KEY_FONT       13.0
#define GNUPLOT_KEY_FONT_SMALL 10.5

/* Longer texts would not fit into the width: titles are broken into lines, names in keys cut. */
enum { GNUPLOT_TITLE_LETTERS = 46, GNUPLOT_KEY_LETTERS = 52 };

/* What a title adds to the height of a picture. */
unsigned gnuplot_title_height(const char *title);

/* The head of a script: terminal, output, grid, key, title and axis labels. Heights in pixels. */
void gnuplot_begin(FILE *, const char *name, const char *title, unsigned height);

/*
 * The key below the frame, from the picture's left edge on, in two columns or, where the longest
 * entry has more than 34 letters, in one; with more than 22 the two have smaller letters.
 * gnuplot_key_height is what it adds to the height of a picture: room for every row.
 */
void gnuplot_key(FILE *, size_t entries, size_t letters, unsigned height);
unsigned gnuplot_key_height(size_t entries, size_t letters);

/* The end of a script: the same picture as PDF. */
void gnuplot_end(FILE *, const char *name, unsigned height);

/* A text in single quotes; control characters become blanks. */
void gnuplot_text(FILE *, const char *text);

/* The same broken into at most that many lines, behind a colon if there is one; cut with dots at
 * its end if it is longer still. */
void gnuplot_wrapped(FILE *, const char *text, size_t letters, unsigned lines);

/* In single quotes for a name in the key, cut to GNUPLOT_KEY_LETTERS with dots at its end. */
void gnuplot_key_text(FILE *, const char *text);

/* A text for a comment: no quotes, control characters become blanks. */
void gnuplot_comment(FILE *, const char *text);

/* A text as one column of a data file, in double quotes; those and single ones become typographic,
 * backslashes slashes. */
void gnuplot_datum(FILE *, const char *text);

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
