/*
 * Standard input, output and error as the programs find and leave them. To be used from main only:
 * not thread-safe.
 */
#ifndef CONVOY_STREAMS_H
#define CONVOY_STREAMS_H

#include "fault.h"

#include <stdbool.h>

/*
 * Call first: gives descriptors 0, 1 and 2 something that is empty and refuses writing, where they
 * are closed. Otherwise the next file that is opened gets the number, and what is printed lands in
 * it.
 */
void streams_hold(void);

/* Call last: whether all that was printed on standard output went out. */
bool streams_flush(struct fault *);

#endif
