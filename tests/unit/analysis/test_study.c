/* How configurations become panels, series and points, and which one is the base. */
#include "made_up.h"
#include "name.h"
#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void base_is(const struct made *made, size_t count, const char *name, double time_s) {
    struct data *data = made_data(made, count);
    struct study *study = study_make(data);
    assert_int_equal(study->count, 1);
    char *base = panel_base_name(&study->items[0]);
    assert_string_equal(base, name);
    assert_float_equal(panel_base(&study->items[0])->time_s.value, time_s, 1e-12);
    free(base);
    study_free(study);
    data_free(data);
}

/* In the order of preference: dropping the first leaves the next one as the base. */
static void the_base_is_chosen_by_rank(void **state) {
    (void)state;
    static const struct made made[] = {
        {"k", "cpu", "serial", "off", 1, 0, 1.0, 0, 6, NULL},
        {"k", "cpu", "omp", "off", 1, 0, 1.1, 0, 6, NULL},
        {"k", "cpu", "mpi", "off", 1, 0, 1.2, 0, 6, NULL},
        {"k", "cpu", "omp", "cpython", 1, 0, 1.3, 0, 6, NULL},
        {"k", "cpu", "omp", "off", 2, 0, 0.5, 0, 6, NULL},
        {"k", "cpu", "omp", "off", 4, 0, 0.4, 0, 6, NULL},
    };
    static const char *const names[] = {"serial, 1 worker", "threads, 1 worker",
                                        "processes, 1 worker", "threads, cpython lock, 1 worker",
                                        "threads, 2 workers"};
    for (size_t i = 0; i < COUNT(names); i++)
        base_is(made + i, COUNT(made) - i, names[i], made[i].time_s);
}

/* Order of rows must not matter: the last row is the base here. */
static void the_base_does_not_depend_on_order(void **state) {
    (void)state;
    static const struct made made[] = {
        {"k", "cpu", "omp", "off", 4, 0, 0.4, 0, 6, NULL},
        {"k", "cpu", "mpi", "off", 1, 0, 1.2, 0, 6, NULL},
        {"k", "cpu", "omp", "cpython", 1, 0, 1.3, 0, 6, NULL},
        {"k", "cpu", "serial", "off", 1, 0, 1.0, 0, 6, NULL},
    };
    base_is(made, COUNT(made), "serial, 1 worker", 1.0);
}

static void speedups_follow_from_the_base(void **state) {
    (void)state;
    static const struct made made[] = {
        {"k", "cpu", "serial", "off", 1, 0, 1.0, 0.01, 8, NULL},
        {"k", "cpu", "omp", "off", 2, 0, 0.5, 0.01, 8, NULL},
        {"k", "cpu", "omp", "off", 4, 0, 0.4, 0.01, 5, NULL},
    };
    struct data *data = made_data(made, COUNT(made));
    struct study *study = study_make(data);
    const struct series *threads = &study->items[0].items[1];
    const struct point *two = series_at(threads, 2), *four = series_at(threads, 4);
    assert_string_equal(threads->name, "threads");
    assert_float_equal(two->speedup.value, 2, 1e-9);
    assert_true(two->speedup.low > 1.9 && two->speedup.low < 2);
    assert_true(two->speedup.high < 2.1 && two->speedup.high > 2);
    assert_float_equal(two->efficiency.value, 1, 1e-9);
    assert_float_equal(two->karp_flatt.value, 0, 1e-9);
    assert_float_equal(four->speedup.value, 2.5, 1e-3);
    assert_false(estimate_limited(four->speedup)); /* five launches */
    assert_float_equal(four->karp_flatt.value, 0.2, 1e-3);
    assert_null(series_at(threads, 3));
    assert_int_equal(panel_launches_min(&study->items[0]), 5);
    study_free(study);
    data_free(data);
}

/* Weak scaling: twice the work on two workers in the same time is a speed-up of two. */
static void weak_speedups_count_the_work(void **state) {
    (void)state;
    static const struct made made[] = {
        {"k", "cpu", "omp", "off", 1, 0, 1.0, 0.001, 6, "weak"},
        {"k", "cpu", "omp", "off", 2, 0, 1.0, 0.001, 6, "weak"},
    };
    struct data *data = made_data(made, COUNT(made));
    struct study *study = study_make(data);
    const struct point *two = &study->items[0].items[0].items[1];
    assert_true(study->items[0].weak);
    assert_float_equal(two->speedup.value, 2, 1e-9);
    assert_float_equal(two->efficiency.value, 1, 1e-9);
    assert_true(isnan(two->karp_flatt.value));
    study_free(study);
    data_free(data);
}

/* Multiplying all times by 1000 changes times but no ratio. */
static void speedups_do_not_depend_on_the_unit(void **state) {
    (void)state;
    struct made made[] = {
        {"k", "cpu", "serial", "off", 1, 0, 1.0, 0.02, 9, NULL},
        {"k", "cpu", "mpi", "off", 3, 0, 0.37, 0.03, 7, NULL},
    };
    struct estimate speedups[2];
    for (int round = 0; round < 2; round++) {
        struct data *data = made_data(made, COUNT(made));
        struct study *study = study_make(data);
        speedups[round] = study->items[0].items[1].items[0].speedup;
        study_free(study);
        data_free(data);
        made[0].time_s *= 1000;
        made[1].time_s *= 1000;
    }
    assert_float_equal(speedups[0].value, speedups[1].value, 1e-9);
    assert_float_equal(speedups[0].low, speedups[1].low, 1e-9);
    assert_float_equal(speedups[0].high, speedups[1].high, 1e-9);
}

static void a_launch_counts_once_with_its_median(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,launch\n"
                              "k,omp,1,1,a\nk,omp,1,100,a\nk,omp,1,2,a\n" /* median 2 */
                              "k,omp,1,4,b\nk,omp,1,6,b\n"                /* median 5 */
                              "k,omp,1,3,c\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    struct study *study = study_make(data);
    const struct point *point = &study->items[0].items[0].items[0];
    assert_int_equal(point->launches, 3);
    assert_float_equal(point->launch_s[0], 2, 0);
    assert_float_equal(point->launch_s[1], 3, 0);
    assert_float_equal(point->launch_s[2], 5, 0);
    assert_float_equal(point->time_s.value, 3, 0);
    assert_float_equal(point->max_s, 100, 0);
    study_free(study);
    data_free(data);
}

static void panels_are_told_apart_by_work_only(void **state) {
    (void)state;
    static const struct made made[] = {
        {"a", "io", "omp", "off", 1, 0, 1, 0, 1, NULL},
        {"b", "cpu", "omp", "off", 1, 0, 1, 0, 1, NULL},
        {"b", "cpu", "mpi", "off", 2, 0, 1, 0, 1, NULL},
        {"b", "cpu", "omp", "off", 3, 10, 1, 0, 1, NULL},
        {"b", "cpu", "mpi", "off", 7, 10, 1, 0, 1, NULL},
        {"b", "cpu", "mpi", "off", 7, 0, 1, 0, 1, "weak"},
    };
    struct data *data = made_data(made, COUNT(made));
    struct study *study = study_make(data);
    static const char *const names[] = {"b", "b, 10 tasks", "b, weak scaling", "a"};
    static const char *const slugs[] = {"b", "b-10-tasks", "b-weak-scaling", "a"};
    assert_int_equal(study->count, COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_string_equal(study->items[i].name, names[i]);
        assert_string_equal(study->items[i].slug, slugs[i]);
    }
    assert_int_equal(study->items[0].count, 2);
    assert_int_equal(study->items[1].tasks, 10);
    study_free(study);
    data_free(data);
}

/* Names tell what differs and nothing else. */
static void names_are_short_and_unique(void **state) {
    (void)state;
    static const char csv[] =
        "kernel,driver,workers,wall_s,schedule,pin,gil,gil_interval_us,size\n"
        "k,omp,1,1,static,none,off,,7\nk,omp,1,1,dynamic,none,off,,7\nk,mpi,1,1,static,none,off,,"
        "7\n"
        "k,omp,1,1,static,none,cpython,5000,7\nk,omp,1,1,static,none,cpython,500,7\n"
        "k,pthread,1,1,static,none,mutex,,8\nk,omp,1,1,static,none,mutex,,8\nk,Pool,1,1,,,,,8\n";
    static const char *const names[][5] = {
        {"threads, static", "threads, dynamic", "threads, cpython lock, 5.00 ms",
         "threads, cpython lock, 500 us", "processes"},
        {"pthread, mutex lock", "omp, mutex lock", "Pool"},
    };
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    assert_int_equal(study->count, 2);
    assert_string_equal(study->items[0].name, "k, size 7");
    assert_string_equal(study->items[1].name, "k, size 8");
    for (size_t i = 0; i < 2; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            assert_string_equal(study->items[i].items[s].name, names[i][s]);
    study_free(study);
    data_free(data);
}

static void slugs_are_safe_file_names(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"../../etc/passwd", "etc-passwd"},
                                           {"A b--C!", "a-b-c"},
                                           {"", ""},
                                           {"'; rm -rf", "rm-rf"},
                                           {"\xc3\xa9t\xc3\xa9", "t"}};
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char *slug = name_slug(pairs[i][0]);
        assert_string_equal(slug, pairs[i][1]);
        free(slug);
    }
}

static void numbers_keep_what_matters(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } table[] = {{1, "1.00"},     {1.974, "1.97"}, {0.975, "0.97"},  {1.0031, "1.003"},
                 {12.34, "12.3"}, {123.4, "123"},  {12345, "12345"}, {0.0123, "0.0123"},
                 {0, "0"},        {NAN, "?"}};
    for (size_t i = 0; i < COUNT(table); i++)
        assert_string_equal(number_plain(table[i].value).text, table[i].text);
}

/*
 * 4 workers on one node with 2 PUs are not 4 on two nodes. A curve over nodes begins with one node
 * that has as many workers; its cores are those of all its nodes.
 */
static void nodes_make_a_curve_of_their_own(void **state) {
    (void)state;
    static const char csv[] = "kernel,class,driver,nodes,workers,pus,launch,wall_s\n"
                              "k,cpu,serial,1,1,2,1,8\n"
                              "k,cpu,mpi,1,1,2,2,8\n"
                              "k,cpu,mpi,1,2,2,3,4\n"
                              "k,cpu,mpi,1,4,2,4,5\n"
                              "k,cpu,mpi,2,4,2,5,2\n"
                              "k,cpu,mpi,4,8,2,6,1\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    const struct panel *panel = &study->items[0];
    assert_int_equal(study->count, 1);
    assert_int_equal(panel->count, 3);
    const struct series *within = &panel->items[1], *over = &panel->items[2];
    assert_string_equal(within->name, "processes");
    assert_string_equal(over->name, "processes, 2 per node");
    assert_int_equal(within->count, 3);
    assert_int_equal(over->count, 3);
    assert_float_equal(series_at(within, 4)->time_s.value, 5, 1e-9);
    assert_float_equal(series_at(over, 2)->speedup.value, 2, 1e-9);
    assert_float_equal(series_at(over, 4)->speedup.value, 4, 1e-9);
    assert_float_equal(series_at(over, 8)->speedup.value, 8, 1e-9);
    assert_int_equal(panel->pus, 2);
    assert_int_equal(series_pus(panel, within), 2);
    assert_int_equal(series_pus(panel, over), 8);
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_is_chosen_by_rank),
        cmocka_unit_test(the_base_does_not_depend_on_order),
        cmocka_unit_test(speedups_follow_from_the_base),
        cmocka_unit_test(weak_speedups_count_the_work),
        cmocka_unit_test(speedups_do_not_depend_on_the_unit),
        cmocka_unit_test(a_launch_counts_once_with_its_median),
        cmocka_unit_test(panels_are_told_apart_by_work_only),
        cmocka_unit_test(names_are_short_and_unique),
        cmocka_unit_test(nodes_make_a_curve_of_their_own),
        cmocka_unit_test(slugs_are_safe_file_names),
        cmocka_unit_test(numbers_keep_what_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
