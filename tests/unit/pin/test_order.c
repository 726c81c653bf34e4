/* Orders of places, worked out by hand from each machine's description. */
#include "made_up.h"
#include "uneven.h"

#include <stdlib.h>

/* Two packages of two nodes of two cores of two PUs: PU = 8 package + 4 node + 2 core + sibling. */
#define BIG "package:2 numa:2 core:2 pu:2"
/* As Linux often numbers: cores of all packages first, then their second siblings. */
#define SIBLINGS_LAST "package:2 core:2 pu:2(indexes=0,4,1,5,2,6,3,7)"
/* Neighbouring numbers on different packages. */
#define ALTERNATING "package:2 core:4 pu:1(indexes=0,2,4,6,1,3,5,7)"
#define FROM_EIGHT  "package:2 core:2 pu:1(indexes=8,9,10,11)"

static void compact_fills_neighbours_first(void **state) {
    (void)state;
    expect_places("pu:1", NULL, "compact", 3, "0 0 0");
    expect_places(BIG, NULL, "compact", 6, "0 1 2 3 4 5");
    expect_places(SIBLINGS_LAST, NULL, "compact", 8, "0 4 1 5 2 6 3 7");
    expect_places(ALTERNATING, NULL, "compact", 8, "0 2 4 6 1 3 5 7");
    expect_places(FROM_EIGHT, NULL, "compact", 5, "8 9 10 11 8");
}

static void compact_stays_inside_the_mask(void **state) {
    (void)state;
    expect_places(BIG, "3,1,9-10", "compact", 6, "1 3 9 10 1 3");
    expect_places(SIBLINGS_LAST, "1-2,5-7", "compact", 5, "1 5 2 6 7");
}

static void scatter_goes_far_apart_first(void **state) {
    (void)state;
    expect_places("pu:1", NULL, "scatter", 2, "0 0");
    expect_places("pu:4", NULL, "scatter", 5, "0 1 2 3 0");
    expect_places("package:2 core:4 pu:1", NULL, "scatter", 8, "0 4 1 5 2 6 3 7");
    expect_places(BIG, NULL, "scatter", 17, "0 8 4 12 2 10 6 14 1 9 5 13 3 11 7 15 0");
    expect_places(SIBLINGS_LAST, NULL, "scatter", 8, "0 2 1 3 4 6 5 7");
    expect_places(ALTERNATING, NULL, "scatter", 8, "0 1 2 3 4 5 6 7");
    expect_places(FROM_EIGHT, NULL, "scatter", 5, "8 10 9 11 8");
    expect_places("package:1 l3:2 core:2 pu:1", NULL, "scatter", 4, "0 2 1 3");
    expect_places("package:2 numa:2 core:16 pu:2", NULL, "scatter", 8, "0 64 32 96 2 66 34 98");
}

static void scatter_counts_only_what_the_mask_leaves(void **state) {
    (void)state;
    /* One core left in package 0, three in package 1: the lone core takes its turn once. */
    expect_places("package:2 core:4 pu:1", "2,5-7", "scatter", 4, "2 5 6 7");
    /* Second siblings whose first is outside the mask are first siblings here. */
    expect_places(BIG, "1,4-7,9", "scatter", 6, "1 9 4 6 5 7");
    expect_places("package:2 core:4 pu:1", "0-3", "scatter", 4, "0 1 2 3");
}

static void scatter_compares_like_levels_on_uneven_machines(void **state) {
    (void)state;
    expect_places(UNEVEN, NULL, "compact", 4, "0 1 2 3");
    expect_places(UNEVEN, NULL, "scatter", 5, "0 2 1 3 0");
    expect_places(UNEVEN, "1-3", "scatter", 3, "1 2 3");
}

static void numa_gives_whole_nodes(void **state) {
    (void)state;
    expect_places("pu:4", NULL, "numa", 2, "0-3 0-3");
    expect_places(BIG, NULL, "numa", 5, "0-3 4-7 8-11 12-15 0-3");
    expect_places("package:2 [numa] core:2 pu:2(indexes=0,4,1,5,2,6,3,7)", NULL, "numa", 3,
                  "0-1,4-5 2-3,6-7 0-1,4-5");
}

static void numa_skips_nodes_outside_the_mask(void **state) {
    (void)state;
    expect_places(BIG, "5-8,15", "numa", 4, "5-7 8 15 5-7");
    expect_places(BIG, "4", "numa", 2, "4 4");
}

static void numa_counts_processors_not_memories(void **state) {
    (void)state;
    expect_places("package:2 [numa] [numa] core:2 pu:1", NULL, "numa", 3, "0-1 2-3 0-1");
    expect_places("[numa] package:2 [numa] core:2 pu:1", NULL, "numa", 3, "0-1 2-3 0-1");
}

static void a_list_is_followed_to_the_letter(void **state) {
    (void)state;
    expect_places(BIG, NULL, "15,0-2,7", 7, "15 0 1 2 7 15 0");
    expect_places(BIG, "1,4-7", "7,7,1", 4, "7 7 1 7");
    expect_places(FROM_EIGHT, NULL, "11,8", 3, "11 8 11");
}

static void none_is_the_whole_mask(void **state) {
    (void)state;
    expect_places(BIG, NULL, "none", 2, "0-15 0-15");
    expect_places(BIG, "1,4-7,9", "none", 2, "1,4-7,9 1,4-7,9");
}

static void a_huge_machine_keeps_the_pattern(void **state) {
    (void)state;
    expect_places("package:2 core:64 pu:2", NULL, "scatter", 6, "0 128 2 130 4 132");
    struct machine *machine = made_up("package:2 core:64 pu:2", NULL);
    struct placement *placement = plan(machine, "scatter", 0, 256, 256);
    assert_int_equal(pu_of(placement, 127), 254); /* the last first sibling */
    assert_int_equal(pu_of(placement, 128), 1);   /* then the second siblings */
    assert_int_equal(pu_of(placement, 255), 255);
    placement_free(placement);
    machine_close(machine);
}

static void expect_share(const char *policy, unsigned first, unsigned workers, unsigned sharers,
                         const char *expected) {
    struct machine *machine = made_up(BIG, "0-3,8-11");
    struct placement *placement = plan(machine, policy, first, workers, sharers);
    char *text = plan_text(placement, workers);
    assert_string_equal(text, expected);
    free(text);
    placement_free(placement);
    machine_close(machine);
}

static void ranks_count_on_across_processes(void **state) {
    (void)state;
    expect_share("compact", 3, 1, 8, "3");
    expect_share("compact", 4, 4, 8, "8 9 10 11");
    expect_share("compact", 6, 4, 10, "10 11 0 1");
    expect_share("scatter", 3, 2, 8, "10 1");
    expect_share("numa", 3, 2, 8, "8-11 0-3");
    expect_share("9,0,2", 3, 2, 8, "9 0");
    expect_share("none", 3, 1, 8, "0-3,8-11");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact_fills_neighbours_first),
        cmocka_unit_test(compact_stays_inside_the_mask),
        cmocka_unit_test(scatter_goes_far_apart_first),
        cmocka_unit_test(scatter_counts_only_what_the_mask_leaves),
        cmocka_unit_test(scatter_compares_like_levels_on_uneven_machines),
        cmocka_unit_test(numa_gives_whole_nodes),
        cmocka_unit_test(numa_skips_nodes_outside_the_mask),
        cmocka_unit_test(numa_counts_processors_not_memories),
        cmocka_unit_test(a_list_is_followed_to_the_letter),
        cmocka_unit_test(none_is_the_whole_mask),
        cmocka_unit_test(a_huge_machine_keeps_the_pattern),
        cmocka_unit_test(ranks_count_on_across_processes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
