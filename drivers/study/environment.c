#include "environment.h"

#include "check.h"
#include "folder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Names that begin so are not passed on. */
static const char *const removed[] = {
    /* A launcher started from inside another MPI job would take itself for part of it; settings of
       the user's shell would make two runs of a study differ without a word in the results. */
    "OMPI_", "PMIX_", "ORTE_", "OPAL_", "PMI_",
    /* OMP_PROC_BIND, OMP_PLACES and GOMP_CPU_AFFINITY fight with binding by hwloc, OMP_THREAD_LIMIT
       and OMP_DYNAMIC with the number of workers, OMP_WAIT_POLICY with ours. */
    "OMP_", "GOMP_", "KMP_",
    /* Set below. */
    "CONVOY_STUDY=", "CONVOY_STUDY_FILE=", "CONVOY_RUN_ID=", "CONVOY_LAUNCH=", "CONVOY_EXEC_NS="};

static const struct {
    const char *entry;
    bool root_only;
} added[] = {
    /* Open MPI refuses to run as root, which is who one is in a container. */
    {"OMPI_ALLOW_RUN_AS_ROOT=1", true},
    {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1", true},
    /* More ranks than cores, as mpirun --oversubscribe: blocking kernels need it. */
    {"OMPI_MCA_rmaps_base_oversubscribe=1", false},
    /* As mpirun --bind-to none: one and two ranks would be bound to a core each; the drivers bind
       with hwloc inside the mask they inherit. */
    {"OMPI_MCA_hwloc_base_binding_policy=none", false},
    /* A waiting rank must give its core away, or it changes what it waits for. */
    {"OMPI_MCA_mpi_yield_when_idle=1", false},
    /* Containers and user namespaces forbid cross-memory attach: without it no warning, no hang. */
    {"OMPI_MCA_btl_vader_single_copy_mechanism=none", false},
    /* Debian's configuration leaves no usable one-sided component otherwise. */
    {"OMPI_MCA_osc=^ucx", false},
    /* From 32 local ranks on the launcher's threads can lose exits and mpirun hangs. */
    {"OMPI_MCA_odls_base_cutoff=100000", false},
    /* Shared memory only, one node: MPI_Init takes 40 to 80 ms instead of 250 to 300 ms. */
    {"OMPI_MCA_pml=ob1", false},
    {"OMPI_MCA_btl=self,vader", false},
    /* libgomp's waiting threads spin for milliseconds otherwise, on cores that others need. */
    {"OMP_WAIT_POLICY=passive", false},
};

enum { ADDED = sizeof added / sizeof *added, OWN = 5 };

static bool is_removed(const char *entry) {
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        if (strncmp(entry, removed[i], strlen(removed[i])) == 0)
            return true;
    return false;
}

char **environment_make(char *const *inherited, const struct environment_facts *facts) {
    size_t count = 0;
    while (inherited[count])
        count++;
    char **made = must_alloc((count + ADDED + OWN + 1) * sizeof *made);
    char **at = made;
    for (size_t i = 0; i < count; i++)
        if (!is_removed(inherited[i]))
            *at++ = must_strdup(inherited[i]);
    for (size_t i = 0; i < ADDED; i++)
        if (facts->root || !added[i].root_only)
            *at++ = must_strdup(added[i].entry);
    *at++ = must_format("CONVOY_STUDY=%s", facts->study);
    *at++ = must_format("CONVOY_STUDY_FILE=%s/" FOLDER_STUDY, facts->folder);
    *at++ = must_format("CONVOY_RUN_ID=%s", facts->run_id);
    *at++ = must_format("CONVOY_LAUNCH=%u", facts->launch);
    *at = must_format("CONVOY_EXEC_NS=%" PRIu64, facts->exec_ns);
    return made;
}

void environment_free(char **environment) {
    for (size_t i = 0; environment[i]; i++)
        free(environment[i]);
    free(environment);
}
