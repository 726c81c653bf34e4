/*
 * INI text, item by item, with the line of each. The syntax is libinih's: [section], KEY = VALUE or
 * KEY: VALUE, comments from ; or # at the start of a line and from " ;" to its end. What libinih
 * lets pass in silence is refused here: cut lines, text behind a heading, NUL bytes. Indented lines
 * are ordinary lines: no continuation, however the library was built.
 */
#ifndef CONVOY_INIFILE_H
#define CONVOY_INIFILE_H

#include "fault.h"

#include <stddef.h>

struct ini_item {
    const char *path; /* as given to ini_read, for messages */
    unsigned line;    /* from 1 */
    const char *section;
    const char *key; /* NULL: the section begins here */
    const char *value;
};

/* Takes one item; texts live only during the call. False after a fault ends the reading. */
typedef bool ini_visit(const struct ini_item *, void *user, struct fault *);

/* Bytes of the longest file that is read. */
enum { INI_FILE_MAX = 1024 * 1024 };

/*
 * The text of a regular file without NUL bytes, to be freed; NULL after a fault (a user's). An
 * empty file is one, too.
 */
char *ini_load(const char *path, struct fault *);

/* Hands every item of `text` to `visit`, in order, up to the first fault: "PATH:LINE: ...". */
bool ini_read(const char *path, const char *text, ini_visit *visit, void *user, struct fault *);

#endif
