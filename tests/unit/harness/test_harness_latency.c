/* The histogram against exact quantiles of the same values, which are kept and sorted here. */
#include "cmocka_head.h"

#include "latency.h"
#include "shuffle.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Half a bucket of 32 to a power of two: 1/64. */
#define OFF_MAX (1.0 / 64)

enum { VALUES_MAX = 3000 };

static struct latency histogram, other;

static int ascending(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t draw(uint64_t *seed) {
    return splitmix64(seed) >> (64 - (1 + splitmix64_below(seed, 46)));
}

static void check_quantile(const uint64_t *sorted, size_t count, double q) {
    const size_t rank = (size_t)ceil(q * (double)count);
    const double exact_us = 1e-3 * (double)sorted[rank - 1];
    const double got_us = latency_quantile_us(&histogram, q);
    assert_true(fabs(got_us - exact_us) <= OFF_MAX * exact_us + 1e-12);
}

static void test_quantiles_of_random_values(void **state) {
    (void)state;
    static const double quantiles[] = {0.001, 0.25, 0.5, 0.9, 0.99, 1.0};
    uint64_t seed = 31;
    for (int round = 0; round < 60; round++) {
        static uint64_t values[VALUES_MAX];
        const size_t count = 1 + splitmix64_below(&seed, VALUES_MAX);
        memset(&histogram, 0, sizeof histogram);
        for (size_t i = 0; i < count; i++)
            latency_record(&histogram, values[i] = draw(&seed));
        qsort(values, count, sizeof *values, ascending);
        assert_int_equal(histogram.count, count);
        assert_int_equal(histogram.max_ns, values[count - 1]);
        for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++)
            check_quantile(values, count, quantiles[i]);
    }
}

/* Every edge between buckets: one value alone comes back as itself, for it is the maximum too. */
static void test_single_values(void **state) {
    (void)state;
    for (unsigned bit = 0; bit < 47; bit++)
        for (int64_t step = -1; step <= 1; step++) {
            const uint64_t value = (UINT64_C(1) << bit) + (uint64_t)step;
            const double exact_us = 1e-3 * (double)value;
            memset(&histogram, 0, sizeof histogram);
            latency_record(&histogram, value);
            const double got_us = latency_quantile_us(&histogram, 0.5);
            assert_true(got_us <= exact_us);
            assert_true(exact_us - got_us <= OFF_MAX * exact_us + 1e-12);
        }
}

static void test_too_long_calls_count(void **state) {
    (void)state;
    memset(&histogram, 0, sizeof histogram);
    latency_record(&histogram, UINT64_MAX);
    latency_record(&histogram, 5);
    assert_int_equal(histogram.count, 2);
    assert_true(histogram.max_ns == UINT64_MAX);
    assert_true(latency_quantile_us(&histogram, 0.5) == 5e-3);
}

static void test_merge_is_the_union(void **state) {
    (void)state;
    static struct latency both;
    uint64_t seed = 41;
    memset(&histogram, 0, sizeof histogram);
    memset(&other, 0, sizeof other);
    for (int i = 0; i < 2000; i++) {
        const uint64_t value = draw(&seed);
        latency_record(i % 3 ? &histogram : &other, value);
        latency_record(&both, value);
    }
    latency_merge(&histogram, &other);
    assert_memory_equal(&histogram, &both, sizeof both);
}

/* What the text says, buckets in rising order; returns the number of calls. */
static uint64_t parse(const char *text, uint64_t *counts) {
    uint64_t all = 0;
    int before = -1;
    while (*text) {
        unsigned bucket;
        uint64_t count;
        int used;
        assert_int_equal(sscanf(text, "%u:%" SCNu64 "%n", &bucket, &count, &used), 2);
        assert_true((int)bucket > before && bucket < LATENCY_COARSE && count > 0);
        before = (int)bucket;
        all += counts[bucket] = count;
        text += used;
        assert_true(!*text || (*text == ';' && text[1]));
        text += *text == ';';
    }
    return all;
}

static char text[LATENCY_TEXT];

static void is_text(const char *wanted) {
    latency_text(&histogram, text);
    assert_string_equal(text, wanted);
}

/* 8 log2 of: 1 = 0, 2 = 8, 3 = 12.7, 100 = 53.2, 1000 = 79.7, 1000000 = 159.5. */
static void test_text_of_known_values(void **state) {
    (void)state;
    static const uint64_t values[] = {1000, 0, 1, 1, 2, 3, 100, 1000, 1000 * 1000};
    memset(&histogram, 0, sizeof histogram);
    is_text("");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        latency_record(&histogram, values[i]);
    is_text("0:3;8:1;12:1;53:1;79:2;159:1");
}

/* A call is in its bucket or, near an edge, in the next one; the last bucket takes what is longer.
 */
static void test_text_of_single_values(void **state) {
    (void)state;
    uint64_t seed = 51;
    for (int round = 0; round < 20000; round++) {
        const uint64_t value = draw(&seed) + 1;
        uint64_t counts[LATENCY_COARSE] = {0};
        memset(&histogram, 0, sizeof histogram);
        latency_record(&histogram, value);
        latency_text(&histogram, text);
        assert_int_equal(parse(text, counts), 1);
        const unsigned low = (unsigned)(8 * log2((double)value / (1 + OFF_MAX)));
        const unsigned high = (unsigned)(8 * log2((double)value * (1 + OFF_MAX)));
        assert_int_equal(counts[low] | counts[high], 1);
        if (value < 64)
            assert_int_equal(counts[(unsigned)(8 * log2((double)value))], 1);
    }
    latency_record(&histogram, UINT64_MAX);
    latency_text(&histogram, text);
    assert_non_null(strstr(text, "375:1"));
}

static void test_text_loses_no_call_and_fits(void **state) {
    (void)state;
    uint64_t counts[LATENCY_COARSE] = {0}, seed = 61;
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < 5000; i++)
        latency_record(&histogram, draw(&seed));
    latency_text(&histogram, text);
    assert_int_equal(parse(text, counts), 5000);
    for (unsigned i = 0; i < LATENCY_BUCKETS; i++)
        histogram.buckets[i] = UINT32_MAX;
    latency_text(&histogram, text);
    assert_true(parse(text, counts) == (uint64_t)UINT32_MAX * LATENCY_BUCKETS);
}

static void test_no_calls(void **state) {
    (void)state;
    memset(&histogram, 0, sizeof histogram);
    assert_true(isnan(latency_quantile_us(&histogram, 0.5)));
    latency_merge(&histogram, &histogram);
    assert_int_equal(histogram.count, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantiles_of_random_values),
        cmocka_unit_test(test_single_values),
        cmocka_unit_test(test_too_long_calls_count),
        cmocka_unit_test(test_merge_is_the_union),
        cmocka_unit_test(test_text_of_known_values),
        cmocka_unit_test(test_text_of_single_values),
        cmocka_unit_test(test_text_loses_no_call_and_fits),
        cmocka_unit_test(test_no_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
