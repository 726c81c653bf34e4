/* Put before harness/driver.c of convoy-sim by the compiler (-include): a simulated rank's machine
 * has the cores of its simulated node, whatever this machine has, and it is bound to none. Signals
 * end a simulation at once: there is no row to finish, and it may take minutes to the next look. */
#ifndef CONVOY_ADAPT_DRIVER_H
#define CONVOY_ADAPT_DRIVER_H

#include "adapt.h"
#include "pin.h"
#include "sim_node.h"
#include "stop.h"

#include <stdio.h>

static inline struct machine *sim_machine(struct fault *fault) {
    char text[32];
    snprintf(text, sizeof text, "pu:%d", sim_node(-1)->cores);
    return machine_open_synthetic(text, NULL, fault);
}

#define machine_open(fault)      sim_machine(fault)
#define placement_make_team(...) NULL
#define stop_install()           ((void)0)

#endif
