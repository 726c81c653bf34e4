/*
 * Which workers share which PUs: launchers may give every rank of a node the same mask, or each its
 * own. Collective over all ranks.
 */
#ifndef CONVOY_MASKS_H
#define CONVOY_MASKS_H

#include "pin.h"
#include "ranks.h"

struct masks {
    unsigned first;   /* ranks before this one that have its host and its mask */
    unsigned sharers; /* all ranks that do */
    unsigned places;  /* distinct PUs of all hosts, at the root */
    unsigned pus;     /* distinct PUs of the root's host, at the root */
};

struct masks masks_compare(const struct ranks *, const struct rank_place *, const char *mask);

struct pin_report;

/*
 * From how many workers on some share a PU that were given places: the smallest number of first
 * workers of which more were given the same place on the same host than it has PUs; UINT_MAX: all
 * have a PU each. Places are parts of one mask here, and so are the same or disjoint.
 */
unsigned masks_crowded_from(const struct pin_report *, unsigned workers);

/* Number of distinct PUs in a list such as "0-3,8". */
unsigned masks_count(const char *list);

#endif
