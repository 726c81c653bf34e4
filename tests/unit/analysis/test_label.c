/* Unknown columns: which of them tell configurations apart, whatever the order of rows and files.
 */
#include "label.h"

#include "check.h"
#include "load.h"
#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "kernel,driver,workers,wall_s"

static struct data *data_of(const char *csv) {
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_string_equal(fault.text, "");
    assert_non_null(data);
    return data;
}

/* Several files one after the other. */
static struct data *data_of_files(const char *const *csvs, size_t count) {
    struct data *data = data_new();
    for (size_t i = 0; i < count; i++) {
        char *copy = must_strdup(csvs[i]);
        struct fault fault = {0};
        assert_true(load_stream(data, fmemopen(copy, strlen(copy), "r"), "samples.csv", &fault));
        free(copy);
    }
    struct fault fault = {0};
    assert_true(load_finish(data, "samples.csv", &fault));
    return data;
}

/* The configuration with that label; there must be one. */
static const struct configuration *labelled(const struct data *data, const char *label) {
    for (size_t i = 0; i < data->count; i++)
        if (strcmp(data_text(data, data->items[i].setup.labels), label) == 0)
            return &data->items[i];
    fail_msg("no configuration is labelled '%s'", label);
    return NULL;
}

static void expect_passed_over(const struct data *data, const char *names) {
    char *got = must_strdup("");
    size_t at = 0;
    for (const char *name; (name = labels_passed_over(data->labels, &at));) {
        char *longer = must_format("%s%s;", got, name);
        free(got);
        got = longer;
    }
    assert_string_equal(got, names);
    free(got);
}

static void texts_tell_configurations_apart(void **state) {
    (void)state;
    struct data *data = data_of("python," HEAD ",machine,celsius\n"
                                "3.13t,k,omp,1,1,a,20\n"
                                "3.12,k,omp,1,2,b,21\n"
                                "3.13t,k,omp,1,3,a,22\n"
                                "3.13t,k,omp,1,4,,22\n");
    assert_int_equal(data->count, 3);
    const struct configuration *a = labelled(data, "python=3.13t; machine=a");
    assert_int_equal(a->count, 2);
    assert_float_equal(a->items[0].wall_s, 1, 0);
    assert_float_equal(a->items[1].wall_s, 3, 0);
    assert_int_equal(labelled(data, "python=3.12; machine=b")->count, 1);
    assert_int_equal(labelled(data, "python=3.13t")->count, 1);
    expect_passed_over(data, "celsius;");
    data_free(data);
}

static void what_is_the_same_everywhere_tells_nothing(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",machine,empty,\nk,omp,1,1,a,,x\nk,omp,1,2,a,,y\n");
    assert_int_equal(data->count, 1);
    assert_int_equal(data->items[0].setup.labels, 0);
    expect_passed_over(data, "");
    data_free(data);
}

static void only_rows_that_are_used_have_a_say(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",ok,machine\nk,omp,1,1,1,a\nk,omp,1,2,0,b\n");
    assert_int_equal(data->count, 1);
    assert_int_equal(data->items[0].setup.labels, 0);
    data_free(data);
}

static void a_text_among_numbers_makes_all_of_them_labels(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",mode\nk,omp,1,1,1\nk,omp,1,2,2\nk,omp,1,3,fast\n");
    assert_int_equal(data->count, 3);
    labelled(data, "mode=1");
    labelled(data, "mode=fast");
    data_free(data);
}

/* `values` different texts in `rows` rows of one configuration and one more column of two texts;
 * the first rows have the new values, or the last ones. */
static struct data *made_values(unsigned rows, unsigned values, bool late) {
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    assert_non_null(out);
    fprintf(out, "%s,when,mode,flags\n", HEAD);
    for (unsigned i = 0; i < rows; i++) {
        const unsigned row = late ? rows - 1 - i : i;
        fprintf(out, "k,omp,1,%u,t%u,%s,%s\n", row + 1, row < values ? row : 0,
                row % 2 ? "odd" : "even", row % 3 ? "" : "noisy");
    }
    assert_int_equal(fclose(out), 0);
    struct data *data = data_of(csv);
    free(csv);
    return data;
}

static void time_stamps_are_passed_over(void **state) {
    (void)state;
    for (int late = 0; late < 2; late++) {
        struct data *data = made_values(60, LABEL_VALUES_MAX + 1, late);
        assert_int_equal(data->count, 2);
        const struct configuration *even = labelled(data, "mode=even");
        assert_int_equal(even->count, 30);
        /* In the order of the file. */
        assert_float_equal(even->items[late ? 29 : 0].wall_s, 1, 0);
        assert_float_equal(even->items[late ? 0 : 29].wall_s, 59, 0);
        assert_int_equal(even->flags.count, 1);
        assert_int_equal(even->flags.items[0].rows, 10);
        expect_passed_over(data, "when;");
        data_free(data);
    }
}

static void sixteen_values_are_labels(void **state) {
    (void)state;
    struct data *data = made_values(60, LABEL_VALUES_MAX, true);
    assert_int_equal(data->count, LABEL_VALUES_MAX + 1); /* t0 is even and odd */
    assert_int_equal(labelled(data, "when=t15; mode=odd")->count, 1);
    expect_passed_over(data, "");
    data_free(data);
}

static void flags_are_counted_without_labels_too(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",n,flags\nk,omp,1,1,1,a\nk,omp,1,2,2,b;a\n");
    assert_int_equal(data->count, 1);
    assert_int_equal(data->items[0].flags.count, 2);
    assert_int_equal(data->items[0].flags.items[0].rows, 2);
    data_free(data);
}

static void measures_and_pus_go_with_their_rows(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",cpu_s,spawn_s,pus,machine\n"
                                     "k,omp,1,1,10,,4,a\nk,omp,1,2,20,5,4,b\nk,omp,1,3,30,,4,a\n");
    const struct configuration *a = labelled(data, "machine=a"), *b = labelled(data, "machine=b");
    assert_float_equal(a->measures[MEASURE_cpu_s][1], 30, 0);
    assert_float_equal(b->measures[MEASURE_cpu_s][0], 20, 0);
    assert_null(a->measures[MEASURE_spawn_s]);
    assert_float_equal(b->measures[MEASURE_spawn_s][0], 5, 0);
    assert_int_equal(a->pus, 4);
    assert_int_equal(b->pus, 4);
    data_free(data);
}

/* The first file knows no labels, the second has one, the third has it elsewhere and one more. */
static void files_share_their_columns(void **state) {
    (void)state;
    static const char *const csvs[] = {
        HEAD ",flags\nk,omp,1,1,old\n",
        HEAD ",machine,flags\nk,omp,1,2,a,noisy\nk,omp,1,3,b,\n",
        "build,machine," HEAD "\nx,b,k,omp,1,4\n",
    };
    struct data *data = data_of_files(csvs, 3);
    assert_int_equal(data->count, 4);
    const struct configuration *none = labelled(data, "");
    assert_float_equal(none->items[0].wall_s, 1, 0);
    assert_int_equal(none->flags.count, 1);
    assert_string_equal(data_text(data, none->flags.items[0].text), "old");
    const struct configuration *a = labelled(data, "machine=a");
    assert_string_equal(data_text(data, a->flags.items[0].text), "noisy");
    assert_int_equal(labelled(data, "machine=b")->count, 1);
    assert_float_equal(labelled(data, "machine=b; build=x")->items[0].wall_s, 4, 0);
    data_free(data);
}

static void values_of_all_files_count_together(void **state) {
    (void)state;
    char *csvs[3];
    for (unsigned file = 0; file < 3; file++) {
        csvs[file] = must_strdup(HEAD ",when\n");
        for (unsigned row = 0; row < 6; row++) {
            char *longer = must_format("%sk,omp,1,1,t%u\n", csvs[file], 6 * file + row);
            free(csvs[file]);
            csvs[file] = longer;
        }
    }
    struct data *data = data_of_files((const char *const *)csvs, 3);
    assert_int_equal(data->count, 1);
    assert_int_equal(data->items[0].count, 18);
    expect_passed_over(data, "when;");
    data_free(data);
    for (unsigned file = 0; file < 3; file++)
        free(csvs[file]);
}

static void a_second_column_of_the_same_name_is_passed_over(void **state) {
    (void)state;
    struct data *data = data_of(HEAD ",m,m\nk,omp,1,1,a,x\nk,omp,1,2,b,y\n");
    assert_int_equal(data->count, 2);
    labelled(data, "m=a");
    labelled(data, "m=b");
    data_free(data);
}

/* Labels and sizes are in the names where they differ between things of one name, whichever comes
 * last. */
static void names_say_what_differs(void **state) {
    (void)state;
    struct data *data =
        data_of(HEAD ",size,params,machine,pin\n"
                     "k,omp,1,1,10,a,x,p\nk,omp,1,1,20,a,x,p\nk,omp,1,1,10,b,x,p\n"
                     "k,omp,1,1,10,a,y,p\nk,omp,1,1,10,a,x,q\nk,mpi,1,1,10,a,x,p\n");
    struct study *study = study_make(data);
    assert_int_equal(study->count, 3);
    assert_string_equal(study->items[0].name, "k, size 10, a");
    assert_string_equal(study->items[1].name, "k, size 20, a");
    assert_string_equal(study->items[2].name, "k, size 10, b");
    const struct panel *panel = &study->items[0];
    assert_int_equal(panel->count, 4);
    static const char *const names[] = {"threads, pin p, machine=x", "threads, pin p, machine=y",
                                        "threads, pin q, machine=x", "processes"};
    for (size_t i = 0; i < 4; i++) {
        size_t found = 0;
        for (size_t s = 0; s < panel->count; s++)
            found += strcmp(panel->items[s].name, names[i]) == 0;
        assert_int_equal(found, 1);
    }
    assert_string_equal(study->items[1].items[0].name, "threads");
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_tell_configurations_apart),
        cmocka_unit_test(what_is_the_same_everywhere_tells_nothing),
        cmocka_unit_test(only_rows_that_are_used_have_a_say),
        cmocka_unit_test(a_text_among_numbers_makes_all_of_them_labels),
        cmocka_unit_test(time_stamps_are_passed_over),
        cmocka_unit_test(sixteen_values_are_labels),
        cmocka_unit_test(flags_are_counted_without_labels_too),
        cmocka_unit_test(measures_and_pus_go_with_their_rows),
        cmocka_unit_test(files_share_their_columns),
        cmocka_unit_test(values_of_all_files_count_together),
        cmocka_unit_test(names_say_what_differs),
        cmocka_unit_test(a_second_column_of_the_same_name_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
