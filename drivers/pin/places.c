#include "places.h"

#include "check.h"

#include <hwloc.h>
#include <stdlib.h>

/* Takes over `set`. */
static void places_add(struct places *places, hwloc_bitmap_t set) {
    places->items = must_realloc(places->items, (places->count + 1) * sizeof *places->items);
    places->items[places->count++] = (struct place){.set = set, .text = set_text(set)};
}

static void places_add_pu(struct places *places, unsigned os_index) {
    hwloc_bitmap_t set = set_new();
    CHECK(hwloc_bitmap_only(set, os_index) == 0);
    places_add(places, set);
}

/*
 * The rank of an object among its siblings if it lies at `depth`, else 0: where machines are
 * uneven, some branches lack a level. Moves *at up from that depth.
 */
static unsigned rank_at(hwloc_obj_t *at, int depth) {
    if ((*at)->depth != depth)
        return 0;
    const unsigned rank = (*at)->sibling_rank;
    *at = (*at)->parent;
    return rank;
}

/*
 * Compares the sibling ranks of two PUs level by level, leaves first and packages last, so that the
 * upper levels vary fastest. hwloc_distrib() in contrast cuts the machine into as many parts as
 * there are workers.
 */
int places_compare_leaf_first(const void *a, const void *b) {
    hwloc_obj_t x = *(const hwloc_obj_t *)a, y = *(const hwloc_obj_t *)b;
    while (x && y) {
        const int depth = x->depth > y->depth ? x->depth : y->depth;
        const unsigned x_rank = rank_at(&x, depth), y_rank = rank_at(&y, depth);
        if (x_rank != y_rank)
            return x_rank < y_rank ? -1 : 1;
    }
    return 0; /* both ways ended at the root with equal ranks: the same PU */
}

static void add_each_pu(const struct machine *machine, struct part part, bool scatter,
                        struct places *places) {
    const unsigned count = part.end - part.begin;
    hwloc_obj_t *pus = must_alloc(count * sizeof *pus);
    for (unsigned i = 0; i < count; i++)
        pus[i] = hwloc_get_obj_by_type(machine->inside, HWLOC_OBJ_PU, part.begin + i);
    if (scatter)
        qsort(pus, count, sizeof *pus, places_compare_leaf_first);
    for (unsigned i = 0; i < count; i++)
        places_add_pu(places, pus[i]->os_index);
    free(pus);
}

static hwloc_bitmap_t set_of_part(const struct machine *machine, struct part part) {
    hwloc_bitmap_t set = set_new();
    for (unsigned i = part.begin; i < part.end; i++)
        CHECK(hwloc_bitmap_set(
                  set, hwloc_get_obj_by_type(machine->inside, HWLOC_OBJ_PU, i)->os_index) == 0);
    return set;
}

/* What the part has of each node, where it has anything. */
static void add_each_node(const struct machine *machine, struct part part, struct places *places) {
    hwloc_bitmap_t seen = set_new(), inside = set_of_part(machine, part);
    unsigned at = 0;
    for (hwloc_const_bitmap_t node; (node = machine_next_node(machine, &at, seen));) {
        hwloc_bitmap_t both = set_copy(node);
        CHECK(hwloc_bitmap_and(both, both, inside) == 0);
        if (hwloc_bitmap_iszero(both))
            hwloc_bitmap_free(both);
        else
            places_add(places, both);
    }
    hwloc_bitmap_free(seen);
    hwloc_bitmap_free(inside);
}

static bool add_list(const struct machine *machine, const struct pin_request *request,
                     struct places *places, struct fault *fault) {
    for (size_t i = 0; i < request->list_count; i++) {
        if (!hwloc_bitmap_isset(machine_set(machine), request->list[i]))
            return fault_environment(fault, "PU %u is not in the allowed set %s", request->list[i],
                                     machine_mask(machine));
        places_add_pu(places, request->list[i]);
    }
    return true;
}

bool places_make(const struct machine *machine, const struct pin_request *request,
                 struct places *places, struct fault *fault) {
    const struct part whole = {0, machine_pus(machine)};
    *places = (struct places){NULL, 0};
    switch (request->policy) {
    case PIN_NONE:
        places_add(places, set_copy(machine_set(machine)));
        break;
    case PIN_COMPACT:
    case PIN_SCATTER:
        add_each_pu(machine, whole, request->policy == PIN_SCATTER, places);
        break;
    case PIN_NUMA:
        add_each_node(machine, whole, places);
        break;
    case PIN_LIST:
        if (!add_list(machine, request, places, fault)) {
            places_free(places);
            return false;
        }
        break;
    }
    CHECK(places->count > 0);
    return true;
}

void places_make_inside(const struct machine *machine, enum pin_policy policy, struct part part,
                        struct places *places) {
    *places = (struct places){NULL, 0};
    if (policy == PIN_SCATTER)
        add_each_pu(machine, part, true, places);
    else
        add_each_node(machine, part, places);
    CHECK(places->count > 0);
}

void places_free(struct places *places) {
    for (size_t i = 0; i < places->count; i++) {
        hwloc_bitmap_free(places->items[i].set);
        free(places->items[i].text);
    }
    free(places->items);
    *places = (struct places){NULL, 0};
}
