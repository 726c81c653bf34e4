/* Numbers for people. Texts hold NUMBER_TEXT bytes. Numbers for files are printed with %.9g
 * instead. */
#ifndef CONVOY_NUMBER_H
#define CONVOY_NUMBER_H

#include "estimate.h"

enum { NUMBER_TEXT = 64 };

struct number {
    char text[NUMBER_TEXT];
};

/* About three digits: "0.97", "1.97", "12.3", "1230", "0.0123", near one "1.003"; "?" for NaN. */
struct number number_plain(double value);

/* "142 ms", "1.23 s". */
struct number number_time(double seconds);

/* "24.1 MB", decimal units as on a data sheet. */
struct number number_bytes(double bytes);

/* "" for one, else "s". */
const char *number_plural(double count);

/* "1.95 to 2.01", or "no limits". */
struct number number_limits(struct estimate);

#endif
