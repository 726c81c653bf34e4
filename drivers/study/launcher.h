/*
 * What starts ranks: mpirun of Open MPI, mpiexec of MPICH and its kin (Hydra), Slurm's srun, or any
 * command of the user's. Ranks go to nodes in equal blocks: the first ranks / nodes of them to the
 * first node, and so on.
 */
#ifndef CONVOY_LAUNCHER_H
#define CONVOY_LAUNCHER_H

#include "amount.h"
#include "fault.h"
#include "text.h"

enum launcher_kind {
    LAUNCHER_PLAIN, /* COMMAND -n RANKS PROGRAM...; the rest it finds in CONVOY_NODES and so on */
    LAUNCHER_OPENMPI,
    LAUNCHER_HYDRA,
    LAUNCHER_SRUN,
};

/* Texts are borrowed. */
struct launcher {
    enum launcher_kind kind;
    const char *path;
    const char *hostfile;            /* NULL: none */
    const struct text_list *options; /* passed on as they are; NULL: none */
    unsigned nodes;                  /* at least 1 */
    unsigned pus;                    /* of one node */
    bool allocated; /* a batch system gave the nodes: there may be more than are used */
    /* A host file of the first host alone, if that is not the machine this runs on: then launches
       without ranks need a launcher too. NULL: they start here. */
    const char *first;
};

/*
 * By the program's name; where several programs share one (mpirun, mpiexec) by what it answers to
 * --version, which starts it once.
 */
enum launcher_kind launcher_kind_of(const char *path);

/* From the answer to --version. */
enum launcher_kind launcher_kind_from(const char *answer);

/*
 * The command up to the program: "mpirun -n 8 --map-by ppr:2:node". `ranks` is a multiple of
 * `nodes`; threads: per rank. Free with text_list_free.
 */
struct text_list launcher_words(const struct launcher *, unsigned ranks, unsigned threads);

/* Whether several nodes are wanted and nothing known tells Open MPI or Hydra which: no host file,
 * no option, no batch system and no setting of theirs. */
bool launcher_hosts_unsaid(const struct launcher *);

/* For one process on the first host, where that is another machine. */
struct launcher launcher_on_first(const struct launcher *);

/*
 * The nodes of a run: `wanted` (0: not said), else those of the Slurm allocation, else the hosts of
 * the file (0: none was given), else 1. 0 after a fault: more than there are.
 */
unsigned launcher_nodes(uint64_t wanted, size_t hosts, const char *hostfile, struct fault *);

/*
 * A job that got a part of its nodes (SLURM_CPUS_ON_NODE, see sbatch(1)) has no more cores and PUs
 * than that, also where no cgroup keeps it to them.
 */
void launcher_keep_to_allocation(struct machine_size *);

#endif
