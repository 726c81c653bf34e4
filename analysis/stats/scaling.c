#include "scaling.h"

struct estimate estimate_scaled(struct estimate estimate, double factor) {
    return (struct estimate){estimate.value * factor, estimate.low * factor,
                             estimate.high * factor};
}

struct estimate estimate_inverse(struct estimate estimate) {
    return (struct estimate){1 / estimate.value, 1 / estimate.high, 1 / estimate.low};
}

static double serial_fraction(double speedup, double workers) {
    return (1 / speedup - 1 / workers) / (1 - 1 / workers);
}

struct estimate karp_flatt(struct estimate speedup, double workers) {
    if (!(workers > 1))
        return estimate_unknown();
    return (struct estimate){serial_fraction(speedup.value, workers),
                             serial_fraction(speedup.high, workers),
                             serial_fraction(speedup.low, workers)};
}
