#include "birth.h"

#include "clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Readings further apart than this were interrupted: what was waited in between would be missing.
 */
enum { APART_NS = 100 * 1000, TRIES = 20 };

/* Time spent on a run queue; 0 where the kernel does not say. */
static uint64_t waited_ns(int schedstat) {
    char text[128];
    const ssize_t length = pread(schedstat, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    const char *second = strchr(text, ' ');
    return second ? strtoull(second, NULL, 10) : 0;
}

uint64_t birth_ns(void) {
    const int schedstat = open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
    uint64_t before_ns, after_ns, lived_ns;
    int tries = 0;
    do {
        before_ns = clock_wall_ns();
        lived_ns = waited_ns(schedstat) + clock_of(CLOCK_PROCESS_CPUTIME_ID);
        after_ns = clock_wall_ns();
    } while (after_ns - before_ns > APART_NS && ++tries < TRIES);
    if (schedstat >= 0)
        close(schedstat);
    return after_ns - lived_ns;
}
