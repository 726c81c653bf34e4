/* What becomes of measured rows: flags, checksums, the time limit, resuming. */
#include "rig.h"

#include "clock.h"
#include "command.h"
#include "masks.h"
#include "record.h"

#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static struct rig rig;
static struct record record;
static struct test_folder folder;
static char path[300];
static char no_tags[] = "";

static void record_init(void) {
    record = (struct record){.options = &rig.options};
    record.launch = (struct launch){.study = "",
                                    .run_id = "now",
                                    .driver = "omp",
                                    .program = "convoy-omp",
                                    .tags = no_tags,
                                    .number = 3,
                                    .nodes = 1,
                                    .ranks = 1,
                                    .threads = 1,
                                    .pus = 4,
                                    .places = 4,
                                    .began_ns = 1,
                                    .host = "here"};
}

static int fresh(void **state) {
    (void)state;
    rig_init(&rig, &made_up_kernel, 1);
    record_init();
    folder = test_folder_make();
    snprintf(path, sizeof path, "%s/x.csv", folder.path);
    return 0;
}

static int clean(void **state) {
    (void)state;
    output_close(record.output);
    record_free(&record);
    test_folder_free(&folder);
    return 0;
}

static void open_output(void) {
    struct fault fault = {0};
    output_close(record.output);
    record.output = output_open(path, &fault);
    HOLDS(record.output, fault.text);
}

static void measure(void) {
    rig.sink = record_sink(&record);
    rig_run(&rig);
}

/* A row as the loop would hand it over: right checksum, 10 ms, nothing remarkable. */
static struct sample good_sample(void) {
    return (struct sample){.wall_s = 0.010,
                           .checksum = made_up_kernel.expected(&rig.list->problem)};
}

static bool take(struct sample *sample) {
    const struct sink sink = record_sink(&record);
    return sink.row(sink.context, rig.list, (struct repetition){0, false}, sample);
}

static void begin(void) {
    const struct sink sink = record_sink(&record);
    assert_int_equal(sink.rows_done(sink.context, rig.list), 0);
}

/* The flags a sample gets, read back from the file. */
static void flags_are(struct sample sample, const char *wanted) {
    char *before = test_file_read(path);
    if (!record.output)
        open_output();
    const size_t length = before ? strlen(before) : 0;
    free(before);
    record.steal_before_s = INFINITY; /* what the hypervisor takes meanwhile is not the test's */
    take(&sample);
    char *after = test_file_read(path), around[128];
    const char *row = length ? after + length : strchr(after, '\n') + 1;
    snprintf(around, sizeof around, ",%s,here,", wanted);
    if (!strstr(row, around))
        fail_msg("no '%s' in %s", around, row);
    free(after);
}

static void test_flags(void **state) {
    (void)state;
    begin();
    struct sample sample = good_sample();
    flags_are(sample, "");
    sample.skew_us = 99.0; /* 1 % of 10 ms is 100 us */
    flags_are(sample, "");
    sample.skew_us = 101.0;
    flags_are(sample, "skew");
    sample = good_sample();
    sample.wall_s = 24e-6;
    flags_are(sample, "short");
    sample = good_sample();
    sample.nivcsw = 1000;
    flags_are(sample, "noisy");
    sample = good_sample();
    rig.list->problem.workers = 5;
    flags_are(sample, "oversubscribed");
    sample.nivcsw = 1000; /* who shares PUs is interrupted: that is not noise */
    flags_are(sample, "oversubscribed");
    rig.list->problem.workers = 4;
    record.launch.resumed = record.launch.spawn_partial = true;
    record.launch.nodes = 2;
    flags_are(good_sample(), "local_clocks;spawn_partial;resumed");
}

/* Workers 0 to 3 on PUs 0, 1, 0 and 0-1: from three workers on two share a PU, though there are
 * four. */
static void test_overlap(void **state) {
    (void)state;
    static const struct pin_report pins[] = {{.requested = "0", .host = "here"},
                                             {.requested = "1", .host = "here"},
                                             {.requested = "0", .host = "here"},
                                             {.requested = "0-1", .host = "here"}};
    const struct sink sink = record_sink(&record);
    begin();
    sink.placed(sink.context, pins, 4);
    rig.list->problem.workers = 2;
    flags_are(good_sample(), "");
    rig.list->problem.workers = 3;
    flags_are(good_sample(), "overlap");
    rig.list->problem.workers = 5;
    flags_are(good_sample(), "oversubscribed");
    rig.list->problem.workers = 4;
    sink.placed(sink.context, pins, 2);
    flags_are(good_sample(), "");
}

static void test_places_of_their_own(void **state) {
    (void)state;
    static const struct pin_report apart[] = {
        {.requested = "0-1", .host = "a"}, {.requested = "0-1", .host = "a"},
        {.requested = "0-1", .host = "b"}, {.requested = "2", .host = "a"},
        {.requested = "2", .host = "b"},   {.requested = "0-1", .host = "a"}};
    assert_int_equal(masks_crowded_from(apart, 5), UINT_MAX);
    assert_int_equal(masks_crowded_from(apart, 6), 6);
}

static void test_right_results(void **state) {
    (void)state;
    open_output();
    measure();
    assert_false(record.wrong_result);
    assert_int_equal(record.rows, 3);
    assert_int_equal(record.fault.code, EXIT_DONE);
    assert_int_equal(record.wall_count, 2); /* kept ones only */
    open_output();
    assert_int_equal(output_rows(record.output), 3);
}

static void test_deliberately_wrong_kernel(void **state) {
    (void)state;
    made_up.wrong = true;
    open_output();
    measure();
    assert_true(record.wrong_result);
    assert_int_equal(record.rows, 3);
    assert_int_equal(record.wall_count, 0); /* no time of a wrong result is ever shown */
    char *text = test_file_read(path), ok[64];
    snprintf(ok, sizeof ok, ",%016llx,0,",
             (unsigned long long)made_up_kernel.expected(&rig.list->problem) + 1);
    unsigned rows = 0;
    for (const char *at = text; (at = strstr(at, ok)); at++)
        rows++;
    assert_int_equal(rows, 3);
    free(text);
}

/* Each configuration has an expected value of its own. */
static void test_right_results_of_several_configurations(void **state) {
    (void)state;
    rig.plan.count = 2;
    rig_size(&rig.list[1], 33, 5, 1);
    measure();
    assert_false(record.wrong_result);
    assert_int_equal(record.rows, 6);
}

static void test_columns_of_a_row(void **state) {
    (void)state;
    struct sample sample = good_sample();
    rig.options.gil = GIL_CPYTHON;
    rig.list->tasks_per_worker = true;
    rig_size(rig.list, 10, 2, 2);
    begin();
    assert_true(take(&sample));
    assert_int_equal(sample.ok, 1);
    assert_string_equal(sample.kernel, "madeup");
    assert_string_equal(sample.class, "mixed");
    assert_string_equal(sample.gil, "cpython");
    assert_true(sample.gil_interval_us == 100.0);
    assert_int_equal(sample.workers, 2);
    assert_int_equal(sample.threads, 2);
    assert_int_equal(sample.ranks, 1);
    assert_int_equal(sample.items, 10);
    assert_int_equal(sample.bytes, 80);
    assert_int_equal(sample.flops, 20);
    assert_int_equal(sample.blocking_calls, 2);
    assert_int_equal(sample.launch, 3);
    rig.options.gil = GIL_MUTEX;
    record.launch.ranks = 4; /* two of four ranks computed */
    take(&sample);
    assert_true(isnan(sample.gil_interval_us));
    assert_int_equal(sample.ranks, 2);
    assert_int_equal(sample.threads, 1);
}

static void test_failure_names_worker_and_cause(void **state) {
    (void)state;
    made_up.fails_at = 4;
    measure();
    assert_int_equal(record.fault.code, EXIT_ENVIRONMENT);
    assert_string_equal(record.fault.text,
                        "madeup: worker 0: running things: No space left on device");
    assert_int_equal(record.rows, 0);
}

/* A row that cannot be written is the last one: the limit on this process's files stands in for a
 * full disk. */
static void test_unwritable_row_stops_the_measurement(void **state) {
    (void)state;
    struct rlimit old, small;
    open_output();
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    char *header = test_file_read(path);
    small.rlim_cur = strlen(header) + 10; /* the beginning of a row */
    free(header);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    measure();
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(record.fault.code, EXIT_ENVIRONMENT);
    HOLDS(strstr(record.fault.text, "--output: "), record.fault.text);
    open_output(); /* whole rows only */
    assert_int_equal(output_rows(record.output), 0);
}

static void test_skipped_rows(void **state) {
    (void)state;
    rig.list->skip = "no such library";
    open_output();
    measure();
    assert_int_equal(record.rows, 1);
    char *text = test_file_read(path);
    assert_non_null(strstr(text, ",skipped: no such library,"));
    free(text);
    open_output(); /* the next start finds it done */
    record.launch.resumed = true;
    measure();
    assert_int_equal(record.rows, 1);
}

/* Any number of rows on file: a resumed launch writes exactly those that are missing. */
static void test_resuming_completes_the_rows(void **state) {
    (void)state;
    rig.options.warmup = 2;
    rig.options.reps = 3;
    for (unsigned first = 1; first <= 5; first++) {
        remove(path);
        open_output();
        record.launch.resumed = false;
        record.rows = 0;
        rig.sink = record_sink(&record);
        struct sample sample = good_sample();
        for (unsigned i = 0; i < first; i++)
            rig.sink.row(&record, rig.list, (struct repetition){i < 2 ? i : i - 2, i < 2}, &sample);
        open_output();
        record.launch.resumed = true;
        record.rows = 0;
        measure();
        assert_int_equal(record.rows, 5 - first);
        open_output();
        assert_int_equal(output_rows(record.output), 5);
        for (unsigned i = 0; i < 5; i++)
            assert_true(output_holds(record.output,
                                     (struct row_key){3, rig.list->id, i < 2 ? i : i - 2, i < 2}));
    }
}

/* Rows of another launch in the same file are not ours. */
static void test_other_launches_do_not_count(void **state) {
    (void)state;
    open_output();
    measure();
    open_output();
    record.launch.number = 4;
    record.launch.resumed = true;
    record.rows = 0;
    measure();
    assert_int_equal(record.rows, 3);
}

static void test_time_limit(void **state) {
    (void)state;
    struct sample sample = good_sample();
    begin();
    assert_true(take(&sample)); /* no limit */
    record.launch.began_ns = clock_wall_ns();
    rig.options.max_time_ns = UINT64_C(3600) * 1000000000;
    begin();
    assert_true(take(&sample));
    assert_false(record.out_of_time);
    /* A repetition took 1 s of the limit's 1.5 s: the next one would not fit. */
    record.launch.began_ns = clock_wall_ns() - UINT64_C(1000000000);
    rig.options.max_time_ns = UINT64_C(1500000000);
    begin();
    record.configuration_began_ns = record.launch.began_ns;
    assert_false(take(&sample));
    assert_true(record.out_of_time);
    /* By the kernel's tables the configuration takes an hour: it is not begun. */
    const struct sink sink = record_sink(&record);
    struct kernel slow = made_up_kernel;
    struct configuration long_one = rig.list[0];
    slow.nominal_ns_per_item = 3.6e12;
    long_one.kernel = &slow;
    record.launch.began_ns = clock_wall_ns();
    rig.options.max_time_ns = UINT64_C(60) * 1000000000;
    assert_true(sink.begin(sink.context, &rig.list[0]));
    assert_false(sink.begin(sink.context, &long_one));
    assert_true(record.out_of_time);
}

static void test_spawn_is_the_teams_making(void **state) {
    (void)state;
    const struct sink sink = record_sink(&record);
    record.launch.spawn_s = 0.5;
    sink.ready(sink.context, 5000);
    assert_true(record.launch.spawn_s == 0.5); /* no threads to make */
    record.team_began_ns = 2000;
    sink.ready(sink.context, 5000);
    assert_true(fabs(record.launch.spawn_s - 0.500003) < 1e-12);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, clean)

int main(void) {
    static const struct CMUnitTest tests[] = {
        FRESH(test_flags),
        FRESH(test_overlap),
        cmocka_unit_test(test_places_of_their_own),
        FRESH(test_right_results),
        FRESH(test_deliberately_wrong_kernel),
        FRESH(test_right_results_of_several_configurations),
        FRESH(test_columns_of_a_row),
        FRESH(test_failure_names_worker_and_cause),
        FRESH(test_unwritable_row_stops_the_measurement),
        FRESH(test_skipped_rows),
        FRESH(test_resuming_completes_the_rows),
        FRESH(test_other_launches_do_not_count),
        FRESH(test_time_limit),
        FRESH(test_spawn_is_the_teams_making),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
