#include "driver.h"

int main(int argc, char **argv) {
    static const struct driver driver = {
        .program = "convoy-mpi",
        .name = "mpi",
        .threads = &threads_omp, /* unused while ranks have one thread each */
        .ranks = &ranks_mpi,
        .threads_in_ranks = true,
    };
    return driver_main(&driver, argc, argv);
}
