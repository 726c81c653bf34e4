/* The CSV reader against RFC 4180 and against what is no CSV. */
#include "csv.h"

#include "check.h"
#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All records as text: fields in brackets, a bar behind each record; or the fault's text. */
static char *spelled(const char *bytes, size_t length) {
    struct file file = file_make("x.csv", bytes, length);
    struct fault fault = {0};
    struct csv *csv = csv_open(file.path, &fault);
    assert_non_null(csv);
    char *text = NULL;
    size_t used = 0;
    FILE *out = open_memstream(&text, &used);
    enum csv_result result;
    while ((result = csv_next(csv, &fault)) == CSV_RECORD) {
        for (size_t i = 0; i < csv_count(csv); i++)
            fprintf(out, "[%s]", csv_field(csv, i));
        fputs(csv_complete(csv) ? "|" : "", out);
    }
    if (result == CSV_BROKEN)
        fprintf(out, "!%s", fault.text + strlen(file.path));
    fclose(out);
    csv_close(csv);
    file_remove(&file);
    return text;
}

static const struct {
    const char *bytes, *records;
} cases[] = {
    {"", ""},
    {"\n\n\r\n", ""},
    {"a,b\n", "[a][b]|"},
    {"a,b", "[a][b]"},
    {"a,b\r\nc,d\r\n", "[a][b]|[c][d]|"},
    {"\xef\xbb\xbf"
     "a,b\n",
     "[a][b]|"},
    {"a,,b,\n", "[a][][b][]|"},
    {"\"a\",\"b,c\"\n", "[a][b,c]|"},
    {"\"a\"\"b\"\n", "[a\"b]|"},
    {"\"a\nb\",c\n", "[a\nb][c]|"},
    {"\"\"\n", ""}, /* one empty field is a blank line, quoted or not */
    {"\"\",\n", "[][]|"},
    {" a , b\t\n", "[a][b]|"},
    {"\" a \" ,b\n", "[ a ][b]|"},
    {"a\n\nb\n\n\n", "[a]|[b]|"},
    {"a\rb,c\n", "[a\rb][c]|"},
    {"a\"b,c\n", "!:1:2: a quote inside an unquoted field"},
    {"a,\"b\"c\n", "!:1:6: text behind a closing quote"},
    {"a\nb,\"c", "[a]|!:2:3: a quote that is never closed"},
    {"a\n\"b\n\nc", "[a]|!:2:1: a quote that is never closed"},
};

static void records_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = spelled(cases[i].bytes, strlen(cases[i].bytes));
        assert_string_equal(got, cases[i].records);
        free(got);
    }
}

static void nul_bytes_are_refused(void **state) {
    (void)state;
    char *got = spelled("a,b\nc\0d,e\n", 10);
    assert_string_equal(got, "[a][b]|!:2:2: a NUL byte: not a CSV text file");
    free(got);
}

static void long_records_are_refused(void **state) {
    (void)state;
    const size_t length = CSV_RECORD_MAX + 10;
    char *bytes = must_alloc(length);
    memset(bytes, 'x', length);
    char *got = spelled(bytes, length);
    assert_non_null(strstr(got, "a record of more than 16 MiB"));
    free(got);
    free(bytes);
}

static void files_that_cannot_be_read_are_faults(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_null(csv_open("/nonexistent/x.csv", &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_non_null(strstr(fault.text, "/nonexistent/x.csv"));
    fault = (struct fault){0};
    struct csv *csv = csv_open("/", &fault);
    assert_non_null(csv);
    assert_int_equal(csv_next(csv, &fault), CSV_BROKEN);
    assert_int_equal(fault.code, EXIT_USER);
    csv_close(csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_read),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(long_records_are_refused),
        cmocka_unit_test(files_that_cannot_be_read_are_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
