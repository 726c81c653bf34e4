/* Ranks against threads: made-up times whose best layout is known. */
#include "check.h"
#include "layout.h"
#include "made_up.h"
#include "verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "kernel,driver,threads,workers,launch,wall_s,gil,scaling\n"

/* A study of one panel, of 8 launches, or of `launches`. */
struct scene {
    struct data *data;
    struct study *study;
    struct all_layouts all;
};

static char *text;
static size_t text_length;
static FILE *csv;

static void begin(void) {
    csv = open_memstream(&text, &text_length);
    fputs(HEAD, csv);
}

/* Launches spread over 2 % around a time. */
static void add(const char *driver, unsigned threads, unsigned workers, double time_s,
                const char *rest, unsigned launches) {
    for (unsigned i = 0; i < launches; i++)
        fprintf(csv, "k,%s,%u,%u,%u,%.9g,%s\n", driver, threads, workers, i,
                time_s * (0.99 + 0.02 * i / launches), rest);
}

static struct scene scene_make(void) {
    struct fault fault = {0};
    struct scene scene = {0};
    fclose(csv);
    scene.data = loaded(text, text_length, &fault);
    assert_string_equal(fault.text, "");
    scene.study = study_make(scene.data);
    scene.all = all_layouts_make(scene.study);
    return scene;
}

static void scene_free(struct scene *scene) {
    all_layouts_clear(&scene->all);
    study_free(scene->study);
    data_free(scene->data);
    free(text);
}

static void expect_sentence(const struct layouts *layouts, const char *expected) {
    char *sentence = layouts_sentence(layouts);
    assert_string_equal(sentence, expected);
    free(sentence);
}

/* 8 workers: 2 x 4 is the fastest, 4 x 2 as good, 1 x 8 and 8 x 1 slower. */
static void add_eight(const char *lock, double slow, unsigned launches) {
    char rest[32];
    snprintf(rest, sizeof rest, "%s,strong", lock);
    add("omp", 1, 8, 1.5, rest, launches);
    add("hybrid", 4, 8, 1, rest, launches);
    add("hybrid", 2, 8, 1.001, rest, launches);
    add("mpi", 1, 8, slow, rest, launches);
}

/* The limits of the ratio are the 14th and the 51st of the 64 ratios of pairs (Hollander & Wolfe,
 * table A.6 for n = m = 8). */
static void the_fastest_and_those_like_it_are_named(void **state) {
    (void)state;
    begin();
    add_eight("off", 2, 8);
    struct scene scene = scene_make();
    assert_int_equal(scene.all.count, 1);
    const struct layouts *layouts = &scene.all.items[0];
    static const unsigned ranks[] = {1, 2, 4, 8};
    static const bool distinguishable[] = {true, false, false, true};
    assert_int_equal(layouts->count, 4);
    assert_int_equal(layouts->best, 1);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(layouts->items[i].ranks, ranks[i]);
        assert_int_equal(layouts->items[i].threads, 8 / ranks[i]);
        assert_int_equal(layouts->items[i].distinguishable, distinguishable[i]);
    }
    assert_true(fabs(layouts->items[3].slower.ratio.value - 2) < 0.001);
    expect_sentence(layouts,
                    "2 x 4 (ranks x threads) had the shortest median: 999 ms (990 ms to 1.01 s). "
                    "Not distinguishable from it: 4 x 2. 8 x 1 is the slowest: 2.00 times as long "
                    "(1.99 to 2.02).");
    scene_free(&scene);
}

/* Of 7 launches each, completely apart, p is 0.0006; of 8 comparisons with the best, times 8. */
static void many_comparisons_are_corrected_for(void **state) {
    (void)state;
    begin();
    add("hybrid", 2, 64, 1, "off,strong", 7);
    for (unsigned threads = 4; threads <= 512; threads *= 2)
        add("hybrid", threads, 1024, 2, "off,strong", 7);
    struct scene scene = scene_make();
    const struct layouts *layouts = &scene.all.items[0];
    assert_int_equal(layouts->count, 9);
    for (size_t i = 0; i < layouts->count; i++) {
        const struct layout *layout = &layouts->items[i];
        if (i == layouts->best)
            assert_true(isnan(layout->p_holm));
        else
            assert_true(fabs(layout->p_holm / layout->slower.p_value - 8) < 1e-9);
    }
    scene_free(&scene);
}

static void a_lock_is_a_question_of_its_own(void **state) {
    (void)state;
    begin();
    add_eight("off", 2, 8);
    add_eight("cpython", 0.5, 8);
    struct scene scene = scene_make();
    assert_int_equal(scene.all.count, 2);
    char *names[] = {layouts_name(&scene.all.items[0]), layouts_name(&scene.all.items[1])};
    assert_string_equal(names[0], "k");
    assert_string_equal(names[1], "k, cpython lock");
    free(names[0]);
    free(names[1]);
    assert_int_equal(scene.all.items[0].items[scene.all.items[0].best].ranks, 2);
    assert_int_equal(scene.all.items[1].items[scene.all.items[1].best].ranks, 8);
    scene_free(&scene);
}

/* Weak scaling: twice the work in 1.5 times the time is faster; half of it in half the time is not
 * distinguishable. No test is made where work differs: limits alone decide. */
static void work_counts_where_it_grows(void **state) {
    (void)state;
    begin();
    add("hybrid", 2, 4, 1, "off,weak", 8);
    add("hybrid", 2, 8, 1.5, "off,weak", 8);
    add("hybrid", 4, 4, 0.7505, "off,weak", 8);
    struct scene scene = scene_make();
    const struct layouts *layouts = &scene.all.items[0];
    assert_int_equal(layouts->items[layouts->best].ranks, 4);
    assert_true(fabs(layouts->items[1].slower.ratio.value - 4.0 / 3) < 0.001);
    assert_true(layouts->items[1].distinguishable);
    assert_int_equal(layouts->items[0].ranks, 1);
    assert_false(layouts->items[0].distinguishable);
    scene_free(&scene);
}

static void few_launches_have_no_limits(void **state) {
    (void)state;
    begin();
    add_eight("off", 2, 2);
    struct scene scene = scene_make();
    for (size_t i = 0; i < scene.all.items[0].count; i++)
        assert_false(scene.all.items[0].items[i].distinguishable);
    expect_sentence(&scene.all.items[0],
                    "2 x 4 (ranks x threads) had the shortest median: 995 ms, no "
                    "limits from 2 launches.");
    scene_free(&scene);
}

static void without_hybrids_nothing_is_asked(void **state) {
    (void)state;
    begin();
    add("omp", 1, 8, 1, "off,strong", 8);
    add("mpi", 1, 8, 2, "off,strong", 8);
    add("hybrid", 3, 8, 2, "off,strong", 8); /* 8 / 3 ranks: nonsense */
    struct scene scene = scene_make();
    assert_int_equal(scene.all.count, 0);
    scene_free(&scene);
}

/* Hybrids are neither threads nor processes: the main question has the two pure ones. */
static void threads_or_processes_is_about_neither(void **state) {
    (void)state;
    begin();
    add_eight("off", 2, 8);
    struct scene scene = scene_make();
    const struct scaling scaling = scaling_make(scene.study);
    struct verdicts verdicts = verdicts_make(scene.study, &scaling);
    const struct comparison *first = verdict_main(&verdicts.items[0]);
    assert_string_equal(first->question->name, "threads_or_processes");
    assert_int_equal(first->a->role, ROLE_THREADS);
    assert_int_equal(first->b->role, ROLE_PROCESSES);
    assert_int_equal(first->outcome, OUTCOME_A_FASTER);
    assert_int_equal(verdicts.layouts.count, 1);
    verdicts_free(&verdicts);
    struct scaling owned = scaling;
    scaling_free(&owned);
    scene_free(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fastest_and_those_like_it_are_named),
        cmocka_unit_test(many_comparisons_are_corrected_for),
        cmocka_unit_test(a_lock_is_a_question_of_its_own),
        cmocka_unit_test(work_counts_where_it_grows),
        cmocka_unit_test(few_launches_have_no_limits),
        cmocka_unit_test(without_hybrids_nothing_is_asked),
        cmocka_unit_test(threads_or_processes_is_about_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
