/* What no measurement of a panel can exceed, whoever writes the code. */
#ifndef CONVOY_BOUND_H
#define CONVOY_BOUND_H

#include "panel.h"

#include <stdio.h>

/*
 * Whether one lock keeps the threads of a series from computing at the same time, and which part of
 * the time they hold it is known (lock.h) and not zero. Then their speed-up, scaled or not, is at
 * most Amdahl's with that part as the serial one: 1 where the lock is held all the time.
 */
bool bound_has_lock(const struct panel *);

/* The bound as an expression of gnuplot in x, the number of workers; for panels that have one. */
void bound_print_lock(FILE *, const struct panel *);

#endif
