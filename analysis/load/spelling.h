/* Texts that become names on pages, in tables and in file names: what may stand in them. */
#ifndef CONVOY_SPELLING_H
#define CONVOY_SPELLING_H

enum { SPELLING_BYTES_MAX = 4096 };

/*
 * Copies a name into `clean`, which has room for SPELLING_BYTES_MAX + 1 bytes; tabs and line ends
 * (LF, CR, CRLF) become one blank each. NULL on success, otherwise a constant text that says what
 * is wrong: too long, a control character, not UTF-8 as table 3-7 of the Unicode Standard (15.0)
 * has it.
 */
const char *spelling_clean(const char *text, char *clean);

#endif
