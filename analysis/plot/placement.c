#include "placement.h"

#include "array.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static unsigned count_of(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    const bool good = cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e9;
    return good ? (unsigned)item->valuedouble : 0;
}

/* The host of that name, made if no machine of that name was described. */
static size_t host_of(struct placements *placements, const char *name) {
    for (size_t i = 0; i < placements->hosts.count; i++)
        if (strcmp(placements->hosts.items[i].name, name) == 0)
            return i;
    const struct host host = {.name = must_strdup(name)};
    ARRAY_PUSH(&placements->hosts, host);
    return placements->hosts.count - 1;
}

static void hosts_read(struct placements *placements, const cJSON *hosts) {
    const cJSON *entry;
    cJSON_ArrayForEach(entry, hosts) {
        const size_t number = host_of(placements, text_of(entry, "host")); /* may move the list */
        struct host *host = &placements->hosts.items[number];
        if (!host->known)
            host->known = topology_read(text_of(entry, "hwloc_topology"), &host->topology);
    }
}

/* Whether a set leaves its worker the whole machine: the mask, or without one all PUs. */
static bool is_whole(const struct placements *placements, const struct placement *placement,
                     const struct placed *placed) {
    const struct host *host = &placements->hosts.items[placed->host];
    if (placed->got.count < 2)
        return false;
    if (placement->mask.count)
        return puset_equal(&placed->got, &placement->mask);
    return host->known && placed->got.count >= host->topology.pus;
}

/* On a host where one worker was bound nobody is called free: a mask may be each process's own. */
static void anywhere_find(const struct placements *placements, struct placement *placement) {
    bool *bound = must_alloc((placements->hosts.count + 1) * sizeof *bound);
    for (size_t i = 0; i < placement->count; i++)
        if (!is_whole(placements, placement, &placement->items[i]))
            bound[placement->items[i].host] = true;
    for (size_t i = 0; i < placement->count; i++)
        placement->items[i].anywhere = !bound[placement->items[i].host];
    free(bound);
}

static int by_worker(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    return (a->worker > b->worker) - (a->worker < b->worker);
}

static struct placement placement_read(struct placements *placements, const cJSON *launch) {
    struct placement placement = {
        .driver = must_strdup(text_of(launch, "driver")),
        .pin = must_strdup(text_of(launch, "pin")),
        .threads = count_of(launch, "threads"),
    };
    if (!puset_read(text_of(launch, "mask"), &placement.mask))
        placement.mask = (struct puset){0};
    const cJSON *worker;
    cJSON_ArrayForEach(worker, cJSON_GetObjectItemCaseSensitive(launch, "workers")) {
        struct placed placed = {
            .worker = count_of(worker, "worker"),
            .rank = count_of(worker, "rank"),
            .thread = count_of(worker, "thread"),
        };
        if (!puset_read(text_of(worker, "got"), &placed.got) || !placed.got.count)
            continue;
        placed.host = host_of(placements, text_of(worker, "host"));
        ARRAY_PUSH(&placement, placed);
    }
    if (placement.count)
        qsort(placement.items, placement.count, sizeof *placement.items, by_worker);
    anywhere_find(placements, &placement);
    return placement;
}

static void placement_clear(struct placement *placement) {
    free(placement->driver);
    free(placement->pin);
    free(placement->items);
}

bool placement_bound(const struct placement *placement) {
    for (size_t i = 0; i < placement->count; i++)
        if (!placement->items[i].anywhere)
            return true;
    return false;
}

static bool alike(const struct placement *a, const struct placement *b) {
    return strcmp(a->driver, b->driver) == 0 && strcmp(a->pin, b->pin) == 0 &&
           a->threads == b->threads && a->count == b->count;
}

/* PUs of the first worker's host; 0: unknown. */
static unsigned pus_of(const struct placements *placements, const struct placement *placement) {
    return placements->hosts.items[placement->items[0].host].topology.pus;
}

/* More tells more: bound, not crowded, many workers. */
static bool tells_more(const struct placements *placements, const struct placement *a,
                       const struct placement *b) {
    const bool bound_a = placement_bound(a), bound_b = placement_bound(b);
    const bool crowded_a = a->count > pus_of(placements, a),
               crowded_b = b->count > pus_of(placements, b);
    if (bound_a != bound_b)
        return bound_a;
    if (crowded_a != crowded_b)
        return crowded_b;
    return crowded_a ? a->count < b->count : a->count > b->count;
}

static void replace(struct placement *old, const struct placement *with) {
    placement_clear(old);
    *old = *with;
}

/* A launch nobody stands for yet; unbound ones of a driver are stood for by the most telling. */
static void placement_add(struct placements *placements, struct placement placement) {
    bool stood_for = !placement.count;
    for (size_t i = 0; i < placements->count && !stood_for; i++) {
        struct placement *other = &placements->items[i];
        const bool both_free = strcmp(placement.driver, other->driver) == 0 &&
                               !placement_bound(&placement) && !placement_bound(other);
        if (both_free && tells_more(placements, &placement, other)) {
            replace(other, &placement);
            return;
        }
        stood_for = both_free || alike(&placement, other);
    }
    if (stood_for)
        placement_clear(&placement);
    else
        ARRAY_PUSH(placements, placement);
}

/* The most telling to the front, otherwise in the order of the launches. */
static void placements_sort(struct placements *placements) {
    for (size_t i = 1; i < placements->count; i++) {
        const struct placement moving = placements->items[i];
        size_t at = i;
        for (; at && tells_more(placements, &moving, &placements->items[at - 1]); at--)
            placements->items[at] = placements->items[at - 1];
        placements->items[at] = moving;
    }
}

bool placements_read(const char *provenance, struct placements *placements) {
    *placements = (struct placements){0};
    cJSON *root = cJSON_Parse(provenance);
    const cJSON *launches = cJSON_GetObjectItemCaseSensitive(root, "launches"), *launch;
    const bool good = cJSON_IsArray(launches);
    hosts_read(placements, cJSON_GetObjectItemCaseSensitive(root, "hosts"));
    cJSON_ArrayForEach(launch, launches)
        placement_add(placements, placement_read(placements, launch));
    cJSON_Delete(root);
    placements_sort(placements);
    for (; placements->count > PLACEMENTS_MAX; placements->unlike++)
        placement_clear(&placements->items[--placements->count]);
    return good;
}

void placements_free(struct placements *placements) {
    for (size_t i = 0; i < placements->count; i++)
        placement_clear(&placements->items[i]);
    for (size_t i = 0; i < placements->hosts.count; i++) {
        topology_free(&placements->hosts.items[i].topology);
        free(placements->hosts.items[i].name);
    }
    free(placements->items);
    free(placements->hosts.items);
    *placements = (struct placements){0};
}
