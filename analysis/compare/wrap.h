/* Text in columns for a terminal of WRAP_WIDTH characters. Bytes outside ASCII count as they are
 * stored. */
#ifndef CONVOY_WRAP_H
#define CONVOY_WRAP_H

#include <stddef.h>
#include <stdio.h>

enum { WRAP_WIDTH = 100 };

/*
 * Prints words, broken before WRAP_WIDTH, and ends the line. The first one goes to column `at`,
 * where the cursor is; further lines begin at column `indent`. A longer word has a line of its own.
 */
void wrap_print(FILE *, const char *text, size_t at, size_t indent);

/*
 * Prints a name padded to `width`. Of a longer one the middle is left out ("counting..lock"): names
 * that start alike differ at their ends.
 */
void wrap_name(FILE *, const char *name, int width);

#endif
