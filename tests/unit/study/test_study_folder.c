/* What a run's folder remembers, what makes it refuse to go on, and how the time left is told. */
#include "cmocka_head.h"
#include "fixture.h"
#include "folder.h"
#include "progress.h"
#include "span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char study_text[] =
    HEAD "[a]\nsummary = A\nkernels = sum\ndrivers = serial, omp\n"
         "workers = 2\n[b]\nsummary = B\nkernels = sum\ndrivers = omp\n"
         "workers = 2\n";

struct stage {
    char folder[64];
    struct study *study;
    struct round_choices choices;
    struct rounds *rounds;
};

static int stage_open(void **state) {
    static struct stage stage;
    strcpy(stage.folder, "/tmp/convoy-folder-XXXXXX");
    assert_non_null(mkdtemp(stage.folder));
    stage.study = study_good(study_text);
    stage.choices = no_choices();
    stage.rounds = rounds_good(stage.study, 2, 2, &stage.choices);
    *state = &stage;
    return 0;
}

static int stage_close(void **state) {
    struct stage *stage = *state;
    char command[128];
    rounds_free(stage->rounds);
    study_free(stage->study);
    snprintf(command, sizeof command, "rm -r %s", stage->folder);
    return system(command);
}

static struct folder *open_good(const struct stage *stage, bool resume) {
    struct fault fault = {EXIT_DONE, ""};
    struct folder *folder = (resume ? folder_resume : folder_create)(stage->folder, stage->rounds,
                                                                     &stage->choices, &fault);
    if (!folder)
        fail_msg("%s", fault.text);
    return folder;
}

static void record_good(struct folder *folder, const struct stage *stage, unsigned number,
                        enum outcome outcome) {
    struct fault fault = {EXIT_DONE, ""};
    assert_true(folder_record(folder, &stage->rounds->launches[number - 1], outcome, 0,
                              (double)number, &fault));
}

static void launches_are_remembered(void **state) {
    const struct stage *stage = *state;
    struct folder *folder = open_good(stage, false);
    char *run_id = strdup(folder->run_id);
    record_good(folder, stage, 1, OUTCOME_DONE);
    record_good(folder, stage, 2, OUTCOME_WRONG);
    record_good(folder, stage, 3, OUTCOME_STOPPED);
    record_good(folder, stage, 4, OUTCOME_CRASHED);
    record_good(folder, stage, 5, OUTCOME_TIMEOUT);
    record_good(folder, stage, 5, OUTCOME_DONE);
    folder_close(folder);

    static const bool complete[] = {true, true, false, false, true, false};
    folder = open_good(stage, true);
    assert_string_equal(folder->run_id, run_id);
    for (size_t i = 0; i < sizeof complete / sizeof *complete; i++)
        assert_int_equal(outcome_is_complete(folder->past[i].outcome), complete[i]);
    assert_true(folder->past[4].wall_s > 4.9 && folder->past[4].wall_s < 5.1);
    folder_close(folder);
    free(run_id);
}

static void a_torn_line_counts_for_nothing(void **state) {
    const struct stage *stage = *state;
    struct folder *folder = open_good(stage, false);
    record_good(folder, stage, 1, OUTCOME_DONE);
    assert_int_equal(write(folder->launches, "2,1,2,a,\"serial\",serial,1,off,x,1,0,done", 40), 40);
    folder_close(folder);
    folder = open_good(stage, true);
    assert_int_equal(folder->past[0].outcome, OUTCOME_DONE);
    assert_int_equal(folder->past[1].outcome, OUTCOME_NONE);
    record_good(folder, stage, 2, OUTCOME_DONE);
    folder_close(folder);
    folder = open_good(stage, true);
    assert_int_equal(folder->past[1].outcome, OUTCOME_DONE);
    folder_close(folder);
}

static void resume_begins_where_nothing_is(void **state) {
    const struct stage *stage = *state;
    struct folder *folder = open_good(stage, true);
    assert_int_equal(folder->past[0].outcome, OUTCOME_NONE);
    folder_close(folder);
}

static void a_used_folder_is_refused(void **state) {
    const struct stage *stage = *state;
    struct fault fault = {EXIT_DONE, ""};
    folder_close(open_good(stage, false));
    assert_null(folder_create(stage->folder, stage->rounds, &stage->choices, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_non_null(strstr(fault.text, "is there already and not empty"));
}

static void two_at_a_time_are_refused(void **state) {
    const struct stage *stage = *state;
    struct fault fault = {EXIT_DONE, ""};
    struct folder *folder = open_good(stage, false);
    assert_null(folder_resume(stage->folder, stage->rounds, &stage->choices, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    assert_non_null(strstr(fault.text, "another convoy-run is writing"));
    folder_close(folder);
}

/* Resuming with that study on that machine and those choices must fail and name what differs. */
static void refuse_resume(const struct stage *stage, const char *text, unsigned cores,
                          struct round_choices choices, const char *what) {
    struct fault fault = {EXIT_DONE, ""};
    struct study *study = study_good(text);
    struct rounds *rounds = rounds_good(study, cores, cores, &choices);
    assert_null(folder_resume(stage->folder, rounds, &choices, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    if (!strstr(fault.text, what))
        fail_msg("'%s' does not say '%s'", fault.text, what);
    rounds_free(rounds);
    study_free(study);
}

static void differences_are_named(void **state) {
    const struct stage *stage = *state;
    folder_close(open_good(stage, false));
    struct round_choices choices = no_choices();
    char other[512];
    snprintf(other, sizeof other, "%s; a comment more\n", study_text);
    refuse_resume(stage, other, 2, choices, "study_hash was ");
    refuse_resume(stage, study_text, 3, choices, "plan_hash was ");
    choices.seed = 2;
    refuse_resume(stage, study_text, 2, choices, "seed was 1 and is 2 now");
    choices = no_choices();
    choices.quick = true;
    refuse_resume(stage, study_text, 2, choices, "quick was no and is yes now");
    choices = no_choices();
    choices.reps = 7;
    refuse_resume(stage, study_text, 2, choices, "reps was as in the study and is 7 now");
    char name[] = "b", *names[] = {name};
    const struct text_list only = {names, 1};
    choices = no_choices();
    choices.only = &only;
    refuse_resume(stage, study_text, 2, choices, "only was everything and is b now");
}

static void the_log_shows_the_last_lines_of_a_launch(void **state) {
    const struct stage *stage = *state;
    struct folder *folder = open_good(stage, false);
    const struct launch *launch = &stage->rounds->launches[0];
    folder_log_head(folder, launch, "old");
    assert_int_equal(write(folder->log, "old\n", 4), 4);
    const long begin = folder_log_head(folder, launch, "new");
    char *tail = folder_log_tail(folder, begin);
    assert_string_equal(tail, "");
    free(tail);
    assert_int_equal(write(folder->log, "1\n2\n", 4), 4);
    tail = folder_log_tail(folder, begin);
    assert_string_equal(tail, "1\n2\n");
    free(tail);
    assert_int_equal(write(folder->log, "3\n4\n5\n6\n7\n8\n", 12), 12);
    tail = folder_log_tail(folder, begin);
    assert_string_equal(tail, "3\n4\n5\n6\n7\n8\n");
    free(tail);
    folder_close(folder);
}

/* Measured variants count with their mean, others with their estimate times the error so far. */
static void time_left_learns(void **state) {
    const struct stage *stage = *state;
    const struct rounds *rounds = stage->rounds;
    FILE *out = fopen("/dev/null", "we");
    struct progress *progress = progress_new(rounds, out, 0);
    const double nominal_s = rounds_estimate_s(rounds);
    assert_true(progress_left_s(progress) > 0.999 * nominal_s &&
                progress_left_s(progress) < 1.001 * nominal_s);
    const struct variant_plan *first = rounds->launches[0].variant;
    progress_begin(progress, &rounds->launches[0]);
    progress_end(progress, 3 * first->estimate_s, "");
    assert_true(progress_left_s(progress) > 2.99 * (nominal_s - first->estimate_s) &&
                progress_left_s(progress) < 3.01 * (nominal_s - first->estimate_s));
    for (size_t i = 1; i < rounds->launch_count; i++) {
        progress_begin(progress, &rounds->launches[i]);
        progress_end(progress, 1, "");
    }
    assert_true(progress_left_s(progress) < 1e-9);
    progress_free(progress);
    fclose(out);
}

static void plain_lines_look_like_this(void **state) {
    const struct stage *stage = *state;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct progress *progress = progress_new(stage->rounds, out, 0);
    for (size_t i = 0; i < stage->rounds->launch_count; i++) {
        progress_begin(progress, &stage->rounds->launches[i]);
        progress_end(progress, 61, i == 8 ? "FAILED here" : "");
    }
    fclose(out);
    const char *last = strrchr(text, '[');
    char expected[128];
    const struct launch *launch = &stage->rounds->launches[8];
    snprintf(expected, sizeof expected,
             "[9/9] round 3 %s: %s sum:private  1 min 1 s  (left 0.0 s)  FAILED here\n",
             launch->variant->experiment->name, launch->variant->name);
    assert_string_equal(last, expected);
    progress_free(progress);
    free(text);
}

static void spans_read_well(void **state) {
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {{0, "0.0 s"},         {1.26, "1.3 s"},           {59.9, "59.9 s"},
                 {59.96, "1 min 0 s"}, {130, "2 min 10 s"},       {3599.6, "1 h 0 min"},
                 {3900, "1 h 5 min"},  {1e300, "277777 h 46 min"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(span_for_people(cases[i].seconds).text, cases[i].text);
}

int main(void) {
#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)
    const struct CMUnitTest tests[] = {
        STAGED(launches_are_remembered),
        STAGED(a_torn_line_counts_for_nothing),
        STAGED(resume_begins_where_nothing_is),
        STAGED(a_used_folder_is_refused),
        STAGED(two_at_a_time_are_refused),
        STAGED(differences_are_named),
        STAGED(the_log_shows_the_last_lines_of_a_launch),
        STAGED(time_left_learns),
        STAGED(plain_lines_look_like_this),
        cmocka_unit_test(spans_read_well),
    };
#undef STAGED
    return cmocka_run_group_tests(tests, NULL, NULL);
}
