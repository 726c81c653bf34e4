#include "driver.h"

int main(int argc, char **argv) {
    static const struct driver driver = {
        .program = "convoy-omp",
        .name = "omp",
        .threads = &threads_omp,
        .ranks = &ranks_solo,
    };
    return driver_main(&driver, argc, argv);
}
