/*
 * The same samples given twice would double n without a single new measurement. Found are a file
 * that was read before and a launch of a run that an earlier file has, too. A launch takes 20 to 28
 * bytes, and its name where that is no plain number.
 */
#ifndef CONVOY_REPEATS_H
#define CONVOY_REPEATS_H

#include <stdint.h>
#include <sys/stat.h>

struct repeats;

struct repeats *repeats_new(void);
void repeats_free(struct repeats *);

/*
 * A file begins. The name of an earlier one that is the same regular file, or NULL; `status` is
 * NULL where there is no file (a stream).
 */
const char *repeats_file(struct repeats *, const char *name, const struct stat *status);

/*
 * The current file has a launch of a run: its number, or its name (NULL: none) where that is no
 * plain number. The name of an earlier file that has the same one, or NULL.
 */
const char *repeats_launch(struct repeats *, const char *run, uint32_t number, const char *name);

#endif
