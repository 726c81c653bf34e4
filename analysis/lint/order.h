/*
 * In which order the launches of a data set were made. A launch's kind is what tells it from
 * others: the configuration of its first row, as one launch may run several. Rounds, kinds shuffled
 * inside each, keep a drift of the machine from looking like an effect.
 */
#ifndef CONVOY_ORDER_H
#define CONVOY_ORDER_H

#include "data.h"

enum order_look {
    ORDER_UNKNOWN, /* one kind, fewer than two launches of each, or launches not numbered */
    ORDER_BLOCKED, /* most launches follow one of their own kind */
    ORDER_FIXED,   /* rounds, but in each the same order */
    ORDER_MIXED    /* rounds whose orders differ */
};

struct order {
    enum order_look look;
    size_t launches, kinds;
    size_t repeats; /* launches right after one of their own kind */
    size_t swaps;   /* neighbours in a round that stood the other way round in the one before */
};

struct order order_find(const struct data *);

#endif
