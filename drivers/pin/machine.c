#include "check.h"
#include "machine_inside.h"

#include <errno.h>
#include <hwloc.h>
#include <stdlib.h>
#include <string.h>

enum { SUMMARY_MAX = 64 * 1024 };

hwloc_bitmap_t set_new(void) {
    hwloc_bitmap_t set = hwloc_bitmap_alloc();
    CHECK(set); /* out of memory in small records: see must_alloc in check.h */
    return set;
}

hwloc_bitmap_t set_copy(hwloc_const_bitmap_t set) {
    hwloc_bitmap_t copy = hwloc_bitmap_dup(set);
    CHECK(copy);
    return copy;
}

char *set_text(hwloc_const_bitmap_t set) {
    char *text = NULL;
    CHECK(hwloc_bitmap_list_asprintf(&text, set) >= 0);
    return text;
}

hwloc_const_bitmap_t machine_set(const struct machine *machine) {
    return hwloc_topology_get_topology_cpuset(machine->inside);
}

hwloc_const_bitmap_t machine_next_node(const struct machine *machine, unsigned *at,
                                       hwloc_bitmap_t seen) {
    hwloc_obj_t node;
    while ((node = hwloc_get_obj_by_type(machine->inside, HWLOC_OBJ_NUMANODE, (*at)++)))
        if (!hwloc_bitmap_isincluded(node->cpuset, seen)) {
            hwloc_bitmap_or(seen, seen, node->cpuset);
            return node->cpuset;
        }
    return NULL;
}

/* Variables by which hwloc is told to show something other than this machine (hwloc(7)). */
static const char *const foreign_variables[] = {"HWLOC_SYNTHETIC",  "HWLOC_XMLFILE",
                                                "HWLOC_FSROOT",     "HWLOC_CPUID_PATH",
                                                "HWLOC_THISSYSTEM", NULL};

static bool variable_set(const char *name) {
    const char *value = getenv(name);
    return value && *value;
}

/* Binding through a foreign topology succeeds and does nothing, so such a topology is refused. */
static bool foreign_refuse(struct fault *fault) {
    const char *const *name = foreign_variables;
    while (*name && !variable_set(*name))
        name++;
    return fault_environment(fault, "%s%s; workers cannot be placed on it", *name ? *name : "hwloc",
                             *name ? " makes hwloc show another machine than this one: unset it"
                                   : " does not show this machine");
}

/* Looking at processors with cpuid would bind this thread to each of them, also outside its mask.
 */
static unsigned long look_flags(void) {
#if HWLOC_API_VERSION >= 0x00020500
    return HWLOC_TOPOLOGY_FLAG_DONT_CHANGE_BINDING;
#else
    return 0;
#endif
}

/* Whether hwloc could make the described machine; XML starts with '<', the synthetic format never.
 */
static bool load_made_up(hwloc_topology_t topology, const char *description) {
    const int refused =
        *description == '<'
            ? hwloc_topology_set_xmlbuffer(topology, description, (int)strlen(description) + 1)
            : hwloc_topology_set_synthetic(topology, description);
    return !refused && hwloc_topology_load(topology) == 0;
}

static bool load_this_system(hwloc_topology_t topology) {
    return hwloc_topology_set_flags(topology, look_flags()) == 0 &&
           hwloc_topology_load(topology) == 0;
}

/* The topology, loaded; NULL after a fault. Without a description: this machine. */
static hwloc_topology_t topology_load(const char *description, struct fault *fault) {
    hwloc_topology_t topology;
    CHECK(hwloc_topology_init(&topology) == 0);
    if (description ? load_made_up(topology, description) : load_this_system(topology))
        return topology;
    if (description)
        fault_user(fault, "not a machine in hwloc's synthetic or XML format: %s", description);
    else
        fault_environment(fault, "hwloc cannot read the topology: %s", strerror(errno));
    hwloc_topology_destroy(topology);
    return NULL;
}

static char *topology_describe(hwloc_topology_t topology) {
    char *text = must_alloc(SUMMARY_MAX);
    /* The format cannot express machines whose parts differ. */
    if (hwloc_topology_export_synthetic(topology, text, SUMMARY_MAX, 0) < 0) {
        free(text);
        return must_format("not symmetric: %d packages, %d NUMA nodes, %d cores, %d PUs",
                           hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PACKAGE),
                           hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE),
                           hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE),
                           hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU));
    }
    char *short_text = must_strdup(text);
    free(text);
    return short_text;
}

/*
 * Takes over `whole`, also when it fails. Threads may read both topologies together afterwards:
 * what hwloc puts in order only when it is first asked after a restriction (distances, memory
 * attributes, kinds of processors: hwloc_topology_refresh in hwloc.h) is never asked for here.
 */
static struct machine *machine_make(hwloc_topology_t whole, hwloc_const_bitmap_t mask,
                                    struct fault *fault) {
    struct machine *machine = must_alloc(sizeof *machine);
    machine->whole = whole;
    CHECK(hwloc_topology_dup(&machine->inside, whole) == 0);
    /* Without the flag packages and nodes that keep only memory would still count. */
    if (hwloc_topology_restrict(machine->inside, mask, HWLOC_RESTRICT_FLAG_REMOVE_CPULESS)) {
        fault_environment(fault, "hwloc cannot restrict the machine to the mask: %s",
                          strerror(errno));
        machine_close(machine);
        return NULL;
    }
    machine->mask = set_text(machine_set(machine));
    machine->summary = topology_describe(whole);
    return machine;
}

static struct machine *machine_make_inherited(hwloc_topology_t whole, struct fault *fault) {
    hwloc_bitmap_t mask = set_new();
    struct machine *machine = NULL;
    if (hwloc_get_cpubind(whole, mask, HWLOC_CPUBIND_THREAD)) {
        fault_environment(fault, "cannot read the inherited CPU mask: %s", strerror(errno));
        hwloc_topology_destroy(whole);
    } else {
        machine = machine_make(whole, mask, fault);
    }
    hwloc_bitmap_free(mask);
    return machine;
}

struct machine *machine_open(struct fault *fault) {
    hwloc_topology_t whole = topology_load(NULL, fault);
    if (!whole)
        return NULL;
    /* HWLOC_THISSYSTEM=1 may vouch for an XML file of this machine, not for an invented one. */
    if (!hwloc_topology_is_thissystem(whole) || variable_set("HWLOC_SYNTHETIC")) {
        hwloc_topology_destroy(whole);
        foreign_refuse(fault);
        return NULL;
    }
    return machine_make_inherited(whole, fault);
}

/* The PUs of a machine that `text` names, into *mask; false after a fault. */
static bool mask_read(hwloc_topology_t whole, const char *text, hwloc_bitmap_t mask,
                      struct fault *fault) {
    struct pin_request request;
    const char *wrong = pin_request_read(text, &request);
    if (!wrong && request.policy != PIN_LIST)
        wrong = "not a list of PU numbers";
    for (size_t i = 0; !wrong && i < request.list_count; i++)
        if (!hwloc_get_pu_obj_by_os_index(whole, request.list[i]))
            wrong = "the machine has no such PU";
        else
            hwloc_bitmap_set(mask, request.list[i]);
    pin_request_free(&request);
    return wrong ? fault_user(fault, "mask: %s: '%s'", wrong, text) : true;
}

struct machine *machine_open_synthetic(const char *description, const char *mask,
                                       struct fault *fault) {
    CHECK(description);
    hwloc_topology_t whole = topology_load(description, fault);
    if (!whole)
        return NULL;
    struct machine *machine = NULL;
    hwloc_bitmap_t set = mask ? set_new() : set_copy(hwloc_topology_get_topology_cpuset(whole));
    if (!mask || mask_read(whole, mask, set, fault))
        machine = machine_make(whole, set, fault);
    else
        hwloc_topology_destroy(whole);
    hwloc_bitmap_free(set);
    return machine;
}

void machine_close(struct machine *machine) {
    if (!machine)
        return;
    hwloc_topology_destroy(machine->inside);
    hwloc_topology_destroy(machine->whole);
    free(machine->mask);
    free(machine->summary);
    free(machine);
}

/* Where the system does not tell of cores or packages, hwloc has none. */
static unsigned objects(hwloc_topology_t topology, hwloc_obj_type_t type, unsigned if_untold) {
    const int count = hwloc_get_nbobjs_by_type(topology, type);
    return count > 0 ? (unsigned)count : if_untold;
}

unsigned machine_pus(const struct machine *machine) {
    return objects(machine->inside, HWLOC_OBJ_PU, 0);
}

unsigned machine_cores(const struct machine *machine) {
    return objects(machine->inside, HWLOC_OBJ_CORE, machine_pus(machine));
}

unsigned machine_packages(const struct machine *machine) {
    return objects(machine->inside, HWLOC_OBJ_PACKAGE, 1);
}

unsigned machine_numa_nodes(const struct machine *machine) {
    hwloc_bitmap_t seen = set_new();
    unsigned at = 0, count = 0;
    while (machine_next_node(machine, &at, seen))
        count++;
    hwloc_bitmap_free(seen);
    return count;
}

unsigned machine_pus_unmasked(const struct machine *machine) {
    return objects(machine->whole, HWLOC_OBJ_PU, 0);
}

const char *machine_mask(const struct machine *machine) {
    return machine->mask;
}

const char *machine_summary(const struct machine *machine) {
    return machine->summary;
}
