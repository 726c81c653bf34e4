/*
 * How long blocking calls took: the share of calls that took longer than x against x, both axes
 * logarithmic, one curve per series at one number of workers, from the calls of all launches
 * together. Marked are the median, the 99th percentile (from LATENCIES_FOR_P99 calls up) and the
 * longest call. Of a series whose rows hold only these three, they alone are drawn.
 */
#ifndef CONVOY_LATENCIES_H
#define CONVOY_LATENCIES_H

#include "picture.h"

enum { LATENCIES_FOR_P99 = 100 };

/* In seconds, NaN for unknown; max_share: the share of one call. */
struct marks {
    double p50_s, p99_s, max_s, max_share;
};

/*
 * From the histogram, within a bucket's width of 9 %, otherwise what the columns op_p50_us,
 * op_p99_us and op_max_us say.
 */
struct marks latencies_marks(const struct point *);

/* Whether anything is known of the latencies of any series that does not work alone. */
bool latencies_apply(const struct picture_input *, const struct panel *);

/* At how many workers: the most that all, or as many series as possible, have in common. */
double latencies_workers(const struct panel *);

/* Writes NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool latencies_write(const struct picture_input *, const struct panel *, const char *folder,
                     const char *name, struct fault *);

#endif
