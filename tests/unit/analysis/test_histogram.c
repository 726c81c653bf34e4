/* Latencies of blocking calls: reading the column, adding rows, what is refused, quantiles. */
#include "histogram.h"
#include "load.h"
#include "made_up.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEAD "kernel,driver,workers,wall_s,op_histogram\n"

static void rows_are_added(void **state) {
    (void)state;
    static const char csv[] = HEAD "k,omp,2,1,0:3;80:5\nk,omp,2,1,\nk,omp,2,1,80:1;399:2\n"
                                   "k,omp,4,1,\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_string_equal(fault.text, "");
    assert_int_equal(data->count, 2);
    const struct histogram *latencies = &data->items[0].latencies;
    assert_int_equal(latencies->calls, 11);
    assert_int_equal(latencies->counts[0], 3);
    assert_int_equal(latencies->counts[80], 6);
    assert_int_equal(latencies->counts[399], 2);
    assert_null(data->items[1].latencies.counts);
    assert_int_equal(data->items[1].latencies.calls, 0);
    data_free(data);
}

/* Eight buckets to a factor of two: bucket 80 begins at 2^10 ns. */
static void edges(void **state) {
    (void)state;
    assert_true(fabs(histogram_edge_s(0) - 1e-9) < 1e-18);
    assert_true(fabs(histogram_edge_s(80) - 1.024e-6) < 1e-18);
    assert_true(fabs(histogram_edge_s(84) / histogram_edge_s(80) - sqrt(2)) < 1e-12);
}

static void bad_texts_are_refused_with_line_and_column(void **state) {
    (void)state;
    static const char *const bad[] = {"x",
                                      "5",
                                      ":5",
                                      "5:",
                                      "5:1;",
                                      ";5:1",
                                      "5:1;;6:1",
                                      "400:1",
                                      "-1:1",
                                      "1:-1",
                                      "1:1 ;2:1",
                                      "1.5:2",
                                      "1:2.5",
                                      "9:1;3:1",
                                      "3:1;3:1",
                                      "3:0",
                                      "1:99999999999999999999",
                                      "1:9007199254740993",
                                      "1:9007199254740992;2:1",
                                      "99999999999999999999:1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char csv[256];
        const int length = snprintf(csv, sizeof csv, HEAD "k,omp,2,1,4:1\nk,omp,2,1,%s\n", bad[i]);
        struct fault fault = {0};
        assert_null(loaded(csv, (size_t)length, &fault));
        assert_int_equal(fault.code, EXIT_USER);
        assert_non_null(strstr(fault.text, ":3:11: op_histogram: "));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_added),
        cmocka_unit_test(edges),
        cmocka_unit_test(bad_texts_are_refused_with_line_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
