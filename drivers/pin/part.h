/*
 * The part of a node that belongs to one rank of several threads. The PUs of the mask, in hwloc's
 * logical order, are cut into as many runs of neighbours as there are ranks: between cores where
 * every rank then has a PU for each of its threads, else between PUs. No PU is in two parts unless
 * there are more ranks than PUs; then ranks take turns.
 */
#ifndef CONVOY_PART_H
#define CONVOY_PART_H

#include "machine_inside.h"

struct part {
    unsigned begin, end; /* logical indices of PUs inside the mask */
};

/*
 * The part of rank 0 .. ranks-1. `scatter`: ranks that follow each other get parts as far apart as
 * possible, else neighbours.
 */
struct part part_of(const struct machine *, unsigned rank, unsigned ranks, unsigned threads,
                    bool scatter);

#endif
