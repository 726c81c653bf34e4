#include "launcher.h"

#include "check.h"
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NODES_MAX = 100 * 1000 };

/* By the first words of the base name: mpirun.openmpi, mpiexec.hydra. */
static const struct {
    const char *name;
    enum launcher_kind kind;
    bool shared; /* several MPIs have a program of that name */
} programs[] = {
    {"srun", LAUNCHER_SRUN, false},
    {"orterun", LAUNCHER_OPENMPI, false},
    {"prterun", LAUNCHER_OPENMPI, false},
    {"mpirun.openmpi", LAUNCHER_OPENMPI, false},
    {"mpiexec.openmpi", LAUNCHER_OPENMPI, false},
    {"mpirun.mpich", LAUNCHER_HYDRA, false},
    {"mpiexec.mpich", LAUNCHER_HYDRA, false},
    {"mpiexec.hydra", LAUNCHER_HYDRA, false},
    {"mpirun", LAUNCHER_PLAIN, true},
    {"mpiexec", LAUNCHER_PLAIN, true},
};

/* What launchers say of themselves. */
static const struct {
    const char *word;
    enum launcher_kind kind;
} answers[] = {
    {"Open MPI", LAUNCHER_OPENMPI}, {"OpenRTE", LAUNCHER_OPENMPI},    {"PRRTE", LAUNCHER_OPENMPI},
    {"HYDRA", LAUNCHER_HYDRA},      {"Intel(R) MPI", LAUNCHER_HYDRA}, {"slurm", LAUNCHER_SRUN},
};

/* Needed on every node; other launchers pass the whole environment on. */
static const char *const exported[] = {"CONVOY_STUDY",    "CONVOY_STUDY_FILE", "CONVOY_RUN_ID",
                                       "CONVOY_LAUNCH",   "CONVOY_EXEC_NS",    "CONVOY_EXEC_CLOCK",
                                       "OMP_WAIT_POLICY", "OMP_PROC_BIND",     "OMP_NUM_THREADS"};

enum launcher_kind launcher_kind_from(const char *answer) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strstr(answer, answers[i].word))
            return answers[i].kind;
    return LAUNCHER_PLAIN;
}

static enum launcher_kind kind_asked(const char *path) {
    char *const argv[] = {must_strdup(path), must_strdup("--version"), NULL};
    char *words = command_text(argv);
    char *line = must_format("%s </dev/null 2>&1", words);
    char answer[4096];
    FILE *pipe = popen(line, "re");
    const size_t length = pipe ? fread(answer, 1, sizeof answer - 1, pipe) : 0;
    answer[length] = '\0';
    if (pipe)
        pclose(pipe);
    free(line);
    free(words);
    free(argv[0]);
    free(argv[1]);
    return launcher_kind_from(answer);
}

enum launcher_kind launcher_kind_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (strcmp(name, programs[i].name) == 0)
            return programs[i].shared ? kind_asked(path) : programs[i].kind;
    return LAUNCHER_PLAIN;
}

/* Appends a word, which now belongs to the list. */
static void add(struct text_list *words, char *word) {
    words->items = must_realloc(words->items, (words->count + 1) * sizeof *words->items);
    words->items[words->count++] = word;
}

static void add_count(struct text_list *words, const char *option, unsigned count) {
    add(words, must_strdup(option));
    add(words, must_format("%u", count));
}

static void add_text(struct text_list *words, const char *option, const char *text) {
    add(words, must_strdup(option));
    add(words, must_strdup(text));
}

/* Whether somebody beside this machine could be given a rank. */
static bool has_hosts(const struct launcher *launcher) {
    return launcher->nodes > 1 || launcher->allocated || launcher->hostfile;
}

/* No PE=: nothing is bound here (environment.c), the drivers bind inside the mask they inherit. */
static void add_openmpi(struct text_list *words, const struct launcher *launcher, unsigned ranks) {
    if (!has_hosts(launcher))
        return;
    if (launcher->hostfile)
        add_text(words, "--hostfile", launcher->hostfile);
    add(words, must_strdup("--map-by"));
    add(words, must_format("ppr:%u:node", ranks / launcher->nodes));
    add_text(words, "--rank-by", "slot");
    for (size_t i = 0; i < sizeof exported / sizeof *exported; i++)
        add_text(words, "-x", exported[i]);
}

static void add_hydra(struct text_list *words, const struct launcher *launcher, unsigned ranks) {
    if (!has_hosts(launcher))
        return;
    if (launcher->hostfile)
        add_text(words, "-f", launcher->hostfile);
    add_count(words, "-ppn", ranks / launcher->nodes);
}

/* Beginnings of variables of batch systems, and of settings that name hosts or who knows them. */
static const char *const tellers[] = {"SLURM_",
                                      "PBS_",
                                      "LSB_",
                                      "FLUX_",
                                      "LOADL_",
                                      "COBALT_",
                                      "OAR_",
                                      "PE_HOSTFILE=",
                                      "PJM_",
                                      "ALPS_",
                                      "OMPI_MCA_orte_default_hostfile=",
                                      "OMPI_MCA_ras",
                                      "OMPI_MCA_rmaps",
                                      "PRTE_",
                                      "HYDRA_HOST_FILE=",
                                      "HYDRA_RMK=",
                                      "HYDRA_BOOTSTRAP",
                                      "I_MPI_HYDRA_"};

static bool is_told(char *const *environment) {
    for (; *environment; environment++)
        for (size_t i = 0; i < sizeof tellers / sizeof *tellers; i++)
            if (strncmp(*environment, tellers[i], strlen(tellers[i])) == 0)
                return true;
    return false;
}

bool launcher_hosts_unsaid(const struct launcher *launcher) {
    const bool known = launcher->kind == LAUNCHER_OPENMPI || launcher->kind == LAUNCHER_HYDRA;
    return known && launcher->nodes > 1 && !launcher->hostfile && !launcher->allocated &&
           !(launcher->options && launcher->options->count) && !is_told(environ);
}

static bool is_chosen(const struct launcher *launcher, const char *option) {
    for (size_t i = 0; launcher->options && i < launcher->options->count; i++)
        if (strncmp(launcher->options->items[i], option, strlen(option)) == 0)
            return true;
    return false;
}

/*
 * -K1: or one crashed rank leaves the others waiting until the time limit. --cpus-per-task: from
 * Slurm 22.05 on a step does not inherit it, and gets no more CPUs than its ranks ask for; so each
 * asks for its part of the whole node, as under mpirun, and binds inside it. -O: more ranks than
 * CPUs, which blocking kernels need.
 */
static void add_srun(struct text_list *words, const struct launcher *launcher, unsigned ranks,
                     unsigned threads) {
    const unsigned local = ranks / launcher->nodes, share = launcher->pus / local;
    if (!is_chosen(launcher, "--mpi"))
        add(words, must_strdup("--mpi=pmix"));
    add_count(words, "-N", launcher->nodes);
    add(words, must_format("--ntasks-per-node=%u", local));
    add(words, must_format("--cpus-per-task=%u", share > threads ? share : threads));
    add(words, must_strdup("--distribution=block"));
    add(words, must_strdup("--cpu-bind=none"));
    add(words, must_strdup("--export=ALL"));
    add(words, must_strdup("-K1"));
    if ((uint64_t)local * threads > launcher->pus)
        add(words, must_strdup("-O"));
}

struct text_list launcher_words(const struct launcher *launcher, unsigned ranks, unsigned threads) {
    struct text_list words = {NULL, 0};
    CHECK(launcher->nodes > 0 && ranks >= launcher->nodes && ranks % launcher->nodes == 0);
    add(&words, must_strdup(launcher->path));
    add_count(&words, "-n", ranks);
    if (launcher->kind == LAUNCHER_OPENMPI)
        add_openmpi(&words, launcher, ranks);
    else if (launcher->kind == LAUNCHER_HYDRA)
        add_hydra(&words, launcher, ranks);
    else if (launcher->kind == LAUNCHER_SRUN)
        add_srun(&words, launcher, ranks, threads);
    for (size_t i = 0; launcher->options && i < launcher->options->count; i++)
        add(&words, must_strdup(launcher->options->items[i]));
    return words;
}

struct launcher launcher_on_first(const struct launcher *launcher) {
    struct launcher one = *launcher;
    CHECK(launcher->first);
    one.hostfile = launcher->first;
    one.nodes = 1;
    return one;
}

/* What Slurm tells the job; 0: not inside an allocation. */
static unsigned slurm_count(const char *name) {
    const char *text = getenv(name);
    uint64_t count = 0;
    return text && !text_count(text, 1, NODES_MAX, &count) ? (unsigned)count : 0;
}

static unsigned slurm_nodes(void) {
    return slurm_count("SLURM_JOB_NUM_NODES");
}

static unsigned at_most(unsigned there, unsigned allowed) {
    return allowed && allowed < there ? allowed : there;
}

void launcher_keep_to_allocation(struct machine_size *size) {
    const unsigned allowed = slurm_count("SLURM_CPUS_ON_NODE");
    size->pus = at_most(size->pus, allowed);
    size->cores = at_most(size->cores, allowed);
}

unsigned launcher_nodes(uint64_t wanted, size_t hosts, const char *hostfile, struct fault *fault) {
    const unsigned there = slurm_nodes() ? slurm_nodes() : (unsigned)hosts;
    if (!wanted)
        return there ? there : 1;
    if (there && wanted > there) {
        fault_user(fault, "--nodes: %llu, but %s has %u", (unsigned long long)wanted,
                   slurm_nodes() ? "the allocation" : hostfile, there);
        return 0;
    }
    return (unsigned)wanted;
}
