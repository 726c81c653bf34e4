/* The host of a simulated rank: it has neither memory nor load nor a hypervisor. */
#include "host.h"

#include <math.h>

uint64_t host_rss_peak_bytes(void) {
    return 0;
}

uint64_t host_pss_bytes(void) {
    return 0;
}

uint64_t host_uss_bytes(void) {
    return 0;
}

void host_heap_give_back(void) {}

double host_load_1min(void) {
    return NAN;
}

double host_steal_s(void) {
    return 0.0;
}
