/*
 * Where the parts of a machine are drawn. Lengths are in widths of a PU; y grows downwards. The
 * larger of package and NUMA node encloses the smaller one; where they are the same, or only one is
 * known, there is one box.
 */
#ifndef CONVOY_MACHINEGRID_H
#define CONVOY_MACHINEGRID_H

#include "topology.h"

struct box {
    double x, y, width, height;
};

struct machinegrid {
    unsigned outer_pus, inner_pus, core_pus; /* PUs in each; inner = outer: one box */
    unsigned columns, rows;                  /* of PUs in an inner box */
    unsigned inner_across, outer_across;     /* boxes side by side */
    double head;                             /* the line of a box's name */
    double width, height;                    /* of everything */
};

/* The width does not depend on `head`. */
struct machinegrid machinegrid_make(const struct topology *, double head);

/* By their place in the machine's order, from 0. */
struct box machinegrid_outer(const struct machinegrid *, unsigned);
struct box machinegrid_inner(const struct machinegrid *, unsigned);
struct box machinegrid_core(const struct machinegrid *, unsigned);
struct box machinegrid_pu(const struct machinegrid *, unsigned);

#endif
