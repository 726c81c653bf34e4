/* When this process came to be. */
#ifndef CONVOY_BIRTH_H
#define CONVOY_BIRTH_H

#include <stdint.h>

/*
 * The moment of its fork on the clock of clock_wall_ns(): now, less the time this process has
 * computed (CLOCK_PROCESS_CPUTIME_ID) and the time it has waited for a processor (second number of
 * /proc/self/schedstat, in ns: proc(5)); both begin with the fork and go on through execve(2). The
 * kernel tells the moment itself in ticks of 10 ms only (proc(5), starttime). About 0.1 ms late on
 * an idle machine and on a crowded one. To be asked early, while the process has one thread and has
 * not slept: sleep, also while pages come from a disk, counts as not being born yet. So does
 * waiting for a processor where the kernel does not count it.
 */
uint64_t birth_ns(void);

#endif
