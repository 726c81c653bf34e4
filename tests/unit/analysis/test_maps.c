/* Heat map, latencies and switch intervals: made-up samples whose picture is known. */
#include "check.h"
#include "heatmap.h"
#include "intervals.h"
#include "latencies.h"
#include "scripts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                      \
    "kernel,driver,threads,workers,launch,wall_s,pus,gil,gil_interval_us,gil_switches,op_p50_us," \
    "op_p99_us,op_max_us,blocking_calls,op_histogram\n"

enum { LAUNCHES = 8 };

/* A study of one panel. */
struct scene {
    struct data *data;
    struct study *study;
    struct picture_input input;
    struct panel *panel;
    char *folder;
};

static struct scene scene_make(const char *csv) {
    struct fault fault = {0};
    struct scene scene = {.data = loaded(csv, strlen(csv), &fault), .folder = scripts_folder()};
    assert_string_equal(fault.text, "");
    scene.study = study_make(scene.data);
    scene.input.study = scene.study;
    scene.panel = &scene.study->items[0];
    assert_int_equal(scene.study->count, 1);
    return scene;
}

static void scene_free(struct scene *scene) {
    study_free(scene->study);
    data_free(scene->data);
    scripts_remove(scene->folder);
}

/* What a picture's data file says, after gnuplot has drawn it. */
static char *picture(const struct scene *scene,
                     bool (*write)(const struct picture_input *, const struct panel *, const char *,
                                   const char *, struct fault *)) {
    struct fault fault = {0};
    assert_true(write(&scene->input, scene->panel, scene->folder, "p", &fault));
    assert_int_equal(fault.code, EXIT_DONE);
    scripts_draw(scene->folder, "p");
    return scripts_text(scene->folder, "p", "dat");
}

/* --- heat map ------------------------------------------------------------------------------ */

/* Times of LAUNCHES launches, a little apart. */
static void add(FILE *out, const char *driver, unsigned threads, unsigned workers, double time_s,
                const char *gil) {
    for (unsigned i = 0; i < LAUNCHES; i++)
        fprintf(out, "k,%s,%u,%u,%u,%.9g,8,%s,,,,,,,\n", driver, threads, workers, i,
                time_s * (1 + 1e-3 * i), gil);
}

static char *hybrids(bool with) {
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    fputs(HEAD, out);
    add(out, "serial", 1, 1, 8, "off");
    add(out, "omp", 1, 8, 2, "off");
    add(out, "omp", 1, 8, 0.5, "cpython"); /* a lock: does not count */
    add(out, "mpi", 1, 4, 3, "off");
    if (with) {
        add(out, "hybrid", 4, 8, 1, "off");      /* 2 x 4: the fastest */
        add(out, "hybrid", 2, 8, 1.0005, "off"); /* 4 x 2: not to be told from it */
        add(out, "hybrid", 3, 8, 0.1, "off");    /* 8 / 3 ranks: nonsense */
    }
    fclose(out);
    return csv;
}

static void heatmap_shows_each_combination(void **state) {
    (void)state;
    char *csv = hybrids(true);
    struct scene scene = scene_make(csv);
    assert_true(heatmap_apply(&scene.input, scene.panel));
    char *text = picture(&scene, heatmap_write);
    /* x: 1, 2, 4, 8 threads; y: 1, 2, 4 ranks. The best is in its block once more, and all that
     * have 8 workers in the third. */
    assert_int_equal(scripts_count(text, "\n2 1 "), 3);
    assert_int_equal(scripts_count(text, "\"1.00\" \"8 launches\" \"2 ranks of 4 threads: 1.00 s"),
                     3);
    assert_int_equal(scripts_count(text, "\n1 2 "), 2);
    assert_int_equal(scripts_count(text, "\"~1.00\" \"8 launches\" \"4 ranks of 2 threads"), 2);
    assert_int_equal(scripts_count(text, "\n3 0 "), 2);
    assert_int_equal(scripts_count(text, "\"2.00\" \"8 launches\" \"1 rank of 8 threads: 2.01 s"),
                     2);
    assert_int_equal(scripts_count(text, "\n0 2 "), 1);
    assert_int_equal(scripts_count(text, "\"3.00\" \"8 launches\" \"4 ranks of 1 thread: 3.01 s"),
                     1);
    assert_int_equal(scripts_count(text, " \"8 launches\" "), 8);
    free(text);
    scene_free(&scene);
    free(csv);
}

/* The colour of the cell at x 0, 1, ... and y 0. */
static unsigned cell_colour(const char *text, int x) {
    char *start = must_format("\n%d 0 ", x);
    const char *row = strstr(text, start);
    unsigned colour = 0;
    assert_non_null(row);
    assert_int_equal(sscanf(row + strlen(start), "%u", &colour), 1);
    free(start);
    return colour;
}

/* 5 and 20 times the fastest time look different, 64 and more times alike. */
static void heatmap_colours_reach_the_slowest(void **state) {
    (void)state;
    static const double slowest_s[] = {20, 3000};
    for (size_t i = 0; i < 2; i++) {
        char *csv = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&csv, &length);
        fputs(HEAD, out);
        add(out, "serial", 1, 1, 8, "off");
        add(out, "omp", 1, 2, 5, "off");
        add(out, "omp", 1, 4, i ? 70 : 5, "off");
        add(out, "omp", 1, 8, slowest_s[i], "off");
        add(out, "hybrid", 4, 8, 1, "off");
        fclose(out);
        struct scene scene = scene_make(csv);
        char *text = picture(&scene, heatmap_write);
        assert_true(cell_colour(text, 0) != cell_colour(text, 2));
        assert_int_equal(cell_colour(text, 1) == cell_colour(text, 2), i == 1);
        free(text);
        scene_free(&scene);
        free(csv);
    }
}

static void heatmap_needs_hybrids(void **state) {
    (void)state;
    char *csv = hybrids(false);
    struct scene scene = scene_make(csv);
    assert_false(heatmap_apply(&scene.input, scene.panel));
    scene_free(&scene);
    free(csv);
}

/* --- latencies ----------------------------------------------------------------------------- */

/* Calls of 1.024 us (bucket 80) but for few of 1.05 ms (160). Processes: the columns alone. */
static const char latencies[] = HEAD "k,serial,1,1,0,1,2,off,,,9,9,9,10,\n"
                                     "k,omp,1,2,0,1,2,off,,,,,,,80:90\n"
                                     "k,omp,1,2,1,1,2,off,,,,,,,80:100;160:10\n"
                                     "k,omp,1,4,1,1,2,off,,,,,,,80:99\n"
                                     "k,omp,1,2,0,1,2,cpython,,,,,,,80:50\n"
                                     "k,mpi,1,2,0,1,2,off,,,5,70,100,50,\n";

static void latencies_are_compared_where_most_have_them(void **state) {
    (void)state;
    struct scene scene = scene_make(latencies);
    assert_true(latencies_apply(&scene.input, scene.panel));
    assert_float_equal(latencies_workers(scene.panel), 2, 0);
    char *text = picture(&scene, latencies_write);
    assert_int_equal(scripts_count(text, "2 workers, 200 calls"), 1);
    assert_int_equal(scripts_count(text, "2 workers, 50 calls"), 1);
    assert_int_equal(scripts_count(text, "2 workers, 0 calls"), 1);
    /* 190 of 200 calls end at 2^(81/8) ns; one call in 200 is as long as 2^(161/8) ns. */
    assert_int_equal(scripts_count(text, "\n1.11667992e-06 0.05\n"), 1);
    assert_int_equal(scripts_count(text, "\n0.00114348024 0.005"), 2);
    assert_int_equal(scripts_count(text, "median: 5.00 us"), 1);
    assert_null(strstr(text, "NaN")); /* no block without a point: gnuplot would complain */
    free(text);
    char *script = scripts_text(scene.folder, "p", "gp");
    assert_int_equal(scripts_count(script, "marks alone: p50, p99, max known"), 1);
    free(script);
    scene_free(&scene);
}

static const struct point *point_at(const struct scene *scene, enum role role, double workers) {
    for (size_t s = 0; s < scene->panel->count; s++)
        if (scene->panel->items[s].role == role && !*scene->panel->items[s].lock)
            return series_at(&scene->panel->items[s], workers);
    return NULL;
}

static void latencies_marks_lie_in_their_buckets(void **state) {
    (void)state;
    struct scene scene = scene_make(latencies);
    struct marks marks = latencies_marks(point_at(&scene, ROLE_THREADS, 2));
    assert_true(marks.p50_s > 1.024e-6 && marks.p50_s < 1.1167e-6);
    assert_true(marks.p99_s > 1.0485e-3 && marks.p99_s < 1.1435e-3);
    assert_float_equal(marks.max_s, 1.1435e-3, 1e-7);
    assert_float_equal(marks.max_share, 0.005, 1e-12);
    marks = latencies_marks(point_at(&scene, ROLE_THREADS, 4));
    assert_true(isnan(marks.p99_s)); /* 99 calls are too few */
    assert_true(marks.p50_s > 1.024e-6 && marks.p50_s < marks.max_s);
    marks = latencies_marks(point_at(&scene, ROLE_PROCESSES, 2));
    assert_float_equal(marks.p50_s, 5e-6, 1e-12);
    assert_float_equal(marks.p99_s, 70e-6, 1e-11);
    assert_float_equal(marks.max_s, 100e-6, 1e-11);
    assert_float_equal(marks.max_share, 0.02, 1e-12);
    scene_free(&scene);
}

static void latencies_need_calls_of_several_workers(void **state) {
    (void)state;
    static const char *const none[] = {HEAD "k,serial,1,1,0,1,2,off,,,9,9,9,10,1:5\n",
                                       HEAD "k,omp,1,2,0,1,2,off,,,,,,,\n"};
    for (size_t i = 0; i < 2; i++) {
        struct scene scene = scene_make(none[i]);
        assert_false(latencies_apply(&scene.input, scene.panel));
        scene_free(&scene);
    }
}

/* --- switch intervals ---------------------------------------------------------------------- */

/* Two threads for two seconds, 10 per cent slower than one; a switch per interval. */
static char *sweep(const unsigned *intervals_us, size_t count, const char *p50_us) {
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    fputs(HEAD, out);
    for (unsigned launch = 0; launch < LAUNCHES; launch++) {
        fprintf(out, "k,serial,1,1,%u,1.8,2,off,,,,,,,\n", launch);
        for (size_t i = 0; i < count; i++)
            fprintf(out, "k,omp,1,2,%u,2,2,cpython,%u,%u,%s,,,,\n", launch, intervals_us[i],
                    2000000 / intervals_us[i], p50_us);
    }
    fprintf(out, "k,omp,1,4,0,2,2,cpython,%u,7,,,,,\n", intervals_us[0]);
    fclose(out);
    return csv;
}

static void intervals_show_throughput_and_switches(void **state) {
    (void)state;
    static const unsigned intervals_us[] = {5000, 500, 20000};
    char *csv = sweep(intervals_us, 3, "");
    struct scene scene = scene_make(csv);
    assert_true(intervals_apply(&scene.input, scene.panel));
    assert_true(intervals_switches_apply(&scene.input, scene.panel));
    assert_false(intervals_latency_apply(&scene.input, scene.panel));
    char *text = picture(&scene, intervals_write);
    assert_int_equal(scripts_count(text, "\n0.5 0.9 0.9 0.9 \"0.5 ms: 0.90"), 1);
    assert_int_equal(scripts_count(text, "20 0.9\n"), LAUNCHES);
    free(text);
    text = picture(&scene, intervals_switches_write);
    assert_non_null(strstr(text,
                           "\n0.5 2000 2000 2000 \"0.5 ms: 2000 (2000 to 2000), 8 launches\"\n"
                           "5 200 200 200 "));
    assert_int_equal(scripts_count(text, "\n20 50"), 1 + LAUNCHES);
    free(text);
    scene_free(&scene);
    free(csv);
}

static void intervals_show_latency_where_there_is_one(void **state) {
    (void)state;
    static const unsigned intervals_us[] = {1000, 5000, 20000};
    char *csv = sweep(intervals_us, 3, "6500");
    struct scene scene = scene_make(csv);
    assert_true(intervals_latency_apply(&scene.input, scene.panel));
    char *text = picture(&scene, intervals_latency_write);
    assert_non_null(strstr(text, "\n1 6.5 6.5 6.5 "));
    free(text);
    scene_free(&scene);
    free(csv);
}

static void intervals_need_three(void **state) {
    (void)state;
    static const unsigned intervals_us[] = {1000, 5000};
    char *csv = sweep(intervals_us, 2, "6500");
    struct scene scene = scene_make(csv);
    assert_false(intervals_apply(&scene.input, scene.panel));
    assert_false(intervals_switches_apply(&scene.input, scene.panel));
    assert_false(intervals_latency_apply(&scene.input, scene.panel));
    scene_free(&scene);
    free(csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heatmap_shows_each_combination),
        cmocka_unit_test(heatmap_colours_reach_the_slowest),
        cmocka_unit_test(heatmap_needs_hybrids),
        cmocka_unit_test(latencies_are_compared_where_most_have_them),
        cmocka_unit_test(latencies_marks_lie_in_their_buckets),
        cmocka_unit_test(latencies_need_calls_of_several_workers),
        cmocka_unit_test(intervals_show_throughput_and_switches),
        cmocka_unit_test(intervals_show_latency_where_there_is_one),
        cmocka_unit_test(intervals_need_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
