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
    {"a\r,b\n", "[a\r][b]|"},
    {"a,b\r", "[a][b]|"}, /* somebody cut the LF off */
    {"a,\"b\"\r\nc \r\n", "[a][b]|[c]|"},
    {"a,\"\r\n\"\r\n", "[a][\r\n]|"},
    {" \"a\"\t,\tb\n", "[a][b]|"},
    {"\"\"\"\"\n", "[\"]|"},
    {"\"a,\"\"b\"\",\nc\"\n", "[a,\"b\",\nc]|"},
    {",\n", "[][]|"},
    {"a,\"b\"", "[a][b]"},
    {"a\n  \n", "[a]|"},
    {"a\n  ", "[a]|"},
    {"\xef\xbb\xbf", ""},
    {"\xef\xbb\xbf\"a\"b", "!:1:4: text behind a closing quote"},
    {"\xef\xbb", "[\xef\xbb]"},
    {"a\"b,c\n", "!:1:2: a quote inside an unquoted field"},
    {"a,\"b\"c\n", "!:1:6: text behind a closing quote"},
    {"a\nb,\"c", "[a]|!:2:3: a quote that is never closed"},
    {"a\n\"b\n\nc", "[a]|!:2:1: a quote that is never closed"},
    /* Columns behind a line end inside quotes count from there; a stray quote spoils no count. */
    {"\"a\nb\",c\"\n", "!:2:5: a quote inside an unquoted field"},
    {"\"a\nb\",\"c\nd\"e", "!:3:3: text behind a closing quote"},
    {"x\na,b\"\nc,\"d\n\"\n", "[x]|!:2:4: a quote inside an unquoted field"},
    {"\"a\" \"b\"\n", "!:1:5: text behind a closing quote"},
    {"\"a\"\rb\n", "!:1:4: text behind a closing quote"},
    {"a,\"b\"\"\n", "!:1:3: a quote that is never closed"},
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

static void nul_bytes_in_quotes_are_refused(void **state) {
    (void)state;
    char *got = spelled("\"a\n\0\"\n", 6);
    assert_string_equal(got, "!:2:1: a NUL byte: not a CSV text file");
    free(got);
    got = spelled("\"a\"\0\n", 5);
    assert_string_equal(got, "!:1:4: a NUL byte: not a CSV text file");
    free(got);
    got = spelled("\0", 1);
    assert_string_equal(got, "!:1:1: a NUL byte: not a CSV text file");
    free(got);
}

/* Every line break, quote and comma of these records meets every place at the end of a block, which
 * has 2^18 bytes. */
static void records_lie_across_blocks(void **state) {
    (void)state;
    static const char records[] = "\"a\"\"b\",\"c\r\nd\", e\r\nff,,\"g\"\n";
    enum { BLOCK_BYTES = 1 << 18, BEFORE = 64, LENGTH = sizeof records - 1 };
    for (size_t shift = 0; shift <= BEFORE; shift++) {
        const size_t first = BLOCK_BYTES - BEFORE + shift, length = first + LENGTH;
        char *bytes = must_alloc(length + 1);
        memset(bytes, 'x', first - 1);
        bytes[first - 1] = '\n';
        memcpy(bytes + first, records, LENGTH);
        char *got = spelled(bytes, length);
        assert_int_equal(strspn(got + 1, "x"), first - 1);
        assert_string_equal(got + first, "]|[a\"b][c\r\nd][e]|[ff][][g]|");
        free(got);
        free(bytes);
    }
}

/* Without its NUL. */
static void text_put(char *to, const char *text) {
    while (*text)
        *to++ = *text++;
}

static void records_of_many_blocks_are_read(void **state) {
    (void)state;
    enum { LENGTH = 10 * 1000 * 1000 };
    char *bytes = must_alloc(LENGTH + 8);
    memset(bytes, 'y', LENGTH);
    text_put(bytes, "\"\"\"");
    text_put(bytes + LENGTH, "\n\",z\nv");
    char *got = spelled(bytes, LENGTH + 6);
    assert_string_equal(got + 1 + LENGTH - 2, "\n][z]|[v]");
    assert_int_equal(got[1], '"');
    free(got);
    free(bytes);
}

static void quotes_that_stay_open_for_long_are_refused(void **state) {
    (void)state;
    const size_t length = CSV_RECORD_MAX + 1000 * 1000;
    char *bytes = must_alloc(length);
    memset(bytes, '\n', length);
    text_put(bytes, "a\nb,\"c");
    char *got = spelled(bytes, length);
    assert_string_equal(got, "[a]|!:2:3: a quote that is not closed within 16 MiB");
    free(got);
    free(bytes);
}

static void a_stray_quote_is_found_however_far_the_next_one_is(void **state) {
    (void)state;
    const size_t length = CSV_RECORD_MAX + 1000 * 1000;
    char *bytes = must_alloc(length);
    memset(bytes, '\n', length);
    text_put(bytes, "a\nb,c\"");
    char *got = spelled(bytes, length);
    assert_string_equal(got, "[a]|!:2:4: a quote inside an unquoted field");
    free(got);
    free(bytes);
}

static void streams_are_read_and_named(void **state) {
    (void)state;
    char bytes[] = "a,b\n\"c";
    struct fault fault = {0};
    struct csv *csv = csv_open_stream(fmemopen(bytes, sizeof bytes - 1, "r"), "standard input");
    assert_int_equal(csv_next(csv, &fault), CSV_RECORD);
    assert_string_equal(csv_field(csv, 1), "b");
    assert_false(csv_refuse(csv, 1, &fault, "no %s", "good"));
    assert_string_equal(fault.text, "standard input:1:3: no good");
    assert_int_equal(csv_line(csv), 1);
    fault = (struct fault){0};
    assert_int_equal(csv_next(csv, &fault), CSV_BROKEN);
    assert_string_equal(fault.text, "standard input:2:1: a quote that is never closed");
    csv_close(csv);
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
        cmocka_unit_test(nul_bytes_in_quotes_are_refused),
        cmocka_unit_test(records_lie_across_blocks),
        cmocka_unit_test(records_of_many_blocks_are_read),
        cmocka_unit_test(quotes_that_stay_open_for_long_are_refused),
        cmocka_unit_test(a_stray_quote_is_found_however_far_the_next_one_is),
        cmocka_unit_test(streams_are_read_and_named),
        cmocka_unit_test(long_records_are_refused),
        cmocka_unit_test(files_that_cannot_be_read_are_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
