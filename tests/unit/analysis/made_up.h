/* Made-up samples with known answers, for the tests of the analysis. Everything here ends the test
 * on failure. */
#ifndef CONVOY_MADE_UP_H
#define CONVOY_MADE_UP_H

#include "data.h"
#include "fault.h"
#include "panel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* A text as a file in a new folder; remove with file_remove. */
struct file {
    char *folder, *path;
};
struct file file_make(const char *name, const void *bytes, size_t length);
void file_remove(struct file *);

/* Rows of one configuration: one launch each, `spread` apart around time_s: time_s (1 + spread k).
 */
struct made {
    const char *kernel, *class, *driver, *gil;
    unsigned workers, tasks;
    double time_s, spread;
    unsigned launches;
    const char *scaling; /* NULL: strong */
};

/* CSV text of these rows with the full header of columns.def, 2 PUs; free it. */
char *made_csv(const struct made *, size_t count);

/* The same, loaded. Free with data_free. */
struct data *made_data(const struct made *, size_t count);

/* A CSV text, loaded; NULL after a fault. */
struct data *loaded(const char *csv, size_t length, struct fault *);

#endif
