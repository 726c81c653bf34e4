#include "placement_inside.h"

#include "check.h"

#include <hwloc.h>
#include <stdlib.h>

/* Whether one of the places gets more of the sharers than it has PUs. */
static bool place_crowded(const struct places *places, size_t sharers) {
    for (size_t i = 0; i < places->count && i < sharers; i++) {
        const size_t load = (sharers - i - 1) / places->count + 1; /* i, i + count, ... < sharers */
        if (load > (size_t)hwloc_bitmap_weight(places->items[i].set))
            return true;
    }
    return false;
}

/* Whether one of the places that are used comes twice, as in the list "0,0". */
static bool place_repeated(const struct places *places, size_t sharers) {
    hwloc_bitmap_t seen = set_new();
    bool repeated = false;
    for (size_t i = 0; i < places->count && i < sharers && !repeated; i++) {
        repeated = hwloc_bitmap_isincluded(places->items[i].set, seen);
        hwloc_bitmap_or(seen, seen, places->items[i].set);
    }
    hwloc_bitmap_free(seen);
    return repeated;
}

struct placement *placement_make(const struct machine *machine, const struct pin_request *request,
                                 unsigned first, unsigned workers, unsigned sharers,
                                 struct fault *fault) {
    CHECK(workers >= 1 && workers <= sharers && first <= sharers - workers);
    struct places places;
    if (!places_make(machine, request, &places, fault))
        return NULL;
    struct placement *placement = must_alloc(sizeof *placement);
    *placement = (struct placement){
        .machine = machine,
        .places = places,
        .first = first,
        .workers = workers,
        .oversubscribed = place_crowded(&places, sharers) || place_repeated(&places, sharers),
    };
    return placement;
}

struct placement *placement_make_team(const struct machine *machine,
                                      const struct pin_request *request, unsigned rank,
                                      unsigned ranks, unsigned threads, struct fault *fault) {
    CHECK(rank < ranks && threads >= 1);
    const bool apart = request->policy == PIN_SCATTER || request->policy == PIN_NUMA;
    if (!apart || ranks == 1 || threads == 1)
        return placement_make(machine, request, rank * threads, threads, ranks * threads, fault);
    struct placement *placement = must_alloc(sizeof *placement);
    *placement = (struct placement){.machine = machine, .workers = threads};
    places_make_inside(machine, request->policy,
                       part_of(machine, rank, ranks, threads, request->policy == PIN_SCATTER),
                       &placement->places);
    placement->oversubscribed =
        ranks > machine_pus(machine) || place_crowded(&placement->places, threads);
    return placement;
}

void placement_free(struct placement *placement) {
    if (!placement)
        return;
    places_free(&placement->places);
    free(placement);
}

const struct place *placement_of(const struct placement *placement, unsigned worker) {
    CHECK(worker < placement->workers);
    const size_t number = (size_t)placement->first + worker;
    return &placement->places.items[number % placement->places.count];
}

bool placement_oversubscribed(const struct placement *placement) {
    return placement->oversubscribed;
}

const char *placement_requested(const struct placement *placement, unsigned worker) {
    return placement_of(placement, worker)->text;
}
