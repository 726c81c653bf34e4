#include "sim_node.h"

#include "check.h"

#include <simgrid/host.h>

struct sim_node *sim_node(int rank) {
    const sg_host_t host = sg_host_self();
    struct sim_node *node = sg_host_get_data(host);
    if (node)
        return node;
    node = must_alloc(sizeof *node);
    *node = (struct sim_node){.first = rank, .cores = sg_host_core_count(host)};
    sg_host_set_data(host, node);
    return node;
}
