/* Which ranks are where, as rows say it, and clocks that are apart; also the busy times of nodes.
 */
#include "cmocka_head.h"

#include "nodes.h"
#include "reduce.h"

#include <stdlib.h>

/* Two ranks on each of three nodes in blocks; the third clock is behind. */
static struct node list[] = {{.host = "a"},
                             {.host = "b", .clock_offset_ns = 500, .clock_bound_ns = 20},
                             {.host = "c", .clock_offset_ns = -9000, .clock_bound_ns = 30}};
static unsigned blocks[] = {0, 0, 1, 1, 2, 2}, cyclic[] = {0, 1, 2, 0, 1, 2};
static const struct nodes in_blocks = {list, 3, blocks, 6}, in_turn = {list, 3, cyclic, 6};

static void check_hosts(const struct nodes *nodes, unsigned ranks, const char *wanted) {
    char *text = nodes_hosts(nodes, ranks);
    assert_string_equal(text, wanted);
    free(text);
}

static void test_host_of_every_rank(void **state) {
    (void)state;
    check_hosts(&in_blocks, 6, "a*2 b*2 c*2");
    check_hosts(&in_blocks, 3, "a*2 b");
    check_hosts(&in_blocks, 1, "a");
    check_hosts(&in_turn, 4, "a b c a");
}

static void test_counts(void **state) {
    (void)state;
    assert_int_equal(nodes_taking_part(&in_blocks, 2), 1);
    assert_int_equal(nodes_taking_part(&in_blocks, 5), 3);
    assert_int_equal(nodes_ranks_most(&in_blocks, 3), 2);
    assert_int_equal(nodes_ranks_most(&in_turn, 3), 1);
    assert_int_equal(nodes_ranks_on(&in_turn, 0, 4), 2);
}

static void test_farthest_clock(void **state) {
    (void)state;
    assert_null(nodes_farthest_clock(&in_blocks, 2));
    assert_ptr_equal(nodes_farthest_clock(&in_blocks, 4), &list[1]);
    assert_ptr_equal(nodes_farthest_clock(&in_blocks, 6), &list[2]);
}

static void test_busy_by_node(void **state) {
    (void)state;
    const struct slot slots[] = {
        {.node = 0, .start_ns = 7000, .stop_ns = 9000},
        {.node = 0, .start_ns = 7000, .stop_ns = 8000},
        {.node = 1, .start_ns = 100, .stop_ns = 1600},
        {.node = 1, .start_ns = 200, .stop_ns = 1000},
        {.node = 2, .start_ns = 0, .stop_ns = 500},
    };
    char *text = reduce_node_busy(slots, 5, &in_blocks);
    assert_string_equal(text, "a=0.000002000 b=0.000001500 c=0.000000500");
    free(text);
    assert_null(reduce_node_busy(slots, 2, &in_blocks));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_host_of_every_rank),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_farthest_clock),
        cmocka_unit_test(test_busy_by_node),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
