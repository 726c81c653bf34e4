/*
 * Where workers run. All placement happens inside the mask the process inherited and never outside
 * it: policies are pure functions of (topology, mask, policy), so that they are tested on synthetic
 * machines; binding and reading back are separate steps. The only files that include hwloc.h are
 * the .c files of this folder.
 *
 *   none     one place: the whole mask
 *   compact  worker i on the i-th PU in hwloc's logical order: neighbours share cores, caches,
 *            packages
 *   scatter  neighbours as far apart as possible: packages vary fastest, then NUMA nodes, caches,
 *            cores, PUs; the place of worker i does not depend on the number of workers
 *   numa     worker i on all PUs (in the mask) of NUMA node i, round robin; nodes without PUs in
 * the mask are skipped, and so is a second memory beside the same PUs LIST     worker i on the i-th
 * PU of the list, which holds operating-system numbers as taskset(1) and lscpu(1) show them:
 * "0,2,4-7". Order counts, unlike for taskset. A PU may be named more than once, as for taskset;
 * here it gets that many workers
 *
 * With more workers than places they wrap around, and placement_oversubscribed says when PUs are
 * shared.
 *
 * Threads: any number of threads may use one machine or placement at the same time, except for
 * making and freeing it. machine_open reads the environment and must not run beside setenv(3).
 */
#ifndef CONVOY_PIN_H
#define CONVOY_PIN_H

#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

enum pin_policy { PIN_NONE, PIN_COMPACT, PIN_SCATTER, PIN_NUMA, PIN_LIST };

enum { PIN_LIST_MAX = 4096, PIN_TEXT_MAX = 256 };

struct pin_request {
    enum pin_policy policy;
    const char *text; /* as the user wrote it; borrowed */
    unsigned *list;   /* PIN_LIST: operating-system PU numbers in the user's order; owned */
    size_t list_count;
};

/*
 * Reads a policy name or list, to its last character; NULL on success, else a constant text saying
 * what is wrong, which fits into "--pin: TEXT". `text` must outlive the request. Whether the
 * machine has the PUs of a list is asked later, by placement_make. Free with pin_request_free,
 * which may also follow a failed read.
 */
const char *pin_request_read(const char *text, struct pin_request *);
void pin_request_free(struct pin_request *);

/* The machine as seen from inside the mask this process inherited. */
struct machine;

/*
 * Reads this machine. Call before any binding: the calling thread's mask at this moment is the
 * fence (OMP_PROC_BIND and GOMP_CPU_AFFINITY narrow it before main() starts, so leave them unset).
 * Takes a few milliseconds. NULL after an environment fault, among them a variable such as
 * HWLOC_SYNTHETIC or HWLOC_XMLFILE that makes hwloc show another machine: binding would do nothing
 * there.
 */
struct machine *machine_open(struct fault *);

/*
 * A made-up machine for tests, in hwloc's synthetic format ("package:2 numa:2 core:4 pu:2", with
 * indexes if wanted) or as the text of an XML file of lstopo(1), for machines whose parts differ.
 * It is restricted to the operating-system PU numbers in `mask` ("0-3,8"; NULL: all). NULL after a
 * user fault. Nothing can be bound to it or read back from it.
 */
struct machine *machine_open_synthetic(const char *description, const char *mask, struct fault *);

/* Placements made from the machine must be freed first. machine_close(NULL) does nothing. */
void machine_close(struct machine *);

/*
 * Counts inside the mask, each at least 1. Where the system tells nothing of cores each PU counts
 * as one, where it tells nothing of packages there is one. NUMA nodes are the places of `numa`.
 */
unsigned machine_pus(const struct machine *);
unsigned machine_cores(const struct machine *);
unsigned machine_numa_nodes(const struct machine *);
unsigned machine_packages(const struct machine *);

/* The mask as a list of PU numbers, "0-3,8". Valid until machine_close. */
const char *machine_mask(const struct machine *);

/*
 * PUs this process could use if nobody had narrowed its mask (cgroup limits honoured). More than
 * machine_pus means that taskset or a launcher did: `mpirun -n 1` binds a process to one core.
 */
unsigned machine_pus_unmasked(const struct machine *);

/*
 * The machine without the mask, one line in hwloc's synthetic format for the provenance; where that
 * cannot express it (uneven machines), its counts in words. Valid until machine_close.
 */
const char *machine_summary(const struct machine *);

/* Where each of a number of workers goes. */
struct placement;

/*
 * Plans `workers` workers, numbers first .. first+workers-1 of all that share this mask (ranks on
 * one node count on across processes). `sharers` is how many share it in all, at least
 * first+workers; workers is at least 1. The request is not needed afterwards, the machine is. NULL
 * after a fault: a list with a PU outside the mask is an environment fault, "PU 7 is not in the
 * allowed set 0-3".
 */
struct placement *placement_make(const struct machine *, const struct pin_request *, unsigned first,
                                 unsigned workers, unsigned sharers, struct fault *);

/*
 * The same for the threads of one rank of several that share this mask, rank 0 .. ranks-1, each
 * with as many threads. Every rank gets a part of the mask of its own, its threads get places
 * inside it:
 *
 *   none     the whole mask, for all of them
 *   compact  the next PUs: rank r has those from number r threads on, as without ranks
 *   scatter  the mask is cut into one part for each rank (part.h); ranks that follow each other
 *            have parts far apart, the threads of a rank are far apart inside its part
 *   numa     the mask is cut likewise, in the order of its PUs; a thread gets all PUs that the part
 *            has of one NUMA node, round robin
 *   LIST     the next PUs of the list
 *
 * With one thread per rank the ranks are placed as threads of one process would be.
 */
struct placement *placement_make_team(const struct machine *, const struct pin_request *,
                                      unsigned rank, unsigned ranks, unsigned threads,
                                      struct fault *);
void placement_free(struct placement *); /* NULL: does nothing */

/*
 * Whether any place gets more of the sharers than it has PUs: more sharers than PUs in the mask,
 * two on one PU of a list, or (numa) more on a node than it has PUs in the mask, even if others are
 * idle.
 */
bool placement_oversubscribed(const struct placement *);

/* The set asked for, "3" or "0-7"; worker counts from 0 within this placement. */
const char *placement_requested(const struct placement *, unsigned worker);

/*
 * Binds the calling thread to its place; with PIN_NONE resets it to the whole mask (a thread
 * inherits the place of the thread that made it). False after an environment fault. On a synthetic
 * machine: a bug (CHECK).
 */
bool placement_bind(const struct placement *, unsigned worker, struct fault *);

/*
 * Read back for the calling thread: the set it is bound to, also where that lies outside the mask,
 * and the PU it last ran on. A list that does not fit is cut behind a comma and ends with "...";
 * empty if the system does not tell. On a synthetic machine: a bug (CHECK).
 */
struct pin_text {
    char text[PIN_TEXT_MAX];
};
struct pin_text machine_got(const struct machine *);
struct pin_text machine_last_seen(const struct machine *);

/* Whether the calling thread's last PU lies inside its place. */
bool placement_kept(const struct placement *, unsigned worker);

#endif
