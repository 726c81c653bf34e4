/* The short table as other programs and people read it. */
#include "check.h"
#include "csvline.h"
#include "format.h"
#include "made_up.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A name with all that CSV, JSON and Markdown must not take for their own. */
#define NAME   "a|b<c>, \"d\"*"
#define QUOTED "\"a|b<c>, \"\"d\"\"*\""

static const struct made small_study[] = {
    {QUOTED, "cpu", "serial", "off", 1, 0, 1, 0.001, 8, NULL},
    {QUOTED, "cpu", "omp", "off", 2, 0, 0.5, 0.001, 8, NULL},
    {QUOTED, "cpu", "omp", "cpython", 2, 0, 1, 0.001, 8, NULL},
    {QUOTED, "cpu", "mpi", "off", 2, 0, 0.25, 0.001, 8, NULL},
    {"few", "io", "omp", "off", 2, 0, 1, 0.001, 3, NULL},
    {"few", "io", "mpi", "off", 2, 0, 2, 0.001, 3, NULL},
};

static char *printed(enum format format, const struct made *made, size_t count) {
    struct data *data = made_data(made, count);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    struct short_table table = short_table_make(&verdicts);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    format_print(out, &table, format);
    fclose(out);
    short_table_clear(&table);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
    return text;
}

/* The field of a column in one line of the text, which is changed; the header is line 0. */
static const char *csv_field(char *text, size_t line, const char *column) {
    static char *heads[64], *fields[64];
    char *lines[8] = {NULL}, *rest = text;
    for (size_t i = 0; i < COUNT(lines); i++)
        lines[i] = strsep(&rest, "\n");
    const size_t count = csv_split(lines[0], heads, COUNT(heads));
    assert_int_equal(csv_split(lines[line], fields, COUNT(fields)), count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(heads[i], column) == 0)
            return fields[i];
    fail_msg("no column %s", column);
    return NULL;
}

static void csv_has_every_number(void **state) {
    (void)state;
    static const struct {
        size_t line;
        const char *column, *field;
    } table[] = {
        {1, "class", "cpu"},
        {1, "panel", ""},
        {1, "threads_speedup", ""},
        {1, "text", "processes; with the lock processes"},
        {2, "panel", NAME},
        {2, "threads_speedup", "2"},
        {2, "threads_workers", "2"},
        {2, "threads_lock_speedup", "1"},
        {2, "processes_speedup", "4"},
        {2, "hybrids_speedup", ""},
        {2, "recommendation", "processes"},
        {4, "panel", "few"},
        {4, "processes_low", ""},
        {4, "recommendation", "exploratory"},
        {4, "text", "exploratory, 3 launches: threads look 2.00 times as fast"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char *text = printed(FORMAT_CSV, small_study, COUNT(small_study));
        assert_string_equal(csv_field(text, table[i].line, table[i].column), table[i].field);
        free(text);
    }
}

static void json_can_be_read(void **state) {
    (void)state;
    char *text = printed(FORMAT_JSON, small_study, COUNT(small_study));
    cJSON *document = cJSON_Parse(text);
    assert_non_null(document);
    const cJSON *rows = cJSON_GetObjectItem(document, "rows");
    assert_int_equal(cJSON_GetArraySize(rows), 4);
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 0), "panel")));
    const cJSON *row = cJSON_GetArrayItem(rows, 1);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(row, "panel")), NAME);
    const cJSON *processes = cJSON_GetObjectItem(cJSON_GetObjectItem(row, "sides"), "processes");
    assert_float_equal(cJSON_GetObjectItem(processes, "speedup")->valuedouble, 4, 1e-9);
    assert_true(cJSON_GetObjectItem(processes, "low")->valuedouble < 4);
    const cJSON *few =
        cJSON_GetObjectItem(cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 3), "sides"), "processes");
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(few, "low")));
    cJSON_Delete(document);
    free(text);
}

static void markdown_is_ready_to_paste(void **state) {
    (void)state;
    char *text = printed(FORMAT_MD, small_study, COUNT(small_study));
    assert_string_equal(
        text,
        "| work | threads | threads, cpython lock | processes | recommendation |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| **Bound by computing** | 2.00x | 1.00x | 4.00x | processes; with the lock processes |\n"
        "| a\\|b&lt;c>, \"d\"\\* | 2.00x at 2 (1.99 to 2.01) | 1.00x at 2 (0.997 to 1.003) | 4.00x "
        "at 2 (3.99 to 4.01) | processes: 2.00 times as fast (1.99 to 2.01); with the lock "
        "processes, 4.00 times as fast (3.99 to 4.01): it holds threads at 1.00x |\n"
        "| **Bound by waiting** | 1.00x | - | 0.50x | exploratory |\n"
        "| few | 1.00x at 2 (the base) | - | 0.50x at 2 (no limits) | exploratory, 3 launches: "
        "threads look 2.00 times as fast |\n");
    free(text);
}

/* Columns only for the sides that there are; other programs are named. */
static void other_programs_have_a_column(void **state) {
    (void)state;
    static const struct made others[] = {
        {"k", "cpu", "red", "off", 1, 0, 1, 0.001, 8, NULL},
        {"k", "cpu", "red", "off", 4, 0, 0.5, 0.001, 8, NULL},
        {"k", "cpu", "blue", "off", 4, 0, 0.25, 0.001, 8, NULL},
    };
    char *text = printed(FORMAT_MD, others, COUNT(others));
    assert_non_null(strstr(text, "| work | other programs | recommendation |\n"));
    assert_non_null(
        strstr(text, "| k | blue 4.00x at 4 (3.99 to 4.01) | blue: 2.00 times as fast "));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_has_every_number),
        cmocka_unit_test(json_can_be_read),
        cmocka_unit_test(markdown_is_ready_to_paste),
        cmocka_unit_test(other_programs_have_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
