/* convoy-report --compare OLD NEW: has anything become slower than it may? */
#ifndef CONVOY_COMPARE_H
#define CONVOY_COMPARE_H

#include "slowdown.h"

#include <stdio.h>

/* A comparison of data sets that were read. */
struct compare {
    const struct dataset *before, *after;
    struct matching matching;
    struct remarks remarks;
    struct slowdowns slowdowns;
};

/* False after a user fault: nothing in common, or not comparable. Free in any case. */
bool compare_make(const struct dataset *before, const struct dataset *after, double max_slowdown,
                  bool despite, struct compare *, struct fault *);
void compare_free(struct compare *);

/* For terminals, for programs (CSV as in compare.csv, JSON), ready to paste. */
void compare_print_table(FILE *, const struct compare *);
void compare_print_csv(FILE *, const struct compare *);
void compare_print_json(FILE *, const struct compare *);
void compare_print_md(FILE *, const struct compare *);

struct compare_order {
    const char *before, *after; /* CSV files or folders */
    const char *output;         /* folder for compare.csv, NULL: none is written */
    double max_slowdown;
    bool despite; /* differences that forbid comparing */
    void (*print)(FILE *, const struct compare *);
};

/*
 * Prints the answer on standard output. False after a fault: unreadable files, sets that are not
 * comparable, a folder that cannot be written. *regressed tells whether there was a regression.
 */
bool compare_run(const struct compare_order *, bool *regressed, struct fault *);

#endif
