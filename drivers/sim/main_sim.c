/*
 * convoy-sim: convoy-mpi compiled by SimGrid's smpicc, run by smpirun (jobs/simulate.sh). Kernels
 * are replaced by their cost (standin.h); the harness and the rest of the MPI driver are the same
 * sources. The environment says where the costs are (CONVOY_COSTS) and what the platform is called
 * in the rows (CONVOY_PLATFORM).
 *
 * What is not simulated: start-up, noise and imbalance of the cores (a cost is always the same),
 * polling ranks that take time from others, contention in memory and inside switches, shared memory
 * between ranks. It is a prediction from measured costs and a described network, no measurement.
 */
#include "driver.h"

#include "standin.h"

#include <stdlib.h>

/* Never empty: an empty column would say that the rows were measured. */
static const char *platform(void) {
    const char *words = getenv("CONVOY_PLATFORM");
    return words && *words ? words : "not described";
}

int main(int argc, char **argv) {
    const struct driver driver = {
        .program = "convoy-sim",
        .name = "simulated",
        .threads = &threads_solo,
        .ranks = &ranks_mpi,
        .adapt = standin_adapt,
        .simulated = platform(),
    };
    return driver_main(&driver, argc, argv);
}
