/* What no measurement of a panel can exceed, whoever writes the code. */
#ifndef CONVOY_BOUND_H
#define CONVOY_BOUND_H

#include "panel.h"

#include <stdio.h>

/*
 * Whether one lock keeps the threads of a series from computing at the same time: then their
 * speed-up, scaled or not, is at most 1, whatever the number of workers. Kernels of class cpu hold
 * it while they compute; others give it back while they wait or release it, and have no such bound.
 */
bool bound_has_lock(const struct panel *);

/* The bound as an expression of gnuplot in x, the number of workers. */
void bound_print_lock(FILE *, const struct panel *);

#endif
