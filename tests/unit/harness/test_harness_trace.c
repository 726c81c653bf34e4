/* The trace is JSON that viewers open: a begin and an end for every event, in pairs per worker. */
#include "command.h"
#include "rig.h"

#include "trace.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static struct configuration list[2];
static struct plan plan = {.list = list, .count = 2};

static int make_plan(void **state) {
    (void)state;
    list[0] = (struct configuration){.kernel = &made_up_kernel, .problem = {.workers = 4}};
    list[1] = (struct configuration){.kernel = &bare_kernel, .problem = {.workers = 2}};
    return 0;
}

/* Writes and parses; cJSON_Delete the result. */
static cJSON *written(struct trace_event *events, size_t count, unsigned threads) {
    const struct test_folder folder = test_folder_make();
    const char *path = test_folder_file(&folder, "trace.json");
    struct fault fault = {0};
    assert_true(trace_write(path, &plan, threads, events, count, &fault));
    char *text = test_file_read(path);
    cJSON *trace = cJSON_Parse(text);
    HOLDS(cJSON_IsArray(trace), text);
    free(text);
    test_folder_free(&folder);
    return trace;
}

static double number(const cJSON *object, const char *name) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    HOLDS(cJSON_IsNumber(value), name);
    return value->valuedouble;
}

static const char *text_of(const cJSON *object, const char *name) {
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    HOLDS(value, name);
    return value;
}

static void test_events_by_hand(void **state) {
    (void)state;
    struct trace_event events[] = {
        {.begin_ns = 9000, .end_ns = 12500, .task = 7, .worker = 3, .configuration = 1},
        {.begin_ns = 1000, .end_ns = 5000, .task = 0, .worker = 0, .configuration = 0},
    };
    cJSON *trace = written(events, 2, 2);
    assert_int_equal(cJSON_GetArraySize(trace), 5);
    const cJSON *first = cJSON_GetArrayItem(trace, 1), *last = cJSON_GetArrayItem(trace, 4);
    assert_string_equal(text_of(first, "ph"), "B");
    assert_string_equal(text_of(first, "name"), "madeup task 0");
    assert_string_equal(text_of(first, "cat"), "mixed");
    assert_true(number(first, "ts") == 0.0); /* times count from the first event */
    assert_int_equal(number(first, "pid"), 0);
    assert_string_equal(text_of(last, "ph"), "E");
    assert_string_equal(text_of(last, "name"), "bare task 7");
    assert_true(number(last, "ts") == 11.5); /* microseconds */
    assert_int_equal(number(last, "pid"), 1);
    assert_int_equal(number(last, "tid"), 3);
    cJSON_Delete(trace);
}

/* Viewers show whose rows these are: two ranks of two threads. */
static void test_names_of_ranks_and_threads(void **state) {
    (void)state;
    static const char *const names[] = {"rank 0",          "rank 1",          "rank 0 thread 0",
                                        "rank 0 thread 1", "rank 1 thread 0", "rank 1 thread 1"};
    enum { NAMES = sizeof names / sizeof *names };
    plan.workers_max = 4;
    cJSON *trace = written(NULL, 0, 2);
    assert_int_equal(cJSON_GetArraySize(trace), NAMES);
    for (int i = 0; i < NAMES; i++) {
        const cJSON *label = cJSON_GetArrayItem(trace, i);
        assert_string_equal(text_of(label, "name"), i < 2 ? "process_name" : "thread_name");
        assert_int_equal(number(label, "pid"), i < 2 ? i : (i - 2) / 2);
        assert_string_equal(text_of(cJSON_GetObjectItemCaseSensitive(label, "args"), "name"),
                            names[i]);
    }
    cJSON_Delete(trace);
    plan.workers_max = 0;
}

static void test_no_events(void **state) {
    (void)state;
    cJSON *trace = written(NULL, 0, 1);
    assert_int_equal(cJSON_GetArraySize(trace), 1);
    cJSON_Delete(trace);
}

/* What a real measurement leaves: on every worker begin and end alternate, time does not go back.
 */
static void test_pairs_of_a_real_run(void **state) {
    (void)state;
    enum { WORKERS = 3, TASKS = 20, REPETITIONS = 3 };
    static struct rig rig;
    unsigned begun[WORKERS] = {0}, ended[WORKERS] = {0};
    double last[WORKERS] = {0};
    rig_init(&rig, &made_up_kernel, WORKERS);
    rig.traced = true;
    rig.list->schedule.kind = SCHEDULE_DYNAMIC;
    rig_size(rig.list, 100, TASKS, WORKERS);
    rig_run(&rig);
    cJSON *trace = written(rig.events, rig.event_count, WORKERS);
    const cJSON *event;
    cJSON_ArrayForEach(event, trace) {
        const char phase = *text_of(event, "ph");
        if (phase == 'M')
            continue;
        const unsigned worker = (unsigned)number(event, "tid");
        assert_in_range(worker, 0, WORKERS - 1);
        assert_true(number(event, "ts") >= last[worker]);
        last[worker] = number(event, "ts");
        begun[worker] += phase == 'B';
        ended[worker] += phase == 'E';
        assert_int_equal(begun[worker], ended[worker] + (phase == 'B'));
    }
    assert_int_equal(begun[0] + begun[1] + begun[2], TASKS * REPETITIONS);
    cJSON_Delete(trace);
    rig_free(&rig);
}

static void test_unwritable(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_false(trace_write("/no/such/folder/t.json", &plan, 1, NULL, 0, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    assert_string_equal(fault.text, "--trace: /no/such/folder/t.json: No such file or directory");
    fault = (struct fault){0};
    assert_false(trace_make("/no/such/folder/t.json", &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    fault = (struct fault){0};
    assert_false(trace_write("/dev/full", &plan, 1, NULL, 0, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
}

static void test_made_empty(void **state) {
    (void)state;
    const struct test_folder folder = test_folder_make();
    const char *path = test_folder_file(&folder, "trace.json");
    struct fault fault = {0};
    assert_true(trace_make(path, &fault));
    char *text = test_file_read(path);
    assert_string_equal(text, "");
    free(text);
    test_folder_free(&folder);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_by_hand),
        cmocka_unit_test(test_no_events),
        cmocka_unit_test(test_pairs_of_a_real_run),
        cmocka_unit_test(test_made_empty),
        cmocka_unit_test(test_unwritable),
        cmocka_unit_test(test_names_of_ranks_and_threads),
    };
    return cmocka_run_group_tests(tests, make_plan, NULL);
}
