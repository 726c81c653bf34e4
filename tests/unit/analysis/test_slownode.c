/* Slow nodes: reading the column, who is named and in which words, and who is not. */
#include "check.h"
#include "load.h"
#include "made_up.h"
#include "slownode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "kernel,class,driver,schedule,workers,items,launch,wall_s,node_busy_s\n"

struct text {
    char bytes[8192];
    size_t length;
};

/* Five launches of two repetitions on nodes a .. d; one of them takes `times` as long. */
static void add_rows(struct text *text, const char *kernel, const char *schedule, unsigned workers,
                     unsigned items, unsigned nodes, char slow, double times) {
    for (unsigned launch = 0; launch < 5; launch++)
        for (unsigned rep = 0; rep < 2; rep++) {
            text->length += (size_t)snprintf(
                text->bytes + text->length, sizeof text->bytes - text->length,
                "%s,cpu,mpi,%s,%u,%u,%u,1,", kernel, schedule, workers, items, launch);
            for (unsigned node = 0; node < nodes; node++) {
                const char name = (char)('a' + node);
                const double busy_s = (0.2 + 0.001 * (launch + node)) * (name == slow ? times : 1);
                text->length +=
                    (size_t)snprintf(text->bytes + text->length, sizeof text->bytes - text->length,
                                     "%s%c=%.9f", node ? " " : "", name, busy_s);
            }
            text->bytes[text->length++] = '\n';
            text->bytes[text->length] = '\0';
        }
}

static struct text begin(void) {
    struct text text = {.length = strlen(HEAD)};
    memcpy(text.bytes, HEAD, sizeof HEAD);
    return text;
}

/* How many nodes are named; the sentence about the first in *sentence, which the caller frees. */
static size_t named(const struct text *text, char **sentence) {
    struct fault fault = {0};
    struct data *data = loaded(text->bytes, text->length, &fault);
    assert_string_equal(fault.text, "");
    struct slow_nodes slow = slow_nodes_find(data);
    const size_t count = slow.count;
    *sentence = count ? slow_node_sentence(data, &slow.items[0]) : NULL;
    slow_nodes_free(&slow);
    data_free(data);
    return count;
}

static void nobody_is_named(const struct text *text) {
    char *sentence;
    assert_int_equal(named(text, &sentence), 0);
}

static void test_slow_node_is_named(void **state) {
    (void)state;
    struct text text = begin();
    char *sentence;
    add_rows(&text, "countdown", "static", 8, 8000, 4, 'c', 1.5);
    add_rows(&text, "triad", "static", 8, 8000, 4, 'c', 1.3);
    assert_int_equal(named(&text, &sentence), 1);
    assert_string_equal(
        sentence, "Slow node: c took 1.51 times as long as the median of the 3 other nodes for "
                  "the same work (countdown, 8 workers, 5 launches: 306 ms against 203 ms, in each "
                  "launch 1.49 to 1.52 times), "
                  "and was slow in 2 of 2 configurations that compare nodes.");
    free(sentence);
}

static void test_two_nodes(void **state) {
    (void)state;
    struct text text = begin();
    char *sentence;
    add_rows(&text, "countdown", "static", 4, 8000, 2, 'b', 1.5);
    assert_int_equal(named(&text, &sentence), 1);
    assert_true(sentence && strstr(sentence, "b took 1.51 times as long as the other node") &&
                strstr(sentence, "With two nodes nobody can say"));
    free(sentence);
}

static void test_equal_nodes(void **state) {
    (void)state;
    struct text text = begin();
    add_rows(&text, "countdown", "static", 8, 8000, 4, 'c', 1.0);
    nobody_is_named(&text);
    text = begin();
    add_rows(&text, "countdown", "static", 8, 8000, 4, 'c', 1.04); /* below 5 % */
    nobody_is_named(&text);
    text = begin();
    add_rows(&text, "countdown", "static", 8, 8000, 4, 'c', 0.5); /* fast is not slow */
    nobody_is_named(&text);
}

/* 30 % more, but the others differ by more among themselves. */
static void test_scattered_nodes(void **state) {
    (void)state;
    struct text text = begin();
    text.length +=
        (size_t)snprintf(text.bytes + text.length, sizeof text.bytes - text.length,
                         "countdown,cpu,mpi,static,5,8000,1,1,a=1 b=1.4 c=0.7 d=1.1 e=1.5\n");
    nobody_is_named(&text);
}

static void test_slow_in_few_configurations(void **state) {
    (void)state;
    struct text text = begin();
    add_rows(&text, "countdown", "static", 8, 8000, 4, 'c', 1.5);
    add_rows(&text, "triad", "static", 8, 8000, 4, 'c', 1.0);
    nobody_is_named(&text);
}

static void test_unequal_work_is_not_compared(void **state) {
    (void)state;
    static const struct {
        const char *kernel, *schedule;
        unsigned workers, items;
    } cases[] = {{"countdown", "dynamic", 8, 8000},
                 {"countdown", "\"guided,2\"", 8, 8000},
                 {"mandelbrot", "static", 8, 8000},
                 {"countdown", "static", 7, 7000},
                 {"sleep", "static", 8, 12}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = begin();
        add_rows(&text, cases[i].kernel, cases[i].schedule, cases[i].workers, cases[i].items, 4,
                 'c', 1.5);
        nobody_is_named(&text);
    }
}

static void test_bad_texts(void **state) {
    (void)state;
    static const char *const bad[] = {"a", "a=", "=1", "a=1 b", "a=0", "a=-1", "a=nan", "a=1  b=1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *csv = must_format(HEAD "k,cpu,mpi,static,2,2,1,1,%s\n", bad[i]);
        struct fault fault = {0};
        assert_null(loaded(csv, strlen(csv), &fault));
        assert_int_equal(fault.code, EXIT_USER);
        assert_non_null(strstr(fault.text, ":2:26: node_busy_s: not NAME=SECONDS"));
        free(csv);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_node_is_named),
        cmocka_unit_test(test_two_nodes),
        cmocka_unit_test(test_equal_nodes),
        cmocka_unit_test(test_scattered_nodes),
        cmocka_unit_test(test_slow_in_few_configurations),
        cmocka_unit_test(test_unequal_work_is_not_compared),
        cmocka_unit_test(test_bad_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
