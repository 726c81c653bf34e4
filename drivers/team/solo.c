/* No parallel runtime at all: one thread, one process. */
#include "ranks.h"
#include "threads.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *no_version(void) {
    return "";
}

static unsigned run_alone(unsigned count, void (*body)(unsigned thread, void *argument),
                          void *argument) {
    CHECK(count == 1);
    body(0, argument);
    return 1;
}

const struct threads threads_solo = {
    .name = "solo",
    .version = no_version,
    .limit = 1,
    .run = run_alone,
};

static void *shared;

static bool solo_start(int *argc, char ***argv, struct rank_place *place, struct fault *fault) {
    (void)argc;
    (void)argv;
    (void)fault;
    *place = (struct rank_place){.ranks = 1, .nodes = 1, .node_size = 1};
    gethostname(place->host, sizeof place->host - 1);
    return true;
}

static void solo_finish(void) {}

static void *solo_share(size_t bytes) {
    CHECK(!shared);
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t rounded = (bytes + page - 1) / page * page;
    shared = aligned_alloc(page, rounded);
    CHECK(shared);
    return memset(shared, 0, rounded);
}

static void solo_unshare(void) {
    free(shared);
    shared = NULL;
}

static void solo_gather(const void *mine, size_t bytes, void *all) {
    memcpy(all, mine, bytes);
}

static void solo_broadcast(void *data, size_t bytes) {
    (void)data;
    (void)bytes;
}

/* One process is one node: the functions for several nodes are never called. */
static void solo_meet(void) {
    CHECK(!"one node has nobody to meet");
}

static void solo_node_send(unsigned node, const struct node_note *note) {
    (void)node;
    (void)note;
    solo_meet();
}

static bool solo_node_receive(unsigned *node, struct node_note *note) {
    (void)node;
    (void)note;
    solo_meet();
    return false;
}

/* A group of one needs nothing and has nobody to talk to. */
static void solo_group_open(unsigned count) {
    CHECK(count == 1);
}

static void solo_group_close(void) {}

static void solo_group_sum(uint64_t *values, size_t count) {
    (void)values;
    (void)count;
    solo_meet();
}

static void solo_group_exchange(const struct exchange *exchange) {
    (void)exchange;
    solo_meet();
}

const struct ranks ranks_solo = {
    .name = "solo",
    .version = no_version,
    .start = solo_start,
    .finish = solo_finish,
    .share = solo_share,
    .unshare = solo_unshare,
    .gather = solo_gather,
    .broadcast = solo_broadcast,
    .meet = solo_meet,
    .node_send = solo_node_send,
    .node_receive = solo_node_receive,
    .group_open = solo_group_open,
    .group_close = solo_group_close,
    .group_sum = solo_group_sum,
    .group_exchange = solo_group_exchange,
};
