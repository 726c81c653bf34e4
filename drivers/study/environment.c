#include "environment.h"

#include "check.h"
#include "clock.h"
#include "folder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names that begin so are not passed on. */
static const char *const removed[] = {
    /* A launcher started from inside another MPI job would take itself for part of it; settings of
       the user's shell would make two runs of a study differ without a word in the results. */
    "OMPI_", "PMIX_", "ORTE_", "OPAL_", "PMI_", "HYDRA_", "HYDI_", "MPIR_CVAR_", "MPICH_", "UCX_",
    /* What a site's module or a profile sets: OMP_PROC_BIND, OMP_PLACES and GOMP_CPU_AFFINITY fight
       with binding by hwloc, OMP_THREAD_LIMIT and OMP_DYNAMIC with the number of workers,
       OMP_WAIT_POLICY with ours. */
    "OMP_", "GOMP_", "KMP_",
    /* Set below. */
    "CONVOY_STUDY=", "CONVOY_STUDY_FILE=", "CONVOY_RUN_ID=", "CONVOY_LAUNCH=", "CONVOY_EXEC_NS=",
    "CONVOY_EXEC_CLOCK=", "CONVOY_NODES=", "CONVOY_RANKS_PER_NODE=", "CONVOY_THREADS="};

/* How nodes are reached only the site knows: on several nodes, and on one that is another machine,
 * these stay as they are, although they begin like what is removed. */
static const char *const kept_on_nodes[] = {"OMPI_MCA_pml",
                                            "OMPI_MCA_btl",
                                            "OMPI_MCA_mtl",
                                            "OMPI_MCA_oob_tcp_",
                                            "OMPI_MCA_plm",
                                            "OMPI_MCA_ras=",
                                            "OMPI_MCA_coll",
                                            "OMPI_MCA_osc",
                                            "OMPI_MCA_orte_launch_agent=",
                                            "OMPI_MCA_orte_default_hostfile=",
                                            "OMPI_MCA_orte_tmpdir_base=",
                                            "HYDRA_",
                                            "MPIR_CVAR_",
                                            "UCX_",
                                            "PMIX_MCA_"};

enum condition { ALWAYS, AS_ROOT, ON_ONE_NODE, ON_NODES };

/* All for every launch: each MPI passes over the other's names, and --launcher may name either. */
static const struct {
    const char *entry;
    enum condition condition;
} added[] = {
    /* Open MPI refuses to run as root, which is who one is in a container. */
    {"OMPI_ALLOW_RUN_AS_ROOT=1", AS_ROOT},
    {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1", AS_ROOT},
    /* More ranks than cores, as mpirun --oversubscribe: blocking kernels need it. */
    {"OMPI_MCA_rmaps_base_oversubscribe=1", ALWAYS},
    /* As mpirun --bind-to none: one and two ranks would be bound to a core each; the drivers bind
       with hwloc inside the mask they inherit. */
    {"OMPI_MCA_hwloc_base_binding_policy=none", ALWAYS},
    /* A waiting rank must give its core away, or it changes what it waits for. */
    {"OMPI_MCA_mpi_yield_when_idle=1", ALWAYS},
    /* Containers and user namespaces forbid cross-memory attach: without it no warning, no hang. */
    {"OMPI_MCA_btl_vader_single_copy_mechanism=none", ALWAYS},
    /* Debian's configuration leaves no usable one-sided component otherwise. */
    {"OMPI_MCA_osc=^ucx", ALWAYS},
    /* From 32 local ranks on the launcher's threads can lose exits and mpirun hangs. */
    {"OMPI_MCA_odls_base_cutoff=100000", ALWAYS},
    /* Shared memory only, one node: MPI_Init takes 40 to 80 ms instead of 250 to 300 ms. */
    {"OMPI_MCA_pml=ob1", ON_ONE_NODE},
    {"OMPI_MCA_btl=self,vader", ON_ONE_NODE},
    /* Between nodes the fastest transport is the site's; where none is there, TCP. */
    {"OMPI_MCA_btl=self,vader,tcp", ON_NODES},
    /* A link or a host that is gone ends the launch after 2 + 3 * 1 s; by default it hangs. */
    {"OMPI_MCA_oob_tcp_keepalive_time=2", ON_NODES},
    {"OMPI_MCA_oob_tcp_keepalive_intvl=1", ON_NODES},
    {"OMPI_MCA_oob_tcp_keepalive_probes=3", ON_NODES},
    /* MPICH neither refuses root nor more ranks than cores. Its launcher does not bind by default;
       a site's own settings may say otherwise. */
    {"HYDRA_BINDING=none", ALWAYS},
    /* MPICH's UCX otherwise opens every network device it finds: MPI_Init takes 80 ms instead of
       40 ms. */
    {"UCX_TLS=self,sm", ON_ONE_NODE},
    /* libgomp's waiting threads spin for milliseconds otherwise, on cores that others need. */
    {"OMP_WAIT_POLICY=passive", ALWAYS},
    /* Said, not only left unsaid: a profile that another node reads may still set OMP_PLACES or
       GOMP_CPU_AFFINITY, and both mean nothing then. OMP_PLACES alone would have threads bound. */
    {"OMP_PROC_BIND=false", ALWAYS},
};

enum { ADDED = sizeof added / sizeof *added, OWN = 10 };

static bool begins_as(const char *entry, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(entry, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static bool is_on_nodes(const struct environment_facts *facts) {
    return facts->nodes > 1 || facts->away;
}

static bool is_kept(const char *entry, const struct environment_facts *facts) {
    if (is_on_nodes(facts) &&
        begins_as(entry, kept_on_nodes, sizeof kept_on_nodes / sizeof *kept_on_nodes))
        return true;
    return !begins_as(entry, removed, sizeof removed / sizeof *removed);
}

/* "OMPI_MCA_btl=" and its like: the name with its sign. */
static bool is_there(char *const *entries, const char *entry) {
    const size_t length = strcspn(entry, "=") + 1;
    for (; *entries; entries++)
        if (strncmp(*entries, entry, length) == 0)
            return true;
    return false;
}

static bool is_wanted(enum condition condition, const struct environment_facts *facts) {
    switch (condition) {
    case AS_ROOT:
        return facts->root;
    case ON_ONE_NODE:
        return !is_on_nodes(facts);
    case ON_NODES:
        return is_on_nodes(facts);
    case ALWAYS:
        break;
    }
    return true;
}

char **environment_make(char *const *inherited, const struct environment_facts *facts) {
    size_t count = 0;
    while (inherited[count])
        count++;
    char **made = must_alloc((count + ADDED + OWN + 1) * sizeof *made);
    char **at = made;
    for (size_t i = 0; i < count; i++)
        if (is_kept(inherited[i], facts))
            *at++ = must_strdup(inherited[i]);
    for (size_t i = 0; i < ADDED; i++)
        if (is_wanted(added[i].condition, facts) && !is_there(made, added[i].entry))
            *at++ = must_strdup(added[i].entry);
    *at++ = must_format("CONVOY_STUDY=%s", facts->study);
    *at++ = must_format("CONVOY_STUDY_FILE=%s/" FOLDER_STUDY, facts->folder);
    *at++ = must_format("CONVOY_RUN_ID=%s", facts->run_id);
    *at++ = must_format("CONVOY_LAUNCH=%u", facts->launch);
    *at++ = must_format("CONVOY_EXEC_NS=%" PRIu64, facts->exec_ns);
    *at++ = must_format("CONVOY_EXEC_CLOCK=%s", clock_whose().text);
    *at++ = must_format("CONVOY_NODES=%u", facts->nodes);
    *at++ = must_format("CONVOY_RANKS_PER_NODE=%u", facts->ranks / facts->nodes);
    *at++ = must_format("CONVOY_THREADS=%u", facts->threads);
    /* For who reads it: a team asks for its size by itself. */
    *at = must_format("OMP_NUM_THREADS=%u", facts->threads);
    return made;
}

static const char *value_of(char *const *environment, const char *name) {
    const size_t length = strlen(name);
    for (; *environment; environment++)
        if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
            return *environment + length + 1;
    return "default";
}

void environment_transport(char *const *environment, char *text, size_t room) {
    if (*CONVOY_MPI_DEVICE)
        snprintf(text, room, "transport=%s/%s", CONVOY_MPI_DEVICE,
                 value_of(environment, "UCX_TLS"));
    else
        snprintf(text, room, "transport=%s/%s", value_of(environment, "OMPI_MCA_pml"),
                 value_of(environment, "OMPI_MCA_btl"));
}

const char *environment_recovery(void) {
    return CONVOY_OPEN_MPI ? "--enable-recovery" : NULL;
}

bool environment_is_rank(void) {
    static const char *const variables[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (getenv(variables[i]))
            return true;
    return false;
}

void environment_free(char **environment) {
    for (size_t i = 0; environment[i]; i++)
        free(environment[i]);
    free(environment);
}
