/* Put before harness/driver.c of convoy-sim by the compiler (-include): a simulated rank has one
 * PU, whatever this machine has, and is bound to nothing. */
#ifndef CONVOY_ADAPT_DRIVER_H
#define CONVOY_ADAPT_DRIVER_H

#include "adapt.h"
#include "pin.h"

#define machine_open(fault)      machine_open_synthetic("pu:1", NULL, fault)
#define placement_make_team(...) NULL

#endif
