#include "driver.h"

int main(int argc, char **argv) {
    static const struct driver driver = {
        .program = "convoy-mpi",
        .name = "mpi",
        .threads = &threads_solo,
        .ranks = &ranks_mpi,
    };
    return driver_main(&driver, argc, argv);
}
