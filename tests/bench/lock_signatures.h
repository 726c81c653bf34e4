/* The signatures by which CPython's lock is known, and the bands they must lie in: const data. */
#ifndef CONVOY_LOCK_SIGNATURES_H
#define CONVOY_LOCK_SIGNATURES_H

#include "lock_lab.h"

#include <stdbool.h>
#include <stddef.h>

enum { ROWS_MAX = 3 };

struct row {
    const char *name; /* NULL: no row */
    const char *unit;
    double low, high;
};

struct experiment {
    /* One value per row, for our lock. */
    void (*measure)(const struct lab *, double *values);
    struct lab lab;
    const char *script; /* its name in lock_bands.py; NULL: CPython has no such thing */
    bool must_leave;    /* the ablation: in order when at least one row is out of its band */
    bool needs_two;     /* processors */
    struct row rows[ROWS_MAX];
};

extern const struct experiment experiments[];
extern const size_t experiment_count;

#endif
