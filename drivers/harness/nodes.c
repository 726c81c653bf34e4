#include "nodes.h"

#include "check.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void add_rank(struct nodes *nodes, unsigned rank, const struct rank_place *place) {
    struct node *node = &nodes->list[place->node];
    text_copy(node->host, sizeof node->host, place->host);
    node->ranks++;
    node->clock_offset_ns = place->clock_offset_ns;
    node->clock_bound_ns = place->clock_bound_ns;
    nodes->of_rank[rank] = place->node;
}

/* The root makes the list for all: with thousands of ranks every rank's place is too much for each.
 */
void nodes_gather(const struct ranks *ranks, const struct rank_place *place, struct nodes *nodes) {
    struct rank_place *all = place->rank == 0 ? must_alloc(place->ranks * sizeof *all) : NULL;
    ranks->gather(place, sizeof *place, all);
    *nodes = (struct nodes){
        .list = must_alloc(place->nodes * sizeof *nodes->list),
        .count = place->nodes,
        .of_rank = must_alloc(place->ranks * sizeof *nodes->of_rank),
        .ranks = place->ranks,
    };
    for (unsigned rank = 0; all && rank < place->ranks; rank++)
        add_rank(nodes, rank, &all[rank]);
    ranks->broadcast(nodes->list, nodes->count * sizeof *nodes->list);
    ranks->broadcast(nodes->of_rank, nodes->ranks * sizeof *nodes->of_rank);
    free(all);
}

void nodes_free(struct nodes *nodes) {
    free(nodes->list);
    free(nodes->of_rank);
}

unsigned nodes_ranks_on(const struct nodes *nodes, unsigned node, unsigned ranks) {
    unsigned there = 0;
    for (unsigned rank = 0; rank < ranks; rank++)
        there += nodes->of_rank[rank] == node;
    return there;
}

unsigned nodes_taking_part(const struct nodes *nodes, unsigned ranks) {
    unsigned some = 0;
    for (unsigned node = 0; node < nodes->count; node++)
        some += nodes_ranks_on(nodes, node, ranks) > 0;
    return some;
}

unsigned nodes_ranks_most(const struct nodes *nodes, unsigned ranks) {
    unsigned most = 0;
    for (unsigned node = 0; node < nodes->count; node++) {
        const unsigned there = nodes_ranks_on(nodes, node, ranks);
        most = there > most ? there : most;
    }
    return most;
}

static unsigned equal_from(const struct nodes *nodes, unsigned first, unsigned ranks) {
    unsigned end = first + 1;
    while (end < ranks && nodes->of_rank[end] == nodes->of_rank[first])
        end++;
    return end - first;
}

char *nodes_hosts(const struct nodes *nodes, unsigned ranks) {
    char *text = NULL;
    for (unsigned rank = 0; rank < ranks;) {
        const unsigned count = equal_from(nodes, rank, ranks);
        const char *host = nodes->list[nodes->of_rank[rank]].host;
        char *times = count > 1 ? must_format("*%u", count) : must_strdup("");
        char *longer = must_format("%s%s%s%s", text ? text : "", text ? " " : "", host, times);
        free(times);
        free(text);
        text = longer;
        rank += count;
    }
    return text ? text : must_strdup("");
}

const struct node *nodes_farthest_clock(const struct nodes *nodes, unsigned ranks) {
    const struct node *farthest = NULL;
    int64_t most = -1;
    for (unsigned rank = 0; rank < ranks; rank++) {
        const struct node *node = &nodes->list[nodes->of_rank[rank]];
        const int64_t apart = llabs(node->clock_offset_ns);
        if (nodes->of_rank[rank] != nodes->of_rank[0] && apart > most) {
            most = apart;
            farthest = node;
        }
    }
    return farthest;
}
