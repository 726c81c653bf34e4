#include "clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void clock_sleep_ns(uint64_t duration_ns) {
    struct timespec left = {(time_t)(duration_ns / 1000000000U), (long)(duration_ns % 1000000000U)};
    while (nanosleep(&left, &left) == -1 && errno == EINTR)
        ;
}

struct utc_text clock_utc(void) {
    struct utc_text stamp;
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    const size_t length = strftime(stamp.text, sizeof stamp.text, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(stamp.text + length, sizeof stamp.text - length, ".%06ldZ", now.tv_nsec / 1000);
    return stamp;
}

struct clock_text clock_whose(void) {
    struct clock_text whose = {""};
    FILE *in = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (!in)
        return whose;
    if (!fgets(whose.text, sizeof whose.text, in))
        whose.text[0] = '\0';
    fclose(in);
    whose.text[strcspn(whose.text, "\n")] = '\0';
    return whose;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void clock_measure(double *cost_ns, uint64_t *step_ns) {
    enum { ROUNDS = 31, CALLS = 1000 };
    double cost[ROUNDS];
    *step_ns = UINT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t begin = clock_wall_ns();
        uint64_t last = begin;
        for (int call = 0; call < CALLS; call++) {
            const uint64_t now = clock_wall_ns();
            if (now != last && now - last < *step_ns)
                *step_ns = now - last;
            last = now;
        }
        cost[round] = (double)(last - begin) / CALLS;
    }
    qsort(cost, ROUNDS, sizeof *cost, ascending);
    *cost_ns = cost[ROUNDS / 2];
}
