/* Timelines from Trace Event JSON, whole, in pairs, and broken. */
#include "made_up.h"
#include "tracefile.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_become_spans),         cmocka_unit_test(lanes_are_sorted_by_worker),
        cmocka_unit_test(names_of_threads_are_kept),   cmocka_unit_test(strange_events_do_no_harm),
        cmocka_unit_test(what_is_no_trace_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
