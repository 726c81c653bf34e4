/* Three and more ways of running the same work: whether they differ at all, corrected for panels.
 */
#include "made_up.h"
#include "verdict.h"

#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Launch i of a driver takes base_s + i / 1000 s. */
static void rows_print(FILE *out, const char *kernel, const char *driver, double base_s,
                       unsigned launches) {
    for (unsigned i = 0; i < launches; i++)
        fprintf(out, "%s,%s,4,%.4f\n", kernel, driver, base_s + i / 1000.0);
}

struct whole {
    struct data *data;
    struct study *study;
    struct scaling scaling;
    struct verdicts verdicts;
};

static struct whole whole_make(void (*rows)(FILE *)) {
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    fputs("kernel,driver,workers,wall_s\n", out);
    rows(out);
    CHECK(fclose(out) == 0);
    struct fault fault = {0};
    struct whole whole = {.data = loaded(csv, length, &fault)};
    assert_non_null(whole.data);
    free(csv);
    whole.study = study_make(whole.data);
    whole.scaling = scaling_make(whole.study);
    whole.verdicts = verdicts_make(whole.study, &whole.scaling);
    return whole;
}

static void whole_clear(struct whole *whole) {
    verdicts_free(&whole->verdicts);
    scaling_free(&whole->scaling);
    study_free(whole->study);
    data_free(whole->data);
}

static void three_apart(FILE *out) {
    rows_print(out, "k", "joblib", 1.0, 6);
    rows_print(out, "k", "dask", 1.1, 6);
    rows_print(out, "k", "ray", 1.2, 6);
}

/* All launches of one way before those of the next: rank sums 21, 57, 93, so
 * H = 12 / (18 19) (21^2 + 57^2 + 93^2) / 6 - 3 19 = 15.158; chi-square with 2 degrees of freedom
 * is exponential, p = exp(-H / 2). */
static void ways_that_differ_are_said_to(void **state) {
    (void)state;
    struct whole whole = whole_make(three_apart);
    const struct several *several = &whole.verdicts.items[0].several;
    assert_int_equal(several->test.groups, 3);
    assert_float_equal(several->workers, 4, 0);
    assert_float_equal(several->test.h, 15.157895, 1e-5);
    assert_float_equal(several->test.p_value, exp(-15.157895 / 2), 1e-8);
    char *sentence = several_sentence(several);
    assert_string_equal(sentence, "3 ways of running it with 4 workers are not all alike "
                                  "(Kruskal-Wallis H = 15.2, p < 0.001).");
    free(sentence);
    whole_clear(&whole);
}

static void alike_and_apart(FILE *out) {
    three_apart(out);
    rows_print(out, "m", "joblib", 1.0, 6);
    rows_print(out, "m", "dask", 1.0, 6);
    rows_print(out, "m", "ray", 1.0, 6);
}

static void panels_are_corrected_together(void **state) {
    (void)state;
    struct whole whole = whole_make(alike_and_apart);
    const struct several *apart = &whole.verdicts.items[0].several;
    assert_int_equal(apart->family, 2);
    assert_float_equal(apart->p_holm, 2 * apart->test.p_value, 1e-12);
    char *sentence = several_sentence(&whole.verdicts.items[1].several);
    assert_string_equal(sentence, "3 ways of running it with 4 workers are not shown to differ "
                                  "(Kruskal-Wallis H = 0.0, p = 1.000 after Holm's correction for "
                                  "2 panels).");
    free(sentence);
    whole_clear(&whole);
}

static void too_few(FILE *out) {
    rows_print(out, "k", "joblib", 1.0, 6);
    rows_print(out, "k", "dask", 1.1, 6);
    rows_print(out, "k", "ray", 1.2, 5); /* no limits: does not take part */
    rows_print(out, "k", "serial", 1.2, 6);
}

static void two_ways_are_a_pair(void **state) {
    (void)state;
    struct whole whole = whole_make(too_few);
    assert_true(isnan(whole.verdicts.items[0].several.workers));
    assert_null(several_sentence(&whole.verdicts.items[0].several));
    whole_clear(&whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_that_differ_are_said_to),
        cmocka_unit_test(panels_are_corrected_together),
        cmocka_unit_test(two_ways_are_a_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
