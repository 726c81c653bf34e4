/* The raw samples' file: header, rows, what is refused, what is repaired, what is remembered. */
#include "command.h"

#include "csvline.h"
#include "output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The contract's first columns, in its order. */
static const char contract_header[] =
    "schema_version,study,run_id,driver,kernel,class,scaling,gil,gil_interval_us,nodes,ranks,"
    "threads,workers,tasks,size,schedule,pin,launch,rep,phase,order,wall_s,cpu_s,spawn_s,setup_s,"
    "skew_us,busy_min_s,busy_max_s,items,bytes,checksum,ok,flags,host,timestamp_utc,tags,"
    "rss_peak_bytes,pss_bytes,nvcsw,nivcsw,migrations,minflt,majflt,gil_switches,gil_forced,"
    "gil_wait_s,op_p50_us,op_p99_us,op_max_us,";

static struct test_folder folder;

static int make(void **state) {
    (void)state;
    folder = test_folder_make();
    return 0;
}

static int clean(void **state) {
    (void)state;
    test_folder_free(&folder);
    return 0;
}

static struct sample sample_of(uint64_t launch, uint64_t work_id, uint64_t rep, const char *phase) {
    return (struct sample){.schema_version = SCHEMA_VERSION,
                           .kernel = "sum",
                           .launch = launch,
                           .work_id = work_id,
                           .rep = rep,
                           .phase = phase,
                           .wall_s = 0.123456789,
                           .cpu_s = NAN,
                           .checksum = 255,
                           .config_id = launch + 100,
                           .binary_id = launch + 200,
                           .tags = "a=b"};
}

static struct output *open_good(const char *path) {
    struct fault fault = {0};
    struct output *output = output_open(path, &fault);
    if (!output)
        fail_msg("%s", fault.text);
    return output;
}

static void append_good(struct output *output, struct sample sample) {
    struct fault fault = {0};
    assert_true(output_append(output, &sample, &fault));
}

/* A file with rows of these launches, two warm-ups and one repetition each. */
static void make_file(const char *path, const uint64_t *launches, size_t count) {
    struct output *output = open_good(path);
    for (size_t i = 0; i < count; i++) {
        append_good(output, sample_of(launches[i], 5, 0, "warmup"));
        append_good(output, sample_of(launches[i], 5, 1, "warmup"));
        append_good(output, sample_of(launches[i], 5, 0, "measure"));
    }
    output_close(output);
}

static void refused(const char *path, enum exit_code code, const char *words) {
    struct fault fault = {0};
    struct output *output = output_open(path, &fault);
    assert_null(output);
    assert_int_equal(fault.code, code);
    HOLDS(strstr(fault.text, words), fault.text);
    HOLDS(strstr(fault.text, path), fault.text);
}

static void test_new_file_has_the_contracts_header(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    output_close(open_good(path));
    char *text = test_file_read(path);
    assert_memory_equal(text, contract_header, sizeof contract_header - 1);
    text[strlen(text) - 1] = '\0';
    char *fields[COLUMNS];
    assert_int_equal(csv_split(text, fields, COLUMNS), COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++)
        assert_string_equal(fields[i], columns[i].name);
    free(text);
}

static void test_rows_hold_what_was_given(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    struct output *output = open_good(path);
    struct sample sample = sample_of(3, UINT64_MAX, 4, "measure");
    sample.tags = "say=\"a,b\"";
    sample.wall_s = 1.0 / 3.0;
    append_good(output, sample);
    output_close(output);
    char *text = test_file_read(path), *fields[COLUMNS];
    char *row = strchr(text, '\n') + 1;
    row[strlen(row) - 1] = '\0';
    assert_int_equal(csv_split(row, fields, COLUMNS), COLUMNS);
    assert_string_equal(fields[COLUMN_launch], "3");
    assert_string_equal(fields[COLUMN_rep], "4");
    assert_string_equal(fields[COLUMN_wall_s], "0.333333333");
    assert_string_equal(fields[COLUMN_cpu_s], "");
    assert_string_equal(fields[COLUMN_checksum], "00000000000000ff");
    assert_string_equal(fields[COLUMN_work_id], "ffffffffffffffff");
    assert_string_equal(fields[COLUMN_tags], "say=\"a,b\"");
    assert_string_equal(fields[COLUMN_study], "");
    free(text);
}

static void test_append_keeps_what_is_there(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    make_file(path, (const uint64_t[]){0}, 1);
    char *before = test_file_read(path);
    make_file(path, (const uint64_t[]){1}, 1);
    char *after = test_file_read(path);
    assert_memory_equal(after, before, strlen(before));
    assert_int_equal(after[strlen(before)], '2'); /* a row: no second header */
    free(before);
    free(after);
}

static void test_keys_launches_and_ids(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    uint64_t launch, config_id, binary_id;
    struct output *output = open_good(path);
    assert_false(output_last_launch(output, &launch));
    assert_int_equal(output_rows(output), 0);
    output_close(output);
    make_file(path, (const uint64_t[]){2, 9, 4}, 3);
    output = open_good(path);
    assert_int_equal(output_rows(output), 9);
    assert_true(output_last_launch(output, &launch));
    assert_int_equal(launch, 9);
    assert_true(output_launch_ids(output, 4, &config_id, &binary_id));
    assert_int_equal(config_id, 104);
    assert_int_equal(binary_id, 204);
    assert_false(output_launch_ids(output, 3, &config_id, &binary_id));
    assert_true(output_holds(output, (struct row_key){4, 5, 1, true}));
    assert_true(output_holds(output, (struct row_key){4, 5, 0, false}));
    assert_false(output_holds(output, (struct row_key){4, 5, 1, false}));
    assert_false(output_holds(output, (struct row_key){4, 6, 0, false}));
    assert_false(output_holds(output, (struct row_key){3, 5, 0, false}));
    output_close(output);
}

/* Refused files are left byte for byte as they were, torn ends included. */
static void refused_untouched(const char *name, const char *text, const char *words) {
    const char *path = test_folder_file(&folder, name);
    char torn[600];
    snprintf(torn, sizeof torn, "%s.torn", path);
    test_file_write(path, text);
    refused(path, EXIT_USER, words);
    char *after = test_file_read(path);
    assert_string_equal(after, text);
    assert_int_not_equal(access(torn, F_OK), 0);
    free(after);
}

static void test_other_headers_are_refused(void **state) {
    (void)state;
    refused_untouched("a.csv", "schema_version,study,wall_s\n7,s,0.1\n", "version 7");
    refused_untouched("b.csv", "schema_version,study,wall_s\n7,s,0.1\n", "version 2");
    refused_untouched("c.csv", "schema_version,study,wall_s\n", "version 2");
    refused_untouched("d.csv", "schema_version,study\n7,s\n7,to", "version 7");
}

static void test_foreign_files_are_refused(void **state) {
    (void)state;
    refused_untouched("a.csv", "kernel,driver,workers,wall_s\nx,y,1,2\n", "not a file of raw");
    refused_untouched("b.csv", "My diary. Nobody reads it", "not a file of raw");
    refused_untouched("c.csv", "\n", "not a file of raw");
    refused_untouched("d.csv", "schema_versions\n", "not a file of raw");
}

static void test_broken_rows_are_named(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    make_file(path, (const uint64_t[]){0}, 1);
    FILE *out = fopen(path, "a");
    fputs("1,too,short\n", out);
    fclose(out);
    refused(path, EXIT_USER, "x.csv:5: not a row");
}

static void test_torn_last_line_is_kept_aside(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv"),
               *torn = test_folder_file(&folder, "x.csv.torn");
    make_file(path, (const uint64_t[]){0}, 1);
    char *before = test_file_read(path);
    FILE *out = fopen(path, "a");
    fputs("1,half a ro", out);
    fclose(out);
    struct output *output = open_good(path);
    assert_int_equal(output_rows(output), 3);
    output_close(output);
    char *after = test_file_read(path), *aside = test_file_read(torn);
    assert_string_equal(after, before);
    assert_string_equal(aside, "1,half a ro\n");
    free(before);
    free(after);
    free(aside);
}

/* Killed while the very first line was written: nothing but a piece of our header. */
static void test_torn_header_is_written_again(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "x.csv");
    static const char *const pieces[] = {"s", "schema_version,", "schema_version,study,run_"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        test_file_write(path, pieces[i]);
        output_close(open_good(path));
        char *text = test_file_read(path);
        assert_memory_equal(text, contract_header, sizeof contract_header - 1);
        free(text);
    }
}

static void test_places_that_cannot_be_written(void **state) {
    (void)state;
    refused(folder.path, EXIT_ENVIRONMENT, "directory");
    refused(test_folder_file(&folder, "no/such/folder.csv"), EXIT_ENVIRONMENT, "No such file");
    test_file_write(test_folder_file(&folder, "file"), "");
    refused(test_folder_file(&folder, "file/x.csv"), EXIT_ENVIRONMENT, "Not a directory");
    refused("/dev/full", EXIT_ENVIRONMENT, "No space left");
    if (geteuid() == 0)
        return; /* to root nothing is forbidden */
    chmod(folder.path, 0500);
    refused(test_folder_file(&folder, "x.csv"), EXIT_ENVIRONMENT, "Permission denied");
    chmod(folder.path, 0700);
}

/* "-": whatever standard output leads to is written, never read or cut. */
static void test_standard_output_into_a_file(void **state) {
    (void)state;
    const char *path = test_folder_file(&folder, "stdout");
    const int kept = dup(STDOUT_FILENO);
    test_file_write(path, "");
    fflush(stdout);
    assert_non_null(freopen(path, "w", stdout));
    struct fault fault = {0};
    struct output *output = output_open("-", &fault);
    struct sample sample = sample_of(0, 1, 0, "measure");
    const bool good =
        output && output_append(output, &sample, &fault) && output_sync(output, &fault);
    output_close(output);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    HOLDS(good, fault.text);
    char *text = test_file_read(path);
    assert_memory_equal(text, contract_header, sizeof contract_header - 1);
    free(text);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make, clean)

int main(void) {
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_new_file_has_the_contracts_header),
        IN_FOLDER(test_rows_hold_what_was_given),
        IN_FOLDER(test_append_keeps_what_is_there),
        IN_FOLDER(test_keys_launches_and_ids),
        IN_FOLDER(test_other_headers_are_refused),
        IN_FOLDER(test_foreign_files_are_refused),
        IN_FOLDER(test_broken_rows_are_named),
        IN_FOLDER(test_torn_last_line_is_kept_aside),
        IN_FOLDER(test_torn_header_is_written_again),
        IN_FOLDER(test_places_that_cannot_be_written),
        IN_FOLDER(test_standard_output_into_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
