/* Who this launch is: study, run, number; from the environment that convoy-run sets, or made up for
 * a run by hand. */
#ifndef CONVOY_IDENTITY_H
#define CONVOY_IDENTITY_H

#include "fault.h"

#include <stdbool.h>
#include <stdint.h>

struct identity {
    const char *study; /* CONVOY_STUDY, or "" */
    char run_id[64];   /* CONVOY_RUN_ID, or time and random digits */
    bool numbered;     /* CONVOY_LAUNCH was given */
    uint64_t launch;
    uint64_t exec_ns; /* CONVOY_EXEC_NS: CLOCK_MONOTONIC right before the launcher's exec; 0: not
                         given, or of another machine's clock (CONVOY_EXEC_CLOCK, clock_whose) */
};

/* False after a fault that names the variable. */
bool identity_read(struct identity *, struct fault *);

/* Hash of this program's file; 0 if it cannot be read. */
uint64_t identity_binary(void);

#endif
