/*
 * What one worker gives its two neighbours in a line of workers and gets from them: the worker
 * before it and the one after it. The first has none before, the last none after it; the two
 * pointers on that side are neither read nor written through.
 */
#ifndef CONVOY_EXCHANGE_H
#define CONVOY_EXCHANGE_H

#include <stddef.h>

struct exchange {
    const void *to_previous, *to_next; /* may be changed as soon as the call has returned */
    void *from_previous, *from_next;   /* overlap neither each other nor what is sent */
    size_t bytes;                      /* of each of the four; the same for all workers */
};

#endif
