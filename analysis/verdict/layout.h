/*
 * Ranks against threads per rank: which way of making workers of them is the fastest, by how much,
 * and which are not distinguishable from it. One answer per panel and lock where hybrids were
 * measured. Threads alone are one rank, processes alone have one thread each.
 */
#ifndef CONVOY_VERDICT_LAYOUT_H
#define CONVOY_VERDICT_LAYOUT_H

#include "contrast.h"
#include "panel.h"

struct layout {
    unsigned ranks, threads; /* threads per rank */
    const struct series *series;
    const struct point *point;
    /* Against the fastest: time of this / time of that for the same work. */
    struct contrast slower;
    double p_holm;        /* slower.p_value, corrected for all the others of its layouts; or NaN */
    bool distinguishable; /* slower than the fastest by its limits, and not by chance */
};

struct layouts {
    const struct panel *panel;
    const char *lock;     /* "" for none */
    struct layout *items; /* by ranks, then by threads */
    size_t count, room;   /* 0: nothing was measured as a hybrid */
    size_t best;          /* the highest speed-up, which for weak scaling counts the work, too */
};

/* All of a study, in its order; without a lock first. */
struct all_layouts {
    struct layouts *items;
    size_t count, room;
};

/* Of several series in one place (other schedule, other placement) the fastest counts. */
struct layouts layouts_make(const struct panel *, const char *lock);
void layouts_clear(struct layouts *);

/* The first lock, in the panel's order, under which hybrids were measured; NULL: none. */
const char *layouts_lock(const struct panel *);

struct all_layouts all_layouts_make(const struct study *);
void all_layouts_clear(struct all_layouts *);

/* "mixed, 64 tasks, cpython lock". Free it. */
char *layouts_name(const struct layouts *);

/* Whether the one with the shortest median is distinguishable from all others: only then it is
 * called the fastest. */
bool layouts_decided(const struct layouts *);

/* "2 x 4 (ranks x threads) had the shortest median: 71 ms (69 to 73 ms). Not distinguishable from
 * it: 4 x 2. 8 x 1 is the slowest: 1.32 times as long (1.29 to 1.36)." Free it. */
char *layouts_sentence(const struct layouts *);

/* Whether the fastest has limits. */
bool layouts_limited(const struct layouts *);

#endif
