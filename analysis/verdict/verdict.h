/*
 * Answers: for each panel, questions of the form "how does A compare with B at the same number of
 * workers?", each with an estimate, limits and an outcome.
 *
 * Like is compared with like: the two series have the same schedule, pinning and labels (the
 * switch interval belongs to the lock alone). Of several such pairs the fastest is taken. Only
 * where there is none the fastest series of each side are compared, and the sentence says in what
 * they differ. How many workers: see workers_choose.
 *
 * More nodes are no side of their own: a series is never compared with the same kind of workers on
 * other numbers of nodes, with which it may share launches. What nodes bring is asked apart, of
 * each curve over nodes ("over_nodes").
 *
 * To add a question: one line in the table in verdict.c.
 */
#ifndef CONVOY_VERDICT_H
#define CONVOY_VERDICT_H

#include "fits.h"
#include "layout.h"
#include "panel.h"
#include "readings.h"
#include "several.h"

enum outcome {
    OUTCOME_A_FASTER,
    OUTCOME_B_FASTER,
    OUTCOME_EQUAL,      /* both limits within EQUAL_WITHIN of 1 */
    OUTCOME_UNDECIDED,  /* limits that allow both */
    OUTCOME_EXPLORATORY /* too few launches for limits */
};

/* "a_faster" ...: names by enum outcome, for files. */
extern const char *const outcome_names[];

/* A difference that does not matter: method.md's "equal within d %", d at most this. */
#define EQUAL_WITHIN 0.05

/* Of more launches than this no number is given: few will make so many. */
enum { LAUNCHES_WANTED_MAX = 200 };

/* A part of 1 in whole per cent, rounded up, at least 1: "within d %" must hold. */
unsigned percent_up(double part);

struct question {
    const char *name; /* "threads_or_processes", for files */
    enum role a, b;
    const char *lock_a, *lock_b; /* "" for none */
};

struct comparison {
    const struct question *question;
    const struct series *a, *b;
    /* At the same number of workers; of the question best_of_each each side at its own best. */
    const struct point *point_a, *point_b;
    struct estimate ratio; /* time of a / time of b: above 1, b is faster */
    enum outcome outcome;
    unsigned equal_percent;   /* OUTCOME_EQUAL: within how much */
    unsigned launches_wanted; /* OUTCOME_UNDECIDED: per side, in all; 0: more than the maximum */
    bool bootstrap;           /* the limits are of the bootstrap: the spreads differ, see ratio.h */
    double p_value;           /* of the Mann-Whitney test; NaN without limits */
    /* Main questions only, else NaN and 0: p_value after Holm's correction for all main questions
     * of the study that have one, and how many these are. */
    double p_holm;
    size_t family;
};

struct advice;

struct verdict {
    const struct panel *panel;
    struct comparison *items;
    size_t count, room;
    struct several several; /* whether all ways of running the work differ at all */
    struct advice *advice;  /* see advice.h */
};

/* Verdicts by panel, in the study's order; borrows the study and its scaling. */
struct verdicts {
    const struct scaling *scaling;
    struct verdict *items;
    size_t count;
    struct probes probes; /* what the probes came out with: nothing there is a verdict on work */
    struct all_layouts layouts; /* ranks x threads, where hybrids were measured */
};

struct verdicts verdicts_make(const struct study *, const struct scaling *);
void verdicts_free(struct verdicts *);

/* The panel's main question, "threads or processes?" without locks; NULL where it cannot be asked.
 */
const struct comparison *verdict_main(const struct verdict *);

/*
 * What decides which workers to use: the main question, or where the answer is another the
 * comparison "best_of_each", whose b is the fastest of all without a lock. NULL as verdict_main.
 */
const struct comparison *verdict_deciding(const struct verdict *);

/* Whether it asks what more nodes bring: both sides are one series, a its fewest nodes. */
bool comparison_is_over_nodes(const struct comparison *);

/* The comparison that answers the question of that name, or NULL. */
const struct comparison *verdict_find(const struct verdict *, const char *question);

/*
 * Whether one side is faster by its limits, but the Holm-adjusted p-value is 5 % or more: one of so
 * many comparisons may come out like this although nothing differs.
 */
bool comparison_may_be_chance(const struct comparison *);

/* The outcome of a ratio and, by pointer, what belongs to it. Exposed for tests. */
enum outcome outcome_of(struct estimate ratio, size_t launches, unsigned *equal_percent,
                        unsigned *launches_wanted);

/* Whether schedule, pinning and labels are the same. */
bool series_alike(const struct series *, const struct series *);

/*
 * The number of workers at which two series of a panel are compared, chosen by design and never by
 * looking at times. Of the numbers both series have
 *   class io, mixed   the number of tasks, if it was given and is one of them, else the largest
 *   all others        the largest up to the cores (unknown cores: the largest), else the smallest
 * 0: no number of workers in common.
 */
double workers_choose(const struct panel *, const struct series *, const struct series *);

/* The point of a series with the highest speed-up, or the fewest workers within EQUAL_WITHIN of it.
 */
const struct point *series_best(const struct series *);

/*
 * The fastest series of a role with that lock ("": none) in a panel, whatever its schedule,
 * placement and interval. NULL: there is none.
 */
const struct series *panel_series(const struct panel *, enum role, const char *lock);

/* "processes 1.98x (1.95 to 2.01)", "equal within 2 %", "undecided": for a table's cell. Free it.
 */
char *comparison_short(const struct comparison *);

/* One comparison in plain words, one sentence. Free it. */
char *comparison_sentence(const struct comparison *);

/* A panel's verdict in plain words: its comparisons, or why there are none, then the best
 * speed-ups. Free it. */
char *verdict_sentence(const struct verdict *);

#endif
