#include "probe.h"

#include <string.h>

const struct probe *const probes_all[] = {
#define PROBE(name) &probe_##name,
#include "probes.def"
#undef PROBE
    NULL};

const struct probe *probe_find(const char *name) {
    for (size_t i = 0; probes_all[i]; i++)
        if (strcmp(probes_all[i]->kernel.name, name) == 0)
            return probes_all[i];
    return NULL;
}

unsigned probe_driver_of(const char *driver) {
    if (strcmp(driver, "omp") == 0)
        return PROBE_OMP;
    return strcmp(driver, "mpi") == 0 ? PROBE_MPI : 0;
}

unsigned probe_variant_drivers(const struct probe *probe, unsigned variant) {
    return probe->variant_drivers ? probe->variant_drivers[variant] : probe->drivers;
}

bool probe_variant_once(const struct probe *probe, unsigned variant, unsigned driver) {
    return probe->once & driver || (probe->variant_once && probe->variant_once[variant]);
}
