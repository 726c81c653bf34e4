#include "check.h"
#include "placement_inside.h"

#include <errno.h>
#include <hwloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool placement_bind(const struct placement *placement, unsigned worker, struct fault *fault) {
    const struct machine *machine = placement->machine;
    /* On any other topology hwloc says that binding succeeded and does nothing. */
    CHECK(hwloc_topology_is_thissystem(machine->inside));
    const struct place *place = placement_of(placement, worker);
    if (hwloc_set_cpubind(machine->inside, place->set,
                          HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT) == 0)
        return true;
    return fault_environment(fault, "cannot bind worker %u to PU %s: %s", placement->first + worker,
                             place->text, strerror(errno));
}

struct pin_text pin_text_fit(const char *text) {
    static const char cut[] = "...";
    struct pin_text fit;
    if (snprintf(fit.text, sizeof fit.text, "%s", text) < (int)sizeof fit.text)
        return fit;
    fit.text[sizeof fit.text - sizeof cut] = '\0';
    char *comma = strrchr(fit.text, ',');
    CHECK(comma);
    strcpy(comma + 1, cut);
    return fit;
}

typedef int read_back(hwloc_topology_t, hwloc_bitmap_t, int flags);

/* What the system says of the calling thread; an empty set if it says nothing. */
static hwloc_bitmap_t set_of_thread(const struct machine *machine, read_back *read) {
    CHECK(hwloc_topology_is_thissystem(machine->whole));
    hwloc_bitmap_t set = set_new();
    if (read(machine->whole, set, HWLOC_CPUBIND_THREAD))
        hwloc_bitmap_zero(set);
    return set;
}

static struct pin_text text_of_thread(const struct machine *machine, read_back *read) {
    hwloc_bitmap_t set = set_of_thread(machine, read);
    char *text = set_text(set);
    const struct pin_text fit = pin_text_fit(text);
    free(text);
    hwloc_bitmap_free(set);
    return fit;
}

struct pin_text machine_got(const struct machine *machine) {
    return text_of_thread(machine, hwloc_get_cpubind);
}

struct pin_text machine_last_seen(const struct machine *machine) {
    return text_of_thread(machine, hwloc_get_last_cpu_location);
}

bool placement_kept(const struct placement *placement, unsigned worker) {
    hwloc_bitmap_t seen = set_of_thread(placement->machine, hwloc_get_last_cpu_location);
    const bool kept = !hwloc_bitmap_iszero(seen) &&
                      hwloc_bitmap_isincluded(seen, placement_of(placement, worker)->set);
    hwloc_bitmap_free(seen);
    return kept;
}
