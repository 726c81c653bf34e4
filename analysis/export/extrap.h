/*
 * The samples for Extra-P (https://github.com/extra-p/extrap), which searches for models of another
 * kind: sums of powers and logarithms of the workers. Its text format, docs/file-formats.md there:
 * PARAMETER, POINTS and METRIC, then per REGION one line of DATA for each point, in their order.
 *
 *   FOLDER/extrap/SLUG.txt   the series of a panel, one region each; read with
 *                            extrap --text --median FILE
 *
 * All regions of a file have the same points, so series with other worker counts go to SLUG.2.txt
 * and so on. Every launch is one repetition: its median, in seconds. Series with one worker count
 * have no curve and are left out; Extra-P itself wants five.
 */
#ifndef CONVOY_EXTRAP_H
#define CONVOY_EXTRAP_H

#include "fault.h"
#include "panel.h"

#include <stdio.h>

/*
 * One file: the series of a panel that have the points of `like`, itself included. Line breaks in
 * names become blanks, and "->", which would begin a callee, "- >".
 */
void extrap_print(FILE *, const struct panel *, const struct series *like);

/*
 * All files of a study into a folder that exists. What an earlier report left in FOLDER/extrap is
 * removed first: every .txt file that begins as extrap_print has it. False after an environment
 * fault.
 */
bool extrap_write(const char *folder, const struct study *, struct fault *);

#endif
