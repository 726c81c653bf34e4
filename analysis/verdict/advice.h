/*
 * What a panel's measurements advise beside its comparisons: for each side the best number of
 * workers, where more stop paying and why, what the lock does, memory per worker; what start-up
 * costs; and what to use.
 */
#ifndef CONVOY_ADVICE_H
#define CONVOY_ADVICE_H

#include "cost.h"
#include "finding.h"
#include "stop.h"

/* One side of a panel, see side.h. */
struct side {
    const struct series *series;
    const struct point *best; /* series_best */
    struct stop stop;
    struct estimate memory_per_worker; /* bytes; see series_memory_per_worker */
    /* At the largest number of workers, of sides with a lock; unknown if not measured. */
    struct estimate lock_switches_per_s, lock_wait;
    struct estimate comm_wait; /* at the largest number of workers; unknown if not measured */
};

/* Which workers to use. For a panel's own question or that with a lock. */
enum choice {
    CHOICE_NONE, /* nothing to compare */
    CHOICE_THREADS,
    CHOICE_PROCESSES,
    CHOICE_HYBRIDS,
    CHOICE_OTHER,  /* another program's driver, by its name */
    CHOICE_EITHER, /* equal within EQUAL_WITHIN */
    CHOICE_OPEN,   /* more launches are needed */
    CHOICE_EXPLORATORY,
    CHOICES
};

/* "threads" ...: names by enum choice, for files. */
extern const char *const choice_names[CHOICES];

struct advice {
    const struct verdict *verdict;
    struct side *items; /* in the order of the panel's series */
    size_t count, room;
    struct startup startup;           /* of the main question, else of the one with the lock */
    struct startup locked_startup;    /* of threads with the cpython lock against processes */
    struct estimate memory_extra;     /* bytes that each process takes more than each thread */
    const struct comparison *main;    /* verdict_main; may be NULL */
    const struct comparison *decides; /* verdict_deciding; may be NULL */
    const struct comparison *lock_cost, *locked; /* the questions of these names; may be NULL */
    const struct comparison *nodes; /* over most nodes, the fastest of these; may be NULL */
    enum choice choice, locked_choice;
    struct findings findings; /* what launches show beside chance, to stand beside the numbers */
};

/* Borrows the verdict and what it was made from. Free with advice_clear. */
struct advice advice_make(const struct verdict *, const struct scaling *);
void advice_clear(struct advice *);

/* The advice on the fastest series of a role with that lock; NULL: there is none. */
const struct side *advice_side(const struct advice *, enum role, const char *lock);

/* What to use and what it costs, in one sentence without end: for a table's cell. Free it. */
char *advice_recommendation(const struct advice *);

/* The same in a few words: "threads 1.25x (1.21 to 1.29)", "either (equal within 3 %)". Free it. */
char *advice_short(const struct advice *);

/* One sentence each, which the caller frees; NULL: nothing to say. */
char *side_best_sentence(const struct side *);
char *side_stop_sentence(const struct side *);
char *side_lock_sentence(const struct side *);
char *side_comm_sentence(const struct side *);
char *side_memory_sentence(const struct side *);
char *startup_sentence(const struct startup *); /* what start-up adds, till when it matters */
char *startup_break_even_sentence(const struct startup *);
char *startup_unknown_sentence(const struct advice *); /* why there is no break-even */

/* All sentences of the panel's advice, one after the other: for page and terminal. Free it. */
char *advice_sentences(const struct advice *);

#endif
