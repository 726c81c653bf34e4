/* A wait that needs nothing but time, as a blocking call of a kernel. */
#ifndef CONVOY_PAUSE_H
#define CONVOY_PAUSE_H

#include "kernel.h"

/*
 * Sleeps for at least that long: one blocking call, also where signals cut it into several.
 * nanosleep(2) is never short, but it is late: by the timer slack of a thread (50 us by default,
 * prctl(2)) and the way back onto a processor. False after telling env what failed.
 */
bool pause_once(struct env *, uint64_t time_ns);

#endif
