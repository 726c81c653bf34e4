/*
 * A machine's packages, NUMA nodes, cores and PUs, from the line that hwloc exports and the
 * provenance keeps ("Synthetic topologies" in hwloc's manual):
 *
 *   Package:2 [NUMANode(memory=68719476736)] L3Cache:1(size=33554432) Core:4 PU:2(indexes=2*8:1*2)
 *
 * Read are levels TYPE:ARITY or a bare ARITY (PUs), each with attributes in round brackets or
 * without; what stands in square brackets is memory attached to every object of the level before
 * it, or to the whole machine at the start. Types that are no package, NUMA node, core or PU
 * (caches, groups, dies) only multiply. NUMA nodes may also be a level of their own, as hwloc 1
 * had it. PUs may be numbered by `indexes=`: a list "0,8,1,9" or loops "STEP*COUNT:STEP*COUNT".
 *
 * Not supported, and refused: loops by type ("indexes=node:core"), machines that are not symmetric
 * (hwloc has no such line for them), more than TOPOLOGY_PUS_MAX PUs. Of several kinds of memory on
 * a machine only the first one is kept, and its nodes are numbered in order.
 */
#ifndef CONVOY_TOPOLOGY_H
#define CONVOY_TOPOLOGY_H

#include <stdbool.h>

enum { TOPOLOGY_PUS_MAX = 4096 };

/* PUs are counted in the machine's order: PU i lies in package i / package_pus and so on. */
struct topology {
    unsigned pus;
    unsigned package_pus, node_pus, core_pus; /* PUs in each; 0: the machine does not say */
    unsigned *numbers;                        /* the operating system's number of PU i */
};

/* False if the line cannot be understood: then there is nothing to free. */
bool topology_read(const char *line, struct topology *);
void topology_free(struct topology *);

#endif
