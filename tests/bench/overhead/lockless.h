/*
 * The harness's static dispatch written once more without the lock, the trace and the look at
 * failures: the bare side of "lock off". worker.c has no switch to compile the lock out, and should
 * not have one; so the ratio is an upper bound of what the lock costs while it is off.
 */
#ifndef CONVOY_LOCKLESS_H
#define CONVOY_LOCKLESS_H

#include "duel.h"

extern const struct way way_lockless;

#endif
