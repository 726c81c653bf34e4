#include "noise.h"

#include "clock.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static double timeval_s(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static double used_s(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return timeval_s(usage.ru_utime) + timeval_s(usage.ru_stime);
}

/*
 * First line of /proc/stat, in clock ticks: user nice system idle iowait irq softirq steal. Time
 * stolen by a hypervisor is somebody else's work too. Without the file there is no guard, and no
 * noise seen.
 */
static double all_busy_s(void) {
    FILE *stat = fopen("/proc/stat", "re");
    if (!stat)
        return 0;
    unsigned long long user, nice, system, idle, iowait, irq, softirq, steal;
    const int read = fscanf(stat, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice,
                            &system, &idle, &iowait, &irq, &softirq, &steal);
    fclose(stat);
    if (read != 8)
        return 0;
    return (double)(user + nice + system + irq + softirq + steal) / (double)sysconf(_SC_CLK_TCK);
}

struct noise noise_now(void) {
    return (struct noise){
        .wall_s = (double)clock_wall_ns() * 1e-9,
        .all_busy_s = all_busy_s(),
        .own_busy_s = used_s(RUSAGE_SELF) + used_s(RUSAGE_CHILDREN),
    };
}

double noise_since(const struct noise *begin) {
    const struct noise end = noise_now();
    const double all_s = end.all_busy_s - begin->all_busy_s;
    const double others_s = all_s - (end.own_busy_s - begin->own_busy_s);
    return others_s > 0 ? others_s / (end.wall_s - begin->wall_s) : 0;
}

void noise_wait_for_quiet(double patience_s) {
    const double give_up_s = noise_now().wall_s + patience_s;
    double others = 1;
    while (others > NOISE_BOUND && noise_now().wall_s < give_up_s) {
        const struct noise begin = noise_now();
        clock_sleep_ns(200 * 1000000);
        others = noise_since(&begin);
    }
}
