/* What Linux says about this process and this host (proc(5)). 0 or NaN where it does not say. */
#ifndef CONVOY_HOST_H
#define CONVOY_HOST_H

#include <stdint.h>

uint64_t host_rss_peak_bytes(void); /* VmHWM of this process */
uint64_t host_pss_bytes(void);      /* its resident pages, shared ones counted by their share */
uint64_t host_uss_bytes(void);      /* its pages that no other process maps */
/* Gives what malloc keeps of freed memory back to the system, where the C library can. */
void host_heap_give_back(void);
double host_load_1min(void);
/* Time the hypervisor gave to others while this host's PUs wanted to run, since boot, all PUs. */
double host_steal_s(void);

#endif
