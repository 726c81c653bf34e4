/*
 * The one clock: CLOCK_MONOTONIC in nanoseconds since boot. It is common to all processes of a node
 * (clock_gettime(2)), so that times taken by different ranks of one node can be subtracted.
 */
#ifndef CONVOY_CLOCK_H
#define CONVOY_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_of(clockid_t id) {
    struct timespec now;
    clock_gettime(id, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Wall time. */
static inline uint64_t clock_wall_ns(void) {
    return clock_of(CLOCK_MONOTONIC);
}

/* User plus system time of the calling thread. */
static inline uint64_t clock_thread_cpu_ns(void) {
    return clock_of(CLOCK_THREAD_CPUTIME_ID);
}

/* Sleeps at least that long, also when signals arrive in between. */
void clock_sleep_ns(uint64_t duration_ns);

/* "2026-01-31T12:00:00.123456Z" */
struct utc_text {
    char text[48];
};
struct utc_text clock_utc(void);

/* Which machine's clock this is, since which boot (random(4), boot_id): a time taken by a process
 * with another text means nothing here. Empty if nobody says. */
struct clock_text {
    char text[48];
};
struct clock_text clock_whose(void);

/* Median cost of one clock_wall_ns() call and smallest non-zero step seen; takes about a
 * millisecond. */
void clock_measure(double *cost_ns, uint64_t *step_ns);

#endif
