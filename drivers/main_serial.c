#include "driver.h"

int main(int argc, char **argv) {
    static const struct driver driver = {
        .program = "convoy-serial",
        .name = "serial",
        .threads = &threads_solo,
        .ranks = &ranks_solo,
    };
    return driver_main(&driver, argc, argv);
}
