/* Put before harness/measure.c of convoy-sim by the compiler (-include): whoever waits for the
 * common start sleeps until then at once; thousands of ranks that look at the clock in between
 * would simulate nothing but that. */
#ifndef CONVOY_ADAPT_MEASURE_H
#define CONVOY_ADAPT_MEASURE_H

#include "adapt.h"
#include "clock.h"

#undef sched_yield
#define sched_yield() clock_sleep_ns(moment_ns - clock_wall_ns())

#endif
