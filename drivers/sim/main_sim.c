/*
 * convoy-sim: convoy-mpi compiled by SimGrid's smpicc, run by smpirun (jobs/simulate.sh). Kernels
 * are replaced by their cost (standin.h); the harness and the rest of the MPI driver are the same
 * sources.
 */
#include "driver.h"

#include "manager.h"
#include "standin.h"

int main(int argc, char **argv) {
    struct ranks ranks = ranks_mpi;
    ranks.counter_reset = manager_reset;
    ranks.counter_add = manager_add;
    const struct driver driver = {
        .program = "convoy-sim",
        .name = "simulated",
        .threads = &threads_solo,
        .ranks = &ranks,
        .adapt = standin_adapt,
    };
    return driver_main(&driver, argc, argv);
}
