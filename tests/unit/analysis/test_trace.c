/* Timelines from Trace Event JSON, whole, in pairs, and broken. */
#include "made_up.h"
#include "scripts.h"
#include "timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read(const char *json, struct trace *trace) {
    struct file file = file_make("trace-x.json", json, strlen(json));
    struct fault fault = {0};
    const bool good = tracefile_read(file.path, trace, &fault);
    assert_int_equal(fault.code, good ? EXIT_DONE : EXIT_USER);
    file_remove(&file);
    return good;
}

static void events_become_spans(void **state) {
    (void)state;
    static const char *const forms[] = {
        "[{\"ph\":\"B\",\"name\":\"a\",\"pid\":0,\"tid\":1,\"ts\":100},"
        "{\"ph\":\"X\",\"name\":\"b\",\"pid\":0,\"tid\":2,\"ts\":150,\"dur\":50},"
        "{\"ph\":\"E\",\"pid\":0,\"tid\":1,\"ts\":180}]",
        "{\"traceEvents\":[{\"ph\":\"X\",\"name\":\"a\",\"pid\":0,\"tid\":1,\"ts\":100,\"dur\":80},"
        "{\"ph\":\"X\",\"name\":\"b\",\"pid\":0,\"tid\":2,\"ts\":150,\"dur\":50},{\"ph\":\"?\"}]}",
    };
    for (size_t i = 0; i < 2; i++) {
        struct trace trace;
        assert_true(read(forms[i], &trace));
        assert_int_equal(trace.count, 2);
        assert_int_equal(trace.spans.count, 2);
        for (size_t s = 0; s < 2; s++) {
            const struct span *span = &trace.spans.items[s];
            const bool first = strcmp(span->name, "a") == 0;
            assert_float_equal(span->begin_us, first ? 0 : 50, 1e-9);
            assert_float_equal(span->end_us, first ? 80 : 100, 1e-9);
            assert_float_equal(trace.items[span->lane].thread, first ? 1 : 2, 0);
        }
        tracefile_free(&trace);
    }
}

static void lanes_are_sorted_by_worker(void **state) {
    (void)state;
    struct trace trace;
    assert_true(read("[{\"ph\":\"X\",\"name\":\"c\",\"pid\":1,\"tid\":0,\"ts\":0,\"dur\":1},"
                     "{\"ph\":\"X\",\"name\":\"b\",\"pid\":0,\"tid\":2,\"ts\":1,\"dur\":1},"
                     "{\"ph\":\"X\",\"name\":\"a\",\"pid\":0,\"tid\":1,\"ts\":2,\"dur\":1}]",
                     &trace));
    assert_int_equal(trace.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(trace.spans.items[i].lane, 2 - i);
    tracefile_free(&trace);
}

static void names_of_threads_are_kept(void **state) {
    (void)state;
    struct trace trace;
    assert_true(
        read("[{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":2,"
             "\"args\":{\"name\":\"worker 7\"}},"
             "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"args\":{\"name\":\"r\"}}]",
             &trace));
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.items[0].name, "worker 7");
    tracefile_free(&trace);
}

static void strange_events_do_no_harm(void **state) {
    (void)state;
    static const char *const texts[] = {"[]",
                                        "[1,null,\"x\",[]]",
                                        "[{}]",
                                        "[{\"ph\":5}]",
                                        "[{\"ph\":\"E\",\"ts\":1}]",
                                        "[{\"ph\":\"B\"},{\"ph\":\"B\"},{\"ph\":\"E\"}]",
                                        "[{\"ph\":\"X\",\"ts\":\"soon\"}]",
                                        "[{\"ph\":\"M\",\"name\":\"thread_name\"}]",
                                        "{\"traceEvents\":[]}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct trace trace;
        assert_true(read(texts[i], &trace));
        tracefile_free(&trace);
    }
}

static void what_is_no_trace_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"", "x", "{}", "5", "[{", "{\"traceEvents\":5}", "[}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct trace trace;
        assert_false(read(texts[i], &trace));
        tracefile_free(&trace);
    }
}

/* Every task once in each repetition; another number of workers is another configuration. */
static void repetitions_are_counted(void **state) {
    (void)state;
    struct trace trace;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (unsigned i = 0; i < 8; i++)
        fprintf(out,
                "%s{\"ph\":\"B\",\"name\":\"k task %u\",\"pid\":0,\"tid\":%u,\"ts\":%u,\"args\":"
                "{\"workers\":%u}},{\"ph\":\"E\",\"pid\":0,\"tid\":%u,\"ts\":%u}",
                i ? "," : "[", i % 2, i % 2, i, i < 6 ? 2 : 1, i % 2, i + 1);
    fputs("]", out);
    fclose(out);
    assert_true(read(text, &trace));
    assert_int_equal(trace.spans.count, 8);
    for (size_t i = 0; i < 8; i++) {
        const struct span *span = &trace.spans.items[i];
        const unsigned number = (unsigned)span->begin_us;
        assert_int_equal(span->workers, number < 6 ? 2 : 1);
        assert_int_equal(span->repetition, number < 6 ? number / 2 : 0);
    }
    free(text);
    tracefile_free(&trace);
}

static void warmups_come_from_the_launch_that_wrote_it(void **state) {
    (void)state;
#define LAUNCH(trace, warmup) \
    "{\"argv\":[\"x\",\"--trace\",\"/a/" trace "\",\"--warmup\",\"" warmup "\"]}"
    static const char provenance[] =
        "{\"launches\":[" LAUNCH("trace-a.json", "3") "," LAUNCH("trace-b.json", "0") "," LAUNCH(
            "trace-b.json", "1") ",{\"argv\":[\"--warmup\",\"7\",\"--trace\"]},{},5]}";
    unsigned warmups = 9;
    assert_true(tracefile_warmups(provenance, "elsewhere/trace-a.json", &warmups));
    assert_int_equal(warmups, 3);
    assert_false(tracefile_warmups(provenance, "trace-b.json", &warmups)); /* two that differ */
    assert_false(tracefile_warmups(provenance, "trace-c.json", &warmups));
    assert_false(tracefile_warmups("x", "trace-a.json", &warmups));
    assert_false(tracefile_warmups("{\"launches\":[" LAUNCH("trace-a.json", "many") "]}",
                                   "trace-a.json", &warmups));
}

/* The data of a timeline; free it. */
static char *drawn(const char *json, unsigned warmups) {
    struct trace trace;
    struct fault fault = {0};
    char *folder = scripts_folder();
    assert_true(read(json, &trace));
    assert_true(timeline_write(&trace, warmups, folder, "p", "title", &fault));
    scripts_draw(folder, "p");
    char *text = scripts_text(folder, "p", "dat");
    tracefile_free(&trace);
    scripts_remove(folder);
    return text;
}

static void timelines_tell_warmups_and_workers(void **state) {
    (void)state;
    char *text =
        drawn("[{\"ph\":\"X\",\"name\":\"k task 0\",\"pid\":0,\"tid\":0,\"ts\":0,\"dur\":9e5},"
              "{\"ph\":\"X\",\"name\":\"k task 1\",\"pid\":1,\"tid\":1,\"ts\":0,\"dur\":1e6},"
              "{\"ph\":\"X\",\"name\":\"k task 0\",\"pid\":1,\"tid\":1,\"ts\":1e6,\"dur\":1e6}]",
              1);
    assert_non_null(strstr(text, "0.000 900000.000 2 "));
    assert_non_null(strstr(text, "\"task 0, 900 ms\" \"k task 0, process 0: 900 ms, from 0"));
    assert_non_null(strstr(text, "1000000.000 2000000.000 1 "));
    assert_int_equal(scripts_count(text, ", warm-up\"\n"), 2);
    assert_non_null(strstr(text, "\n0.000 1000000.000 \"warm-up\"\n"
                                 "1000000.000 2000000.000 \"repetition 0\"\n"));
    free(text);
}

static void timelines_of_others_have_no_repetitions(void **state) {
    (void)state;
    char *text = drawn("[{\"ph\":\"X\",\"name\":\"draw\",\"pid\":0,\"tid\":0,\"ts\":0,\"dur\":0},"
                       "{\"ph\":\"X\",\"name\":\"draw\",\"pid\":0,\"tid\":0,\"ts\":0,\"dur\":0}]",
                       1);
    assert_null(strstr(text, "warm-up"));
    assert_null(strstr(text, "\"repetition"));
    free(text);
}

static void timelines_have_an_end(void **state) {
    (void)state;
    char *json = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&json, &length);
    for (unsigned i = 0; i < TIMELINE_LANES_MAX + 5; i++)
        fprintf(out,
                "%s{\"ph\":\"X\",\"name\":\"k task %u\",\"pid\":0,\"tid\":%u,\"ts\":1,\"dur\":5}",
                i ? "," : "[", i, i);
    fputs("]", out);
    fclose(out);
    char *text = drawn(json, 0);
    assert_int_equal(scripts_count(text, "\"k task "), TIMELINE_LANES_MAX);
    free(text);
    free(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_become_spans),
        cmocka_unit_test(lanes_are_sorted_by_worker),
        cmocka_unit_test(names_of_threads_are_kept),
        cmocka_unit_test(strange_events_do_no_harm),
        cmocka_unit_test(what_is_no_trace_is_refused),
        cmocka_unit_test(repetitions_are_counted),
        cmocka_unit_test(warmups_come_from_the_launch_that_wrote_it),
        cmocka_unit_test(timelines_tell_warmups_and_workers),
        cmocka_unit_test(timelines_of_others_have_no_repetitions),
        cmocka_unit_test(timelines_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
