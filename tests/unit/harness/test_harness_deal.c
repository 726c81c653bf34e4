/* Chunks dealt across nodes: made-up nodes that send notes through a list, one step at a time. */
#include "cmocka_head.h"

#include "check.h"
#include "deal.h"
#include "shuffle.h"

#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 4, NOTES_MAX = 16, CHUNKS_MAX = 4000 };

struct letter {
    unsigned from, to;
    struct node_note note;
};

static struct {
    struct letter letters[NOTES_MAX];
    unsigned count, sender; /* who acts now */
    unsigned sent;
} post;

static void send(unsigned node, const struct node_note *note) {
    assert_true(post.count < NOTES_MAX);
    post.letters[post.count++] = (struct letter){post.sender, node, *note};
    post.sent++;
}

static bool receive(unsigned *node, struct node_note *note) {
    for (unsigned i = 0; i < post.count; i++) {
        if (post.letters[i].to != post.sender)
            continue;
        *node = post.letters[i].from;
        *note = post.letters[i].note;
        memmove(&post.letters[i], &post.letters[i + 1], (--post.count - i) * sizeof *post.letters);
        return true;
    }
    return false;
}

static const struct ranks made_up_ranks = {.node_send = send, .node_receive = receive};

static struct schedule schedule;
static struct pool pools[NODES_MAX];
static struct deal deals[NODES_MAX];
static unsigned taken[CHUNKS_MAX], by_node[NODES_MAX];

static void open_nodes(struct schedule_request request, uint64_t tasks, unsigned nodes,
                       unsigned workers) {
    schedule = schedule_make(request, tasks, nodes * workers);
    assert_true(schedule.chunks <= CHUNKS_MAX);
    memset(taken, 0, sizeof taken);
    memset(by_node, 0, sizeof by_node);
    memset(&post, 0, sizeof post);
    for (unsigned node = 0; node < nodes; node++) {
        pool_init(&pools[node]);
        deals[node] = (struct deal){.ranks = &made_up_ranks,
                                    .pool = &pools[node],
                                    .schedule = &schedule,
                                    .node = node,
                                    .node_workers = workers,
                                    .nodes = nodes,
                                    .leads = true};
        deal_reset(&deals[node]);
    }
}

/* One worker comes for a chunk; whether it has to come again. */
static bool step(unsigned node, bool first) {
    uint64_t chunk;
    post.sender = node;
    const int got = deal_take(&deals[node], first, &chunk);
    if (got != DEAL_CHUNK)
        return got != DEAL_END;
    assert_true(chunk < schedule.chunks);
    taken[chunk]++;
    by_node[node]++;
    return true;
}

/* Workers come in a random order until none has anything left; then the root lets go. */
static void run_nodes(uint64_t seed, unsigned nodes, unsigned workers) {
    bool busy[NODES_MAX][8];
    unsigned left = nodes * workers;
    memset(busy, true, sizeof busy);
    for (uint64_t turn = 0; left > 0; turn++) {
        assert_true(turn < 1000 * (schedule.chunks + 10));
        const uint64_t random = splitmix64(&seed);
        const unsigned node = (unsigned)(random % nodes);
        const unsigned worker = (unsigned)(random / nodes % workers);
        if (!busy[node][worker]) {
            if (worker == 0) { /* as deal_finish does, a step at a time */
                post.sender = node;
                deals[node].attended_ns = 0;
                deal_look(&deals[node]);
            }
            continue;
        }
        busy[node][worker] = step(node, worker == 0);
        left -= !busy[node][worker];
    }
    post.sender = 0;
    deal_finish(&deals[0]); /* returns: every node knows */
    assert_int_equal(post.count, 0);
}

static void check_all_once(void) {
    for (uint64_t i = 0; i < schedule.chunks; i++)
        assert_int_equal(taken[i], 1);
}

static void test_every_chunk_once(void **state) {
    (void)state;
    static const struct schedule_request requests[] = {
        {SCHEDULE_DYNAMIC, 0}, {SCHEDULE_DYNAMIC, 7}, {SCHEDULE_GUIDED, 0}, {SCHEDULE_GUIDED, 3}};
    static const uint64_t tasks[] = {1, 2, 3, 9, 100, 3001};
    for (size_t r = 0; r < sizeof requests / sizeof *requests; r++)
        for (size_t t = 0; t < sizeof tasks / sizeof *tasks; t++)
            for (unsigned nodes = 2; nodes <= NODES_MAX; nodes++)
                for (unsigned workers = 1; workers <= 3; workers++) {
                    open_nodes(requests[r], tasks[t], nodes, workers);
                    run_nodes(r + t, nodes, workers);
                    check_all_once();
                    schedule_free(&schedule);
                }
}

/* A node whose workers come rarely runs few; the others do not wait for it. */
static void test_slow_node_runs_less(void **state) {
    (void)state;
    bool busy[2] = {true, true};
    open_nodes((struct schedule_request){SCHEDULE_DYNAMIC, 0}, 1000, 2, 1);
    for (unsigned turn = 0; busy[0] || busy[1]; turn++) {
        const unsigned node = turn % 10 == 0;
        if (busy[node])
            busy[node] = step(node, true);
        else if (node == 0) {
            post.sender = 0;
            deals[0].attended_ns = 0;
            deal_look(&deals[0]);
        }
    }
    check_all_once();
    /* Node 1 came once for nine times of node 0; its first batch alone is 125. */
    assert_in_range(by_node[1], 90, 240);
}

/* Messages grow with the logarithm of the chunks. */
static void test_few_messages(void **state) {
    (void)state;
    open_nodes((struct schedule_request){SCHEDULE_DYNAMIC, 0}, 4000, 4, 2);
    run_nodes(1, 4, 2);
    assert_true(post.sent < 400);
}

static void test_batches(void **state) {
    (void)state;
    const struct schedule dynamic = {.request = {SCHEDULE_DYNAMIC, 0}};
    const struct schedule guided = {.request = {SCHEDULE_GUIDED, 0}};
    assert_int_equal(deal_batch(&dynamic, 1600, 4, 2), 100);
    assert_int_equal(deal_batch(&dynamic, 20, 4, 2), 2);
    assert_int_equal(deal_batch(&dynamic, 1, 4, 2), 1);
    assert_int_equal(deal_batch(&dynamic, 0, 4, 2), 0);
    assert_int_equal(deal_batch(&guided, 1600, 4, 2), 1);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_chunk_once),
        cmocka_unit_test(test_slow_node_runs_less),
        cmocka_unit_test(test_few_messages),
        cmocka_unit_test(test_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
