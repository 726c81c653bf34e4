/*
 * The nodes of a launch: which ranks are where, and how far their clocks are apart. The same in all
 * processes. Only some of the ranks take part in a configuration, always the first ones: functions
 * that ask for `ranks` are about these.
 */
#ifndef CONVOY_NODES_H
#define CONVOY_NODES_H

#include "ranks.h"

struct node {
    char host[256];
    unsigned ranks;
    /* Its clock minus that of the first node, with the bound of the error. */
    int64_t clock_offset_ns;
    uint64_t clock_bound_ns;
};

struct nodes {
    struct node *list; /* in the order of their first ranks */
    unsigned count;
    unsigned *of_rank; /* node of every rank */
    unsigned ranks;
};

/* Collective. Free with nodes_free. */
void nodes_gather(const struct ranks *, const struct rank_place *, struct nodes *);
void nodes_free(struct nodes *);

/* Of the first `ranks` ranks: how many are on a node, how many nodes have any, the most on one. */
unsigned nodes_ranks_on(const struct nodes *, unsigned node, unsigned ranks);
unsigned nodes_taking_part(const struct nodes *, unsigned ranks);
unsigned nodes_ranks_most(const struct nodes *, unsigned ranks);

/* The host of every rank in order, equal neighbours as one: "h1*2 h2*2". Caller frees. */
char *nodes_hosts(const struct nodes *, unsigned ranks);

/* The node that takes part and whose clock is farthest from the first one's; NULL: it is alone. */
const struct node *nodes_farthest_clock(const struct nodes *, unsigned ranks);

#endif
