#include "role.h"

#include <stddef.h>
#include <strings.h>

static const struct {
    const char *driver;
    enum role role;
} drivers[] = {
    {"serial", ROLE_SERIAL},         {"sequential", ROLE_SERIAL},
    {"single", ROLE_SERIAL},         {"omp", ROLE_THREADS},
    {"openmp", ROLE_THREADS},        {"pthread", ROLE_THREADS},
    {"pthreads", ROLE_THREADS},      {"thread", ROLE_THREADS},
    {"threads", ROLE_THREADS},       {"threading", ROLE_THREADS},
    {"threadpool", ROLE_THREADS},    {"threadpoolexecutor", ROLE_THREADS},
    {"mpi", ROLE_PROCESSES},         {"process", ROLE_PROCESSES},
    {"processes", ROLE_PROCESSES},   {"multiprocessing", ROLE_PROCESSES},
    {"processpool", ROLE_PROCESSES}, {"processpoolexecutor", ROLE_PROCESSES},
    {"fork", ROLE_PROCESSES},        {"hybrid", ROLE_HYBRID},
};

enum role role_of(const char *driver) {
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (strcasecmp(drivers[i].driver, driver) == 0)
            return drivers[i].role;
    return ROLE_OTHER;
}
