/*
 * Threads by OpenMP: the only file with OpenMP pragmas. A team is formed once per launch and stays
 * in its parallel region for all configurations, as ranks stay in MPI_COMM_WORLD; smaller worker
 * counts leave threads waiting in the barrier (barrier.h), which costs no processor time.
 */
#include "threads.h"

#include <omp.h>
#include <stdio.h>

/* Debian's libgomp answers omp_get_max_threads beyond this; more threads than PUs are of use only
 * for waiting. */
enum { OMP_THREADS_MAX = 4096 };

static const char *omp_version(void) {
    static char text[64];
    snprintf(text, sizeof text, "OpenMP %d", _OPENMP);
    return text;
}

/* OMP_THREAD_LIMIT, which may differ from node to node. */
static unsigned omp_most(void) {
    const int most = omp_get_thread_limit();
    return most < OMP_THREADS_MAX ? (unsigned)most : OMP_THREADS_MAX;
}

static unsigned omp_run(unsigned count, void (*body)(unsigned thread, void *argument),
                        void *argument) {
    unsigned got = 0;
    omp_set_dynamic(0); /* exactly `count` threads or none */
#pragma omp parallel num_threads((int)count)
    {
        const unsigned size = (unsigned)omp_get_num_threads();
        if (size == count)
            body((unsigned)omp_get_thread_num(), argument);
        if (omp_get_thread_num() == 0)
            got = size;
    }
    return got;
}

static uint64_t bare_static(uint64_t count, uint64_t (*body)(uint64_t i, void *argument),
                            void *argument) {
    uint64_t sum = 0;
#pragma omp for schedule(static) nowait
    for (uint64_t i = 0; i < count; i++)
        sum += body(i, argument);
    return sum;
}

static uint64_t bare_dynamic(uint64_t count, uint64_t (*body)(uint64_t i, void *argument),
                             void *argument) {
    uint64_t sum = 0;
#pragma omp for schedule(dynamic) nowait
    for (uint64_t i = 0; i < count; i++)
        sum += body(i, argument);
    return sum;
}

static uint64_t omp_bare_for(bool dynamic, uint64_t count,
                             uint64_t (*body)(uint64_t i, void *argument), void *argument) {
    return (dynamic ? bare_dynamic : bare_static)(count, body, argument);
}

const struct threads threads_omp = {
    .name = "omp",
    .version = omp_version,
    .limit = OMP_THREADS_MAX,
    .most = omp_most,
    .run = omp_run,
    .bare_for = omp_bare_for,
};
