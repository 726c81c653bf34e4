/*
 * The course both programs run: every task length and schedule against the bare model, the smallest
 * task worth dispatching, the lock that is off, the barrier, the clock; then the goals.
 */
#ifndef CONVOY_COURSE_H
#define CONVOY_COURSE_H

#include "duel.h"

/* A programming model without the harness: what a hand-written program would do. */
struct bare {
    const char *model; /* "threads" */
    struct way static_way, dynamic_way;
    struct way barrier; /* tasks / workers barriers per worker, each counted as a task */
    double metg_dynamic_goal_us;
};

/* Worst figures over all rows, to hold against the goals. */
struct score {
    double static_ratio;    /* tasks of 1 us */
    double static_added_ns; /* tasks of 0.1 and 1 us: in longer ones it drowns in noise */
    double metg_static_us, metg_dynamic_us;
    double lock_ratio;
};

/* The head of the table. First worker only, as everything that prints. */
void course_print_head(void);

/* All rows for the first `workers` of the crew. Collective. */
void course_run(const struct crew *, const struct bare *, unsigned workers, struct score *);

void course_print_clock(const struct crew *, const struct bare *);

/* One line per goal: reached or not, and the worst figure. */
void course_print_goals(const struct bare *, const struct score *);

#endif
