/* Agreement of all ranks on what went wrong, so that one message is printed and all end with one
 * code. */
#ifndef CONVOY_AGREE_H
#define CONVOY_AGREE_H

#include "fault.h"
#include "ranks.h"

/*
 * Collective. Afterwards *fault is the same everywhere: the first rank's that has one, or none.
 * Returns true if there is none.
 */
bool agree(const struct ranks *, const struct rank_place *, struct fault *);

#endif
