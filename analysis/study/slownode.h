/*
 * Nodes that are slower than the others. Only where nodes have the same to do is a longer time a
 * slower node, so these configurations are compared, and no others:
 *
 *   - a static schedule, or none: under the others a slow node does less instead of taking longer;
 *   - workers that do not wait for each other while they work (no class comm);
 *   - as many workers on each node, and items that all get nearly the same number of: whole shares,
 *     or so many that one more or less is below 2 %;
 *   - items that all take the same time, wherever they lie (a table in slownode.c names the
 * others).
 *
 * In each of them a node's time is the median over its launches of the medians of its repetitions.
 * It is slow if that is longer than the median m of all launches of the other nodes by more than
 * SLOW_SHARE_MIN of m, and by more than SLOW_MADS_MIN times their median absolute deviation from m,
 * scaled to the standard deviation of normal values (x 1.4826; Rousseeuw & Croux, JASA 88, 1993).
 * It is named if it is slow in more than half of the configurations that it was compared in.
 *
 * With two nodes each is compared with a single other one: the slower is named, and whether it is
 * slow or the other one fast nobody can say.
 */
#ifndef CONVOY_SLOWNODE_H
#define CONVOY_SLOWNODE_H

#include "data.h"

#define SLOW_SHARE_MIN 0.05
#define SLOW_MADS_MIN  3.0

struct slow_node {
    word host;
    size_t slow_in, compared_in;               /* configurations */
    const struct configuration *configuration; /* where it is slowest */
    double busy_s, others_s;                   /* there */
    double least_s, most_s;                    /* there: the range of its launches' times */
    size_t others, launches;                   /* there: other nodes, its own launches */
};

struct slow_nodes {
    struct slow_node *items;
    size_t count, room;
    size_t compared; /* configurations that nodes could be compared in */
};

struct slow_nodes slow_nodes_find(const struct data *);
void slow_nodes_free(struct slow_nodes *);

/* A sentence about the node; free it. */
char *slow_node_sentence(const struct data *, const struct slow_node *);

#endif
