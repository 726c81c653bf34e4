/* From hand-made slots to known columns. */
#include "cmocka_head.h"

#include "reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t join_exclusive(uint64_t a, uint64_t b) {
    return a ^ b;
}

static const struct kernel adding = {.name = "adding"};
static const struct kernel stepping = {.name = "stepping", .lockstep = true};
static const struct kernel joining = {
    .name = "joining", .combine = join_exclusive, .identity = UINT64_C(0xf0)};

static bool near(double a, double b) {
    return fabs(a - b) <= 1e-12 * fabs(b) + 1e-18;
}

static const struct slot three[] = {
    {.start_ns = 1000,
     .stop_ns = 9000,
     .cpu_ns = 500,
     .checksum = 1,
     .setup_ns = 70,
     .touch_ns = 5,
     .gil_wait_ns = 100,
     .comm_wait_ns = 40,
     .gil_forced = 1,
     .gil_switches = 8,
     .rss_peak_bytes = 4096,
     .pss_bytes = 100,
     .nvcsw = 1,
     .nivcsw = 2,
     .minflt = 3,
     .majflt = 4,
     .migrated = true},
    {.start_ns = 1500,
     .stop_ns = 4500,
     .cpu_ns = 600,
     .checksum = 2,
     .setup_ns = 30,
     .touch_ns = 40,
     .gil_wait_ns = 200,
     .comm_wait_ns = 2,
     .gil_forced = 2,
     .nvcsw = 10,
     .nivcsw = 20,
     .minflt = 30,
     .majflt = 40},
    {.start_ns = 900,
     .stop_ns = 9900,
     .cpu_ns = 700,
     .checksum = 4,
     .rss_peak_bytes = 8192,
     .pss_bytes = 50,
     .migrated = true},
};

static void test_one_node(void **state) {
    (void)state;
    struct sample sample = {0};
    reduce_slots(&adding, three, 3, 1, &sample);
    assert_true(near(sample.wall_s, 9000e-9));
    assert_true(near(sample.skew_us, 0.6));
    assert_true(near(sample.busy_min_s, 3000e-9));
    assert_true(near(sample.busy_max_s, 9000e-9));
    assert_true(near(sample.cpu_s, 1800e-9));
    assert_true(near(sample.setup_s, 110e-9));
    assert_true(near(sample.gil_wait_s, 300e-9));
    assert_int_equal(sample.checksum, 7);
    assert_int_equal(sample.gil_forced, 3);
    assert_int_equal(sample.gil_switches, 8);
    assert_int_equal(sample.rss_peak_bytes, 12288);
    assert_int_equal(sample.pss_bytes, 150);
    assert_int_equal(sample.nvcsw, 11);
    assert_int_equal(sample.nivcsw, 22);
    assert_int_equal(sample.minflt, 33);
    assert_int_equal(sample.majflt, 44);
    assert_int_equal(sample.migrations, 2);
}

/* Workers that never meet have no time spent on it, which is not the same as none. */
static void test_time_spent_talking(void **state) {
    (void)state;
    struct sample sample = {0};
    reduce_slots(&stepping, three, 3, 1, &sample);
    assert_true(near(sample.comm_wait_s, 42e-9));
    reduce_slots(&adding, three, 3, 1, &sample);
    assert_true(isnan(sample.comm_wait_s));
}

/* Slots behind the workers that computed do not count. */
static void test_only_those_who_computed(void **state) {
    (void)state;
    struct sample sample = {0};
    reduce_slots(&adding, three, 2, 1, &sample);
    assert_true(near(sample.wall_s, 8000e-9));
    assert_int_equal(sample.checksum, 3);
    assert_int_equal(sample.migrations, 1);
}

/* Clocks of nodes have no common zero: node 1's is far behind, and still only durations count. */
static void test_several_nodes(void **state) {
    (void)state;
    const struct slot slots[] = {
        {.node = 0, .start_ns = 5000000, .stop_ns = 5001000},
        {.node = 0, .start_ns = 5000400, .stop_ns = 5002000},
        {.node = 1, .start_ns = 100, .stop_ns = 3000},
        {.node = 1, .start_ns = 1000, .stop_ns = 3100},
    };
    struct sample sample = {0};
    reduce_slots(&adding, slots, 4, 3, &sample); /* nobody computed on node 2 */
    assert_true(near(sample.wall_s, 3000e-9));
    assert_true(near(sample.skew_us, 0.9));
    assert_true(near(sample.busy_max_s, 2900e-9));
}

static void test_checksums_join_by_the_kernels_rule(void **state) {
    (void)state;
    struct sample sample = {0};
    reduce_slots(&joining, three, 3, 1, &sample);
    assert_int_equal(sample.checksum, 0xf0 ^ 1 ^ 2 ^ 4);
}

static void test_latencies(void **state) {
    (void)state;
    struct latency *two = calloc(2, sizeof *two);
    struct sample sample = {0};
    static char text[LATENCY_TEXT];
    reduce_latencies(two, 2, text, &sample);
    assert_true(isnan(sample.op_p50_us) && isnan(sample.op_p99_us) && isnan(sample.op_max_us));
    assert_string_equal(sample.op_histogram, "");
    for (int i = 0; i < 99; i++)
        latency_record(&two[i % 2], 50);
    reduce_latencies(two, 2, text, &sample);
    assert_true(near(sample.op_p50_us, 0.05));
    assert_true(near(sample.op_max_us, 0.05));
    assert_true(isnan(sample.op_p99_us)); /* 99 calls are too few */
    latency_record(&two[1], 12345);
    reduce_latencies(two, 2, text, &sample);
    assert_true(near(sample.op_p99_us, 0.05));
    assert_true(near(sample.op_max_us, 12.345));
    /* 8 log2(50) = 45.2, 8 log2(12345) = 108.7 */
    assert_string_equal(sample.op_histogram, "45:99;108:1");
    free(two);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_node),
        cmocka_unit_test(test_time_spent_talking),
        cmocka_unit_test(test_only_those_who_computed),
        cmocka_unit_test(test_several_nodes),
        cmocka_unit_test(test_checksums_join_by_the_kernels_rule),
        cmocka_unit_test(test_latencies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
