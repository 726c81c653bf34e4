#include "host.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number behind `label` ("VmHWM:") in a file of lines "Label:  1234 kB", in bytes. */
static uint64_t labelled_bytes(const char *path, const char *label) {
    FILE *in = fopen(path, "re");
    char line[256];
    uint64_t kilobytes = 0;
    if (!in)
        return 0;
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, label, strlen(label)) == 0) {
            kilobytes = strtoull(line + strlen(label), NULL, 10);
            break;
        }
    }
    fclose(in);
    return kilobytes * 1024;
}

uint64_t host_rss_peak_bytes(void) {
    return labelled_bytes("/proc/self/status", "VmHWM:");
}

uint64_t host_pss_bytes(void) {
    return labelled_bytes("/proc/self/smaps_rollup", "Pss:");
}

uint64_t host_uss_bytes(void) {
    static const char rollup[] = "/proc/self/smaps_rollup";
    return labelled_bytes(rollup, "Private_Clean:") + labelled_bytes(rollup, "Private_Dirty:");
}

void host_heap_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

double host_load_1min(void) {
    double load;
    return getloadavg(&load, 1) == 1 ? load : NAN;
}

double host_steal_s(void) {
    FILE *in = fopen("/proc/stat", "re");
    unsigned long long steal;
    if (!in)
        return NAN;
    /* "cpu" user nice system idle iowait irq softirq steal, in ticks. */
    const int got = fscanf(in, "cpu %*u %*u %*u %*u %*u %*u %*u %llu", &steal);
    fclose(in);
    return got == 1 ? (double)steal / (double)sysconf(_SC_CLK_TCK) : NAN;
}
