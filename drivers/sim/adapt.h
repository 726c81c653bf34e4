/*
 * Put before every file of convoy-sim by the compiler (-include), so that the sources themselves
 * need not know. smpicc has replaced the clock and sleeping already. What is left:
 *
 *   - giving the PU away: a loop that looks, yields and looks again would never see the simulated
 *     time go on, so a yield lasts a moment of it;
 *   - what Linux counts is about the process that simulates, not about the simulated rank.
 */
#ifndef CONVOY_ADAPT_H
#define CONVOY_ADAPT_H

#include <sched.h>
#include <sys/resource.h>

#define sched_yield()         usleep(1)
#define getrusage(who, usage) (*(usage) = (struct rusage){0}, 0)

#endif
