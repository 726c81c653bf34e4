/* One series of made-up times along workers, with all its fits. Everything here ends the test on
 * failure. */
#ifndef CONVOY_MADE_CURVE_H
#define CONVOY_MADE_CURVE_H

#include "fits.h"
#include "made_up.h"

/* What is told of the series beside its times; 0 and NULL are sensible. */
struct shape {
    const char *class;  /* NULL: cpu */
    const char *driver; /* NULL: omp */
    const char *lock;   /* NULL: none; with one there is a base of one worker without, too */
    double held;        /* CPU time / time of that base; 0: the file does not say */
    double held_step;   /* by which that share grows from one launch to the next */
    bool never_met;     /* the lock was never taken over */
    bool weak;
    unsigned pus, tasks; /* 0: unknown; one per worker */
    unsigned launches;   /* 0: 1 */
    double noise;        /* standard deviation of the logarithm of the times of launches */
    unsigned long seed;
    bool backwards; /* the rows in the opposite order */
};

struct made_curve {
    struct data *data;
    struct study *study;
    struct scaling scaling;
    const struct fits *fits; /* of the series */
};

struct made_curve curve_made(const struct shape *, const unsigned *workers, const double *time_s,
                             size_t count);
void curve_unmade(struct made_curve *);

const struct fit *fit_named(const struct made_curve *, const char *name);

/* "step"; "" if none was chosen. */
const char *chosen_name(const struct made_curve *);

#endif
