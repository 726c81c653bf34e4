/*
 * Machines from hwloc's synthetic lines. The numbers of PUs are what hwloc 2.9 itself makes of the
 * same lines.
 */
#include "made_up.h"
#include "puset.h"
#include "topology.h"

#include <string.h>

static const struct {
    const char *line;
    unsigned pus, package_pus, node_pus, core_pus;
    unsigned numbers[16];
} good[] = {
    {"Package:1 [NUMANode(memory=5194416128)] L3Cache:1(size=503316480) L2Cache:2(size=2097152) "
     "L1dCache:1(size=49152) Core:1 PU:1",
     2,
     2,
     2,
     1,
     {0, 1}},
    {"Package:2 [NUMANode] Core:4 PU:2(indexes=8*2:2*4:1*2)",
     16,
     8,
     8,
     2,
     {0, 8, 2, 10, 4, 12, 6, 14, 1, 9, 3, 11, 5, 13, 7, 15}},
    {"[NUMANode(memory=1073741824)] Package:2 Core:4 PU:2(indexes=2*8:1*2)",
     16,
     8,
     16,
     2,
     {0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15}},
    {"Package:2 Core:4 PU:2(indexes=2*8)",
     16,
     8,
     0,
     2,
     {0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15}},
    {"Package:2 Core:2 PU:2(indexes=0,4,1,5,2,6,3,7)", 8, 4, 0, 2, {0, 4, 1, 5, 2, 6, 3, 7}},
    {"Package:2 Die:2 [NUMANode(memory=1 indexes=3,2,1,0)] Core:2 PU:1",
     8,
     4,
     2,
     1,
     {0, 1, 2, 3, 4, 5, 6, 7}},
    {"Package:1 [NUMANode(memory=4)] [NUMANode(memory=16)] Core:2 PU:1", 2, 2, 2, 1, {0, 1}},
    {"Group:2 Package:2 [NUMANode] L3Cache:2(size=16777216) Core:1 PU:1",
     8,
     2,
     2,
     1,
     {0, 1, 2, 3, 4, 5, 6, 7}},
    {"NUMANode:2(memory=1) Package:1 Core:2 PU:1", 4, 2, 2, 1, {0, 1, 2, 3}},
    {"(memory=1) node:2 socket:1 core:2 2", 8, 4, 4, 2, {0, 1, 2, 3, 4, 5, 6, 7}},
    {"PU:3", 3, 0, 0, 0, {0, 1, 2}},
    {"3", 3, 0, 0, 0, {0, 1, 2}},
    {"Core:2 PU:1(indexes=7,5)", 2, 0, 0, 1, {7, 5}},
};

static void lines_become_machines(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct topology topology;
        assert_true(topology_read(good[i].line, &topology));
        assert_int_equal(topology.pus, good[i].pus);
        assert_int_equal(topology.package_pus, good[i].package_pus);
        assert_int_equal(topology.node_pus, good[i].node_pus);
        assert_int_equal(topology.core_pus, good[i].core_pus);
        assert_memory_equal(topology.numbers, good[i].numbers,
                            good[i].pus * sizeof *good[i].numbers);
        topology_free(&topology);
    }
}

#define LEVELS_8 "A:1 A:1 A:1 A:1 A:1 A:1 A:1 A:1 "

static void other_lines_are_not_understood(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "not symmetric: 2 packages, 2 NUMA nodes, 6 cores, 8 PUs",
        "Package:2 Core:4",
        "Package:2 Core:4 PU",
        "Package:2 Core:4 PU:",
        "Package:2 Core:0 PU:2",
        "Package:-2 PU:2",
        ":2 PU:2",
        "Package:2 PU:2 Core:4",
        "Package:2(size=1 PU:2",
        "Package:2 [NUMANode PU:2",
        "Package:2x PU:2",
        "Package:99999999999999999999 PU:2",
        "Package:4096 Core:4096 PU:4096",
        "Package:64 Core:64 PU:2",
        "Core:2 PU:2(indexes=0,1,2)",
        "Core:2 PU:2(indexes=0,1,2,3,4)",
        "Core:2 PU:2(indexes=0,1,1,2)",
        "Core:2 PU:2(indexes=0,1,2,99999)",
        "Core:2 PU:2(indexes=core:pu)",
        "Core:2 PU:2(indexes=)",
        "Core:2 PU:2(indexes=2*3:1*2)",
        "Core:2 PU:2(indexes=0*2:1*2)",
        "Core:2 PU:2(indexes=2*0:1*2)",
        "Core:2 PU:2(indexes=2*2:1*2:1*1)",
        "Core:2 PU:2(indexes=2*2:1)",
        "Core:2 PU:2(indexes=1*2:1*2)",
        LEVELS_8 LEVELS_8 LEVELS_8 LEVELS_8 "PU:2",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct topology topology;
        assert_false(topology_read(bad[i], &topology));
        assert_null(topology.numbers);
    }
}

static void sets_of_pus(void **state) {
    (void)state;
    struct puset set, same;
    assert_true(puset_read("0,2-4,63-65", &set));
    assert_int_equal(set.count, 7);
    assert_false(set.cut);
    for (unsigned pu = 0; pu < 70; pu++)
        assert_int_equal(puset_has(&set, pu),
                         pu == 0 || (pu >= 2 && pu <= 4) || (pu >= 63 && pu <= 65));
    assert_true(puset_read("63-65,0,2,3,4,4", &same) && puset_equal(&set, &same));
    assert_true(puset_read("0-3,...", &set) && set.cut && set.count == 4);
    assert_true(puset_read("0-3", &same) && !puset_equal(&set, &same));
    assert_true(puset_read("", &set) && set.count == 0);
    static const char *const bad[] = {"x",    "0,",     ",0",   "3-1",
                                      "1-",   "-1",     "1 2",  "0x1",
                                      "4096", "0-4096", "1,,2", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(puset_read(bad[i], &set));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_machines),
        cmocka_unit_test(other_lines_are_not_understood),
        cmocka_unit_test(sets_of_pus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
