/*
 * The rules that --lint checks. Each looks at the data: columns, counts, flags, provenance, order.
 *
 * To add a rule: write its check, add a line to the table of its list.
 */
#ifndef CONVOY_RULE_H
#define CONVOY_RULE_H

#include "machine.h"
#include "order.h"
#include "panel.h"
#include "scan.h"

/* All that is known of the data that are checked. */
struct lint_input {
    const struct data *data;
    const struct study *study;
    struct scan scan;
    struct machine machine;
    struct order order;
};

enum lint_outcome { LINT_KEPT, LINT_NOT_KEPT, LINT_CANNOT_TELL, LINT_OUTCOMES };

/* "kept" ...: names by enum lint_outcome. */
extern const char *const lint_outcome_names[LINT_OUTCOMES];

/* What a check found, and why: text without a point at its end, to be freed. */
struct ruling {
    enum lint_outcome outcome;
    char *text;
};

struct rule {
    const char *id;    /* "H1", "B12" */
    const char *title; /* what is asked for, in our words */
    struct ruling (*check)(const struct lint_input *);
};

struct rules {
    const char *source; /* authors and publication */
    const struct rule *items;
    size_t count;
};

/* T. Hoefler, R. Belli: Scientific Benchmarking of Parallel Computing Systems, SC15, rules 1 to 12.
 */
extern const struct rules rules_hoefler;

/*
 * D. H. Bailey: Twelve Ways to Fool the Masses When Giving Performance Results on Parallel
 * Computers, Supercomputing Review, August 1991; each turned into what must not be done.
 */
extern const struct rules rules_bailey;

/* Rulings; the text is taken over. */
struct ruling ruling_kept(char *text);
struct ruling ruling_not_kept(char *text);
struct ruling ruling_cannot_tell(char *text);

/*
 * Whether rows say something in all of these columns; if not, *ruling is that one cannot tell, and
 * which columns are missing.
 */
bool columns_known(const struct lint_input *, const enum column_index *, size_t count,
                   struct ruling *ruling);

/* The same for launches whose order in time is known. */
bool launches_known(const struct lint_input *, struct ruling *);

/* Whether every point has but one row, so that nobody knows what it is. */
bool points_are_single(const struct study *);

/* Points in all, and those with fewer launches than limits need; *first names one of them. Free it.
 */
size_t points_count(const struct study *, size_t *unlimited, char **first);

#endif
