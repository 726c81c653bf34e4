/*
 * convoy-sim: convoy-mpi compiled by SimGrid's smpicc, run by smpirun (jobs/simulate.sh). Kernels
 * are replaced by their cost (standin.h); the harness and the rest of the MPI driver are the same
 * sources. The environment says where the costs are (CONVOY_COSTS) and what the platform is called
 * in the rows (CONVOY_PLATFORM).
 *
 * What is not simulated: start-up, noise and imbalance of the cores (a cost is always the same),
 * polling ranks that take time from others, contention in memory and inside switches, what shared
 * memory between the ranks of a node costs. It is a prediction from measured costs and a described
 * network, no measurement.
 */
#include "driver.h"

#include "standin.h"

#include <simgrid/actor.h>
#include <stdio.h>
#include <stdlib.h>

/* Never empty: an empty column would say that the rows were measured. */
static const char *platform(void) {
    const char *words = getenv("CONVOY_PLATFORM");
    return words && *words ? words : "not described";
}

/* All ranks are one process. The first actor is the root; jobs/simulate.sh reads the line. */
static void say_memory(void) {
    struct rusage usage;
    if (sg_actor_self_get_pid() == 1 && (getrusage)(RUSAGE_SELF, &usage) == 0)
        printf("simulated in %ld kB\n", usage.ru_maxrss);
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
    const int code = driver_main(&driver, argc, argv);
    say_memory();
    return code;
}
