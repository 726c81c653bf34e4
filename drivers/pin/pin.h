/*
 * Where workers run. All placement happens inside the mask the process inherited and never outside it:
 * policies are pure functions of (topology, mask, policy, number of workers), so that they are tested on
 * synthetic machines; binding and reading back are separate steps. The only files that include hwloc.h
 * are those of this folder.
 *
 *   none     no binding call; a worker may run anywhere in the mask
 *   compact  worker i on the i-th PU in hwloc's logical order: neighbours share cores, caches, packages
 *   scatter  neighbours as far apart as possible: packages vary fastest, then NUMA nodes, caches, cores, PUs;
 *            the place of worker i does not depend on the number of workers
 *   numa     worker i on all PUs (in the mask) of NUMA node i, round robin
 *   LIST     worker i on the i-th PU of the list, which holds operating-system numbers as taskset(1)
 *            and lscpu(1) show them: "0,2,4-7"
 *
 * With more workers than places they wrap around, and placement_oversubscribed says so.
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

/* Reads a policy name or list; NULL on success, else what is wrong. Free with pin_request_free. */
const char *pin_request_read(const char *text, struct pin_request *);
void pin_request_free(struct pin_request *);

/* The machine as seen from inside the mask this process inherited. */
struct machine;

/*
 * Reads this machine. Call before any binding: the mask at this moment is the fence. Takes a few
 * milliseconds. NULL after an environment fault.
 */
struct machine *machine_open(struct fault *);

/*
 * A made-up machine for tests, in hwloc's synthetic format ("package:2 numa:2 core:4 pu:2", with
 * indexes if wanted), restricted to the operating-system PU numbers in `mask` ("0-3,8"; NULL: all).
 */
struct machine *machine_open_synthetic(const char *description, const char *mask, struct fault *);
void machine_close(struct machine *);

/* Counts inside the mask. */
unsigned machine_pus(const struct machine *);
unsigned machine_cores(const struct machine *);
unsigned machine_numa_nodes(const struct machine *);
unsigned machine_packages(const struct machine *);

/* The mask as a list of PU numbers, "0-3,8". Valid until machine_close. */
const char *machine_mask(const struct machine *);

/* PUs the machine has that this process may use if nobody had narrowed its mask (cgroup limits honoured). */
unsigned machine_pus_unmasked(const struct machine *);

/* One line in hwloc's synthetic format for the provenance; valid until machine_close. */
const char *machine_summary(const struct machine *);

/* Where each of a number of workers goes. */
struct placement;

/*
 * Plans `workers` workers, numbers first .. first+workers-1 of all that share this mask (ranks on one
 * node count on across processes). `sharers` is how many share it in all. NULL after a fault: a list
 * with a PU outside the mask is an environment fault that names the PU and the allowed set.
 */
struct placement *placement_make(const struct machine *, const struct pin_request *, unsigned first,
                                 unsigned workers, unsigned sharers, struct fault *);
void placement_free(struct placement *);

/* More sharers than PUs in the mask, or (when pinned) two sharers on one PU of a list. */
bool placement_oversubscribed(const struct placement *);

/* The set asked for, "3" or "0-7"; worker counts from 0 within this placement. */
const char *placement_requested(const struct placement *, unsigned worker);

/*
 * Binds the calling thread to its place; with PIN_NONE resets it to the whole mask (a thread inherits
 * the place of the thread that made it). False after a fault. On a synthetic machine: a bug (CHECK).
 */
bool placement_bind(const struct placement *, unsigned worker, struct fault *);

/* Read back for the calling thread: the set it is bound to, the PU it last ran on. */
struct pin_text {
    char text[PIN_TEXT_MAX];
};
struct pin_text machine_got(const struct machine *);
struct pin_text machine_last_seen(const struct machine *);

/* Whether the calling thread's last PU lies inside its place. */
bool placement_kept(const struct placement *, unsigned worker);

#endif
