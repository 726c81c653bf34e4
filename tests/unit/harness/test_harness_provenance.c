/* provenance.json: valid after each write, one entry per launch, hosts once, nobody's name inside.
 */
#include "command.h"

#include "host.h"
#include "provenance.h"

#include <cjson/cJSON.h>
#include <malloc.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct test_folder folder;
static struct options options;
static struct launch launch;
static struct provenance about;

static char program[] = "convoy-omp", output[] = "--output=/data/people/anna/x.csv",
            kernel[] = "-k", sum[] = "sum";
static char *words[] = {program, output, kernel, sum, NULL};

static int fresh(void **state) {
    (void)state;
    folder = test_folder_make();
    options = (struct options){.seed = 9, .pin = {.text = "none"}};
    launch = (struct launch){
        .run_id = "run", .driver = "omp", .nodes = 1, .ranks = 1, .threads = 2, .host = "host-a"};
    about = (struct provenance){.launch = &launch,
                                .options = &options,
                                .threads_version = "",
                                .ranks_version = "",
                                .argv = words,
                                .argc = 4,
                                .started_utc = "2026-01-31T12:00:00.000000Z",
                                .exit_code = -1};
    setenv("HOME", "/data/people/anna", 1);
    unsetenv("CONVOY_STUDY_FILE");
    return 0;
}

static int clean(void **state) {
    (void)state;
    test_folder_free(&folder);
    return 0;
}

/* Writes this launch and reads the whole file back; cJSON_Delete the result. */
static cJSON *written(void) {
    struct fault fault = {0};
    HOLDS(provenance_write(test_folder_file(&folder, "x.csv"), &about, &fault), fault.text);
    char *text = test_file_read(test_folder_file(&folder, "provenance.json"));
    cJSON *document = cJSON_ParseWithOpts(text, NULL, true);
    HOLDS(document, text);
    free(text);
    return document;
}

static const cJSON *entry(const cJSON *document, int index) {
    return cJSON_GetArrayItem(cJSON_GetObjectItem(document, "launches"), index);
}

static int length(const cJSON *document, const char *name) {
    return cJSON_GetArraySize(cJSON_GetObjectItem(document, name));
}

static void write_only(void) {
    cJSON_Delete(written());
}

static void test_first_write(void **state) {
    (void)state;
    cJSON *document = written();
    const cJSON *launched = entry(document, 0);
    assert_int_equal(length(document, "launches"), 1);
    assert_int_equal(length(document, "hosts"), 1);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(launched, "run_id")), "run");
    assert_false(cJSON_HasObjectItem(launched, "exit_code")); /* still running */
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItem(launched, "seed")) == 9);
    assert_int_equal(length(launched, "argv"), 4);
    cJSON_Delete(document);
}

static void test_entry_is_replaced(void **state) {
    (void)state;
    const struct pin_report pins[2] = {{.got = "0", .host = "host-a"}, {.got = "1", .thread = 1}};
    write_only();
    about.exit_code = 0;
    about.pins = pins;
    about.workers = 2;
    cJSON *document = written();
    assert_int_equal(length(document, "launches"), 1);
    const cJSON *code = cJSON_GetObjectItem(entry(document, 0), "exit_code");
    assert_true(cJSON_IsNumber(code) && code->valueint == 0);
    assert_int_equal(length(entry(document, 0), "workers"), 2);
    cJSON_Delete(document);
}

static void test_launches_add_up_and_hosts_do_not(void **state) {
    (void)state;
    write_only();
    launch.number = 1;
    write_only();
    about.started_utc = "2026-01-31T12:00:01.000000Z"; /* launch 1 once more, resumed */
    write_only();
    launch.run_id = "another run";
    write_only();
    launch.host = "host-b";
    cJSON *document = written();
    assert_int_equal(length(document, "launches"), 4);
    assert_int_equal(length(document, "hosts"), 2);
    cJSON_Delete(document);
}

static void test_no_people_inside(void **state) {
    (void)state;
    const struct passwd *user = getpwuid(getuid());
    char in_study[300], user_path[300];
    setenv("CONVOY_SECRET_TOKEN", "hush-hush", 1);
    setenv("SLURM_JOB_USER", "slurm-anna", 1);
    setenv("CONVOY_NOTE", "/data/people/anna/notes", 1);
    setenv("AWS_KEY", "hush-hush", 1);
    setenv("CONVOY_STUDY_FILE", test_folder_file(&folder, "t.study"), 1);
    snprintf(in_study, sizeof in_study, "[study]\nset = file.dir=/data/people/anna/here\n");
    test_file_write(test_folder_file(&folder, "t.study"), in_study);
    snprintf(user_path, sizeof user_path, "/scratch/%s/x", user ? user->pw_name : "somebody");
    words[3] = user_path;
    write_only();
    words[3] = sum;
    char *text = test_file_read(test_folder_file(&folder, "provenance.json"));
    assert_null(strstr(text, "anna"));
    assert_null(strstr(text, "hush-hush"));
    assert_non_null(strstr(text, "CONVOY_NOTE"));
    assert_non_null(strstr(text, "~/here"));
    assert_non_null(strstr(text, "--output=~/x.csv"));
    if (user)
        assert_null(strstr(text, user_path));
    free(text);
    unsetenv("CONVOY_SECRET_TOKEN");
    unsetenv("SLURM_JOB_USER");
    unsetenv("CONVOY_NOTE");
}

static void test_garbage_is_replaced(void **state) {
    (void)state;
    static const char *const garbage[] = {
        "", "{", "[]", "{\"launches\": 3}", "not json at all", "{\"launches\": [], \"hosts\": {}}"};
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        test_file_write(test_folder_file(&folder, "provenance.json"), garbage[i]);
        cJSON *document = written();
        HOLDS(length(document, "launches") == 1, garbage[i]);
        HOLDS(length(document, "hosts") == 1, garbage[i]);
        cJSON_Delete(document);
    }
}

static void test_nothing_else_is_left_behind(void **state) {
    (void)state;
    write_only();
    assert_int_not_equal(access(test_folder_file(&folder, "provenance.json.new"), F_OK), 0);
    assert_int_not_equal(access(test_folder_file(&folder, "x.csv"), F_OK), 0);
}

static void test_unwritable(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_false(provenance_write("/no/such/folder/x.csv", &about, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    HOLDS(strstr(fault.text, "provenance.json: No such file"), fault.text);
}

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define HEAP_CAN_BE_GIVEN_BACK (host_uss_bytes() > 0)
#else
#define HEAP_CAN_BE_GIVEN_BACK false /* also: a sanitizer keeps freed memory for a while */
#endif

/* As many launches as a long study has. */
static void long_history_make(const char *path) {
    enum { LAUNCHES = 20 * 1000 };
    FILE *out = fopen(path, "we");
    assert_non_null(out);
    fputs("{\"hosts\": [], \"launches\": [{\"run_id\": \"old\", \"launch\": 0}", out);
    for (int i = 1; i < LAUNCHES; i++)
        fprintf(out, ",\n{\"run_id\": \"old\", \"launch\": %d, \"argv\": [\"a\", \"b\"]}", i);
    fputs("]}", out);
    assert_int_equal(fclose(out), 0);
}

/*
 * Its document takes some 10 MB of small pieces. malloc is told to keep what is freed, which it
 * otherwise does or not, as the pieces lie: only what is given back on purpose is gone.
 */
static void test_memory_is_given_back(void **state) {
    (void)state;
    enum { NOTICEABLE = 2 * 1000 * 1000 };
    struct fault fault = {0};
    if (!HEAP_CAN_BE_GIVEN_BACK)
        skip();
    long_history_make(test_folder_file(&folder, "provenance.json"));
    assert_int_equal(mallopt(M_TRIM_THRESHOLD, 1 << 30), 1);
    host_heap_give_back();
    const uint64_t before = host_uss_bytes();
    HOLDS(provenance_write(test_folder_file(&folder, "x.csv"), &about, &fault), fault.text);
    assert_true(host_uss_bytes() < before + NOTICEABLE);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, fresh, clean)

int main(void) {
    static const struct CMUnitTest tests[] = {
        FRESH(test_first_write),
        FRESH(test_entry_is_replaced),
        FRESH(test_launches_add_up_and_hosts_do_not),
        FRESH(test_no_people_inside),
        FRESH(test_garbage_is_replaced),
        FRESH(test_nothing_else_is_left_behind),
        FRESH(test_unwritable),
        FRESH(test_memory_is_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
