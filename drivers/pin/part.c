#include "part.h"

#include "check.h"
#include "places.h"

#include <hwloc.h>
#include <stdint.h>
#include <stdlib.h>

/* How the mask is cut. */
struct cut {
    const struct machine *machine;
    unsigned pus, cores, parts;
    bool between_cores;
};

static unsigned first_pu_of_core(const struct cut *cut, unsigned core) {
    const hwloc_obj_t object = hwloc_get_obj_by_type(cut->machine->inside, HWLOC_OBJ_CORE, core);
    const hwloc_obj_t pu =
        hwloc_get_obj_inside_cpuset_by_type(cut->machine->inside, object->cpuset, HWLOC_OBJ_PU, 0);
    CHECK(pu);
    return pu->logical_index;
}

/* Where part `index` begins; that of the one behind the last is the end of the mask. */
static unsigned bound(const struct cut *cut, unsigned index) {
    if (index == 0 || index == cut->parts)
        return index ? cut->pus : 0;
    if (!cut->between_cores)
        return (unsigned)((uint64_t)cut->pus * index / cut->parts);
    return first_pu_of_core(cut, (unsigned)((uint64_t)cut->cores * index / cut->parts));
}

static bool all_have(const struct cut *cut, unsigned threads) {
    for (unsigned i = 0; i < cut->parts; i++)
        if (bound(cut, i + 1) - bound(cut, i) < threads)
            return false;
    return true;
}

static struct cut cut_make(const struct machine *machine, unsigned ranks, unsigned threads) {
    const int cores = hwloc_get_nbobjs_by_type(machine->inside, HWLOC_OBJ_CORE);
    struct cut cut = {
        .machine = machine, .pus = machine_pus(machine), .cores = cores > 0 ? (unsigned)cores : 0};
    cut.parts = ranks < cut.pus ? ranks : cut.pus;
    cut.between_cores = cut.cores >= cut.parts;
    cut.between_cores = cut.between_cores && all_have(&cut, threads);
    return cut;
}

/* Which part comes `turn`-th when they are taken in the order of scatter, by their first PUs. */
static unsigned scattered(const struct cut *cut, unsigned turn) {
    unsigned index = 0;
    struct hwloc_obj **firsts = must_alloc(cut->parts * sizeof *firsts);
    for (unsigned i = 0; i < cut->parts; i++)
        firsts[i] = hwloc_get_obj_by_type(cut->machine->inside, HWLOC_OBJ_PU, bound(cut, i));
    qsort(firsts, cut->parts, sizeof *firsts, places_compare_leaf_first);
    while (bound(cut, index) != firsts[turn]->logical_index)
        index++;
    free(firsts);
    return index;
}

struct part part_of(const struct machine *machine, unsigned rank, unsigned ranks, unsigned threads,
                    bool scatter) {
    const struct cut cut = cut_make(machine, ranks, threads);
    const unsigned turn = rank % cut.parts;
    const unsigned index = scatter ? scattered(&cut, turn) : turn;
    return (struct part){bound(&cut, index), bound(&cut, index + 1)};
}
