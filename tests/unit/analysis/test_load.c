/* What enters the data set, what is counted, what is refused with file, line and column. */
#include "check.h"
#include "load.h"
#include "made_up.h"
#include "measure.h"
#include "spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "kernel,driver,workers,wall_s\n"

/* Files that load: how many rows are used, how many left out as what. */
static const struct {
    const char *csv;
    unsigned used;
    enum row_fate fate;
    unsigned left_out;
} good[] = {
    {HEAD "k,omp,1,0.5\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,1,1e-3\nk,omp,1,2E-3\n", 2, ROW_WRONG, 0},
    {HEAD "k,omp,1,0.5", 1, ROW_TORN, 0},
    {HEAD "k,omp,1,0.5\nk,omp,", 1, ROW_TORN, 1},
    {HEAD "k,omp,4.0,0.5\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,\"4\",\"0.5\"\r\n\r\n\r\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,1e2,0.5\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,100000000,0.5\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,1,-0\n", 0, ROW_NOT_POSITIVE, 1},
    {HEAD "k,omp,1,-inf\n", 0, ROW_NOT_A_NUMBER, 1},
    {HEAD "k,omp,1,5e-324\n", 1, ROW_WRONG, 0},
    {HEAD "k,omp,1,1e-999\n", 0, ROW_NOT_POSITIVE, 1},
    {"kernel,driver,workers,wall_s,ok\nk,omp,1,1,1.0\nk,omp,1,1,yes\n", 1, ROW_UNVERIFIED, 1},
    {HEAD "k,omp,1,nan\n", 0, ROW_NOT_A_NUMBER, 1},
    {HEAD "k,omp,1,NaN\n", 0, ROW_NOT_A_NUMBER, 1},
    {HEAD "k,omp,1,inf\n", 0, ROW_NOT_A_NUMBER, 1},
    {HEAD "k,omp,1,1e999\n", 0, ROW_NOT_A_NUMBER, 1},
    {HEAD "k,omp,1,0\n", 0, ROW_NOT_POSITIVE, 1},
    {HEAD "k,omp,1,-0.5\n", 0, ROW_NOT_POSITIVE, 1},
    {HEAD "k,omp,1,\n", 0, ROW_NO_TIME, 1},
    {"kernel,driver,workers,wall_s,flags\nk,omp,1,,\n", 0, ROW_SKIPPED, 1},
    {"kernel,driver,workers,wall_s,ok\nk,omp,1,1,0.0\nk,omp,1,1,1\n", 1, ROW_WRONG, 1},
    {"kernel,driver,workers,wall_s,ok\nk,omp,1,1,2\n", 0, ROW_UNVERIFIED, 1},
    {HEAD, 0, ROW_WRONG, 0},
    {HEAD "\n\nk,omp,1,1\n\n\n", 1, ROW_WRONG, 0},
    {"\xef\xbb\xbf" HEAD "k,omp,1,1\n", 1, ROW_WRONG, 0},
    {"wall_s,workers,driver,kernel\r\n1,2,omp,k\r\n", 1, ROW_WRONG, 0},
    {" kernel , driver , workers , wall_s \nk, omp, 2, 1\n", 1, ROW_WRONG, 0},
    {"kernel,driver,workers,wall_s,colour\nk,omp,1,1,\"a,b\"\n", 1, ROW_WRONG, 0},
    {"kernel,driver,workers,wall_s,ok\nk,omp,1,1,0\nk,omp,1,1,1\n", 1, ROW_WRONG, 1},
    {"kernel,driver,workers,wall_s,ok\nk,omp,1,1,\n", 0, ROW_UNVERIFIED, 1},
    {"kernel,driver,workers,wall_s,phase\nk,omp,1,1,warmup\nk,omp,1,1,measure\n", 1, ROW_WARMUP, 1},
    {"kernel,driver,workers,wall_s,phase,ok\nk,omp,1,,measure,\n", 0, ROW_SKIPPED, 1},
    {"kernel,driver,workers,wall_s,cpu_s\nk,omp,1,1,\n", 1, ROW_WRONG, 0},
};

static void rows_meet_their_fate(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct fault fault = {0};
        struct data *data = loaded(good[i].csv, strlen(good[i].csv), &fault);
        assert_string_equal(fault.text, "");
        assert_non_null(data);
        assert_int_equal(data->fates[ROW_USED], good[i].used);
        if (good[i].left_out)
            assert_int_equal(data->fates[good[i].fate], good[i].left_out);
        assert_int_equal(data->rows, good[i].used + good[i].left_out);
        data_free(data);
    }
}

/* Files that are refused, and what the message must say behind the path. */
static const struct {
    const char *csv, *message;
} bad[] = {
    {"", ":1: the file is empty"},
    {"\n\n", ":1: the file is empty"},
    {"kernel,driver,workers\n", ":1: the header has no column wall_s"},
    {"a,b\n1,2\n", ":1: the header has no column kernel, driver, workers, wall_s"},
    {"Kernel,driver,workers,wall_s\n", "no column kernel"},
    {"Kernel,driver,workers,wall_s\n", "; did you mean 'kernel' for 'Kernel'?"},
    {"\n\nkernel,driver,workers,wall_time\n", ":3: the header has no column wall_s"},
    {"kernel,driver,workers,wall_time\n", "; did you mean 'wall_s' for 'wall_time'?"},
    {"kernel,driver,worker,seconds\n",
     "; did you mean 'workers' for 'worker', 'wall_s' for 'seconds'?"},
    {"kernel,driver,threads,wall_s\n", "; did you mean 'workers' for 'threads'?"},
    {"kernel;driver;workers;wall_s\n", "no column kernel, driver"},
    {"kernel;driver;workers;wall_s\n", "fields are to be separated by commas"},
    {"kernel\tdriver\tworkers\twall_s\n", "fields are to be separated by commas"},
    {"kernel,driver,workers,wall_s,wall_s\n", ":1:30: column wall_s appears twice"},
    {HEAD "k,omp,1\n", ":2:1: 3 fields, the header has 4"},
    {HEAD "k,omp,1,1,1\n", ":2:1: 5 fields, the header has 4"},
    {HEAD "\"k\nk\",omp,1,1\n\n  k,omp\n", ":5:3: 2 fields, the header has 4"},
    {HEAD "\"k\nk\",omp,one,1\n", ":3:8: workers: not a number: 'one'"},
    {HEAD "\"k\nk\",omp,1,1,\n", ":2:1: 5 fields, the header has 4"},
    {HEAD "k,o\"mp,1,1\n", ":2:4: a quote inside an unquoted field"},
    {HEAD "k,omp,1,1\nk,omp,1,fast\n", ":3:9: wall_s: not a number: 'fast'"},
    {HEAD "k,omp,1,1s\n", ":2:9: wall_s: not a number"},
    {HEAD "k,omp,1,0x10\n", ":2:9: wall_s: not a number"},
    {HEAD "k,omp,1,\"1,5\"\n", ":2:9: wall_s: not a number"},
    {HEAD "k,omp,two,1\n", ":2:7: workers: not a number: 'two'"},
    {HEAD "k,omp,0,1\n", ":2:7: workers: at least one worker"},
    {HEAD "k,omp,,1\n", ":2:7: workers: at least one worker"},
    {HEAD "k,omp,-1,1\n", ":2:7: workers: not a whole number"},
    {HEAD "k,omp,100000001,1\n", ":2:7: workers: not a whole number"},
    {HEAD "k,omp,1.5,1\n", ":2:7: workers: not a whole number"},
    {HEAD "k,omp,1e300,1\n", ":2:7: workers: not a whole number"},
    {HEAD "k,omp,nan,1\n", ":2:7: workers: not a whole number"},
    {HEAD "k,omp,1,1\n\"k,omp\n", ":3:1: a quote that is never closed"},
    {"kernel,driver,workers,wall_s,pus\nk,omp,1,1,many\n", ":2:11: pus: not a number"},
    {"kernel,driver,workers,wall_s,cpu_s\nk,omp,1,1,?\n", ":2:11: cpu_s: not a number"},
    {HEAD "k,omp,1,1\nk,caf\xe9,1,1\n", ":3:3: not UTF-8"},
    {HEAD "k,omp\x7f,1,1\n", ":2:3: a control character"},
    {HEAD "\x1b[31mk,omp,1,1\n", ":2:1: a control character"},
    {"kernel,driver,workers,wall_s,colour\nk,omp,1,1,\xff\n", ":2:11: not UTF-8"},
    {"kernel,driver,workers,wall_s,\xff\nk,omp,1,1,x\n", ":1:30: not UTF-8"},
    {"kernel,driver,workers,wall_s,flags\nk,omp,1,,\xff\n", ":2:10: not UTF-8"},
    {"kernel,driver,workers,wall_s,flags\nk,omp,1,1,\xff\n", ":2:11: not UTF-8"},
    {"kernel,driver,workers,wall_s,ok\nk,\xff,1,1,0\n", ":2:3: not UTF-8"},
};

static void bad_files_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault fault = {0};
        assert_null(loaded(bad[i].csv, strlen(bad[i].csv), &fault));
        assert_int_equal(fault.code, EXIT_USER);
        assert_non_null(strstr(fault.text, "samples.csv:"));
        if (!strstr(fault.text, bad[i].message))
            fail_msg("case %zu: '%s' lacks '%s'", i, fault.text, bad[i].message);
    }
}

static void ten_thousand_columns_load(void **state) {
    (void)state;
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    for (int i = 0; i < 10000; i++)
        fprintf(out, "column%d,", i);
    fputs(HEAD, out);
    for (int i = 0; i < 10000; i++)
        fputs("x,", out);
    fputs("k,omp,1,2.5\n", out);
    fclose(out);
    struct fault fault = {0};
    struct data *data = loaded(csv, length, &fault);
    assert_non_null(data);
    assert_float_equal(data->items[0].items[0].wall_s, 2.5, 0);
    data_free(data);
    free(csv);
}

static void a_long_field_is_no_time(void **state) {
    (void)state;
    const size_t length = 10 * 1000 * 1000;
    char *csv = must_alloc(length + sizeof HEAD);
    memcpy(csv, HEAD, sizeof HEAD - 1);
    memset(csv + sizeof HEAD - 1, 'y', length);
    struct fault fault = {0};
    struct data *data = loaded(csv, length + sizeof HEAD - 1, &fault);
    assert_non_null(data); /* a last line without its end */
    assert_int_equal(data->fates[ROW_USED], 0);
    assert_int_equal(data->fates[ROW_TORN], 1);
    data_free(data);
    free(csv);
}

static void rows_are_grouped_by_configuration(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,gil,launch,flags,gil_interval_us\n"
                              "k,omp,1,1,off,1,a;b,\n"
                              "k,omp,1,2,off,1,b,5000\n"
                              "k,omp,1,3,off,2,,\n"
                              "k,omp,1,4,cpython,1,,5000\n"
                              "k,omp,1,4,cpython,1,,5000.0\n"
                              "k,omp,2,5,off,1,,\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->count, 3);
    const struct configuration *first = &data->items[0];
    assert_int_equal(first->count, 3);
    assert_int_equal(first->items[0].launch, first->items[1].launch);
    assert_int_not_equal(first->items[1].launch, first->items[2].launch);
    assert_int_equal(first->flags.count, 2);
    assert_string_equal(data_text(data, first->flags.items[1].text), "b");
    assert_int_equal(first->flags.items[1].rows, 2);
    assert_int_equal(data->items[1].count, 2);
    data_free(data);
}

/* A time of each fate stands in a row of its own: none of them is in the data. */
static void rows_left_out_are_never_used(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,ok,phase,cpu_s,host,flags\n"
                              "k,omp,1,7,0,measure,7,seven,seven\n"
                              "k,omp,1,1,1,measure,1,one,one\n"
                              "k,omp,1,8,1,warmup,8,eight,eight\n"
                              "k,omp,1,-9,1,measure,9,nine,nine\n"
                              "k,omp,1,nan,1,measure,9,nine,nine\n"
                              "k,mpi,1,5,,measure,9,nine,nine\n"
                              "k,omp,1,2,1";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->rows, 7);
    assert_int_equal(data->count, 1);
    assert_int_equal(data->items[0].count, 1);
    assert_float_equal(data->items[0].items[0].wall_s, 1, 0);
    assert_float_equal(data->items[0].measures[MEASURE_cpu_s][0], 1, 0);
    assert_int_equal(data->items[0].flags.count, 1);
    assert_int_equal(data->hosts.count, 1);
    assert_int_equal(data->fates[ROW_WRONG], 1);
    assert_int_equal(data->fates[ROW_UNVERIFIED], 1);
    assert_int_equal(data->first[ROW_NOT_POSITIVE].line, 5);
    assert_int_equal(data->first[ROW_TORN].line, 8);
    assert_int_equal(data->wrongs.count, 1);
    assert_string_equal(data_text(data, data->wrongs.items[0].driver), "omp");
    assert_int_equal(data->fates[ROW_WARMUP], 1);
    assert_int_equal(data->fates[ROW_NOT_POSITIVE], 1);
    assert_int_equal(data->fates[ROW_NOT_A_NUMBER], 1);
    assert_int_equal(data->fates[ROW_TORN], 1);
    data_free(data);
}

/* Reads the text as a file of its own. */
static bool text_load(struct data *data, const char *csv, struct fault *fault) {
    char *copy = must_strdup(csv);
    const bool accepted =
        load_stream(data, fmemopen(copy, strlen(copy), "r"), "samples.csv", fault);
    free(copy);
    return accepted;
}

/* One start is a launch in a run in a file; "01" is another name than "1", and names need not be
 * numbers. */
static void launches_are_told_apart(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,run_id,launch\n"
                              "k,omp,1,1,a,1\nk,omp,1,1,b,1\nk,omp,1,1,a,1\nk,omp,1,1,a,01\n"
                              "k,omp,1,1,a,x\nk,omp,1,1,a,x\nk,omp,1,1,a,\nk,omp,1,1,a,123456789\n"
                              "k,omp,1,1,a,1.0\nk,omp,1,1,a,0\n";
    static const unsigned expected[] = {0, 1, 0, 2, 3, 3, 4, 5, 6, 7};
    enum { ROWS = sizeof expected / sizeof *expected };
    char other[sizeof csv];
    for (size_t i = 0; i < sizeof csv; i++) /* other runs */
        other[i] = i && csv[i - 1] == ',' && csv[i + 1] == ',' && csv[i] == 'a' ? 'c'
                   : i && csv[i - 1] == ',' && csv[i] == 'b'                    ? 'd'
                                                                                : csv[i];
    struct data *data = data_new();
    struct fault fault = {0};
    assert_true(text_load(data, csv, &fault));
    assert_true(text_load(data, other, &fault));
    assert_true(load_finish(data, "samples.csv", &fault));
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(data->items[0].items[i].launch, expected[i]);
        assert_int_equal(data->items[0].items[ROWS + i].launch, 8 + expected[i]);
    }
    data_free(data);
}

static void orders_of_many_files_must_fit(void **state) {
    (void)state;
    static char csv[] = "kernel,driver,workers,wall_s,order\nk,omp,1,1,100000000\n";
    struct data *data = data_new();
    struct fault fault = {0};
    for (int i = 0; i < 42; i++)
        assert_true(load_stream(data, fmemopen(csv, sizeof csv - 1, "r"), "samples.csv", &fault));
    assert_int_equal(data->sequence_end, 42u * 100000001);
    assert_false(load_stream(data, fmemopen(csv, sizeof csv - 1, "r"), "samples.csv", &fault));
    assert_non_null(strstr(fault.text, ":2:11: order: too large"));
    data_free(data);
}

#define RUN_HEAD "kernel,driver,workers,wall_s,run_id,launch\n"

/* What a second file must not have; an empty message: it may. */
static const struct {
    const char *first, *second, *message;
} seconds[] = {
    {"k,omp,1,1,r,1\nk,omp,1,1,r,3\n", "k,omp,1,1,r,2\nk,omp,1,2,r,3\n",
     ":3:13: launch 3 of run r is in "},
    {"k,omp,1,1,r,x\n", "k,omp,1,1,r,x\n", ":2:13: launch x of run r is in "},
    {"k,omp,1,1,r,01\n", "k,omp,1,1,r,1\n", ""},
    {"k,omp,1,1,r,1\n", "k,omp,1,1,s,1\n", ""},
    {"k,omp,1,1,,1\n", "k,omp,1,1,,1\n", ""},
    {"k,omp,1,1,r,\n", "k,omp,1,1,r,\n", ""},
    {"k,omp,1,1,r,1\nk,omp,1,1,r,1\n", "k,omp,1,1,r,2\nk,omp,1,1,r,2\n", ""},
};

static void a_launch_counts_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        char first[256], second[256];
        snprintf(first, sizeof first, RUN_HEAD "%s", seconds[i].first);
        snprintf(second, sizeof second, RUN_HEAD "%s", seconds[i].second);
        struct data *data = data_new();
        struct fault fault = {0};
        assert_true(text_load(data, first, &fault));
        assert_true(text_load(data, RUN_HEAD "k,omp,1,1,between,1\n", &fault));
        assert_int_equal(text_load(data, second, &fault), !*seconds[i].message);
        assert_int_equal(fault.code, *seconds[i].message ? EXIT_USER : EXIT_DONE);
        assert_non_null(strstr(fault.text, seconds[i].message));
        data_free(data);
    }
}

static void a_file_counts_once(void **state) {
    (void)state;
    static const char csv[] = HEAD "k,omp,1,1\n";
    struct file file = file_make("samples.csv", csv, sizeof csv - 1);
    char *other = must_format("%s/./samples.csv", file.folder);
    struct data *data = data_new();
    struct fault fault = {0};
    assert_true(load_csv(data, file.path, &fault));
    struct file alike = file_make("samples.csv", csv, sizeof csv - 1);
    assert_true(load_csv(data, alike.path, &fault));
    assert_false(load_csv(data, other, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_non_null(strstr(fault.text, file.path));
    assert_non_null(strstr(fault.text, other));
    data_free(data);
    free(other);
    file_remove(&alike);
    file_remove(&file);
}

/* The longest name that may be loads, one more byte does not. */
static void names_have_an_end(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        char *csv = must_format(HEAD "k,%0*d,1,1\n", (int)(SPELLING_BYTES_MAX + more), 7);
        struct fault fault = {0};
        struct data *data = loaded(csv, strlen(csv), &fault);
        assert_int_equal(data != NULL, !more);
        if (more)
            assert_non_null(strstr(fault.text, ":2:3: a name of more than 4096 bytes"));
        data_free(data);
        free(csv);
    }
}

static void names_are_of_one_line(void **state) {
    (void)state;
    static const char csv[] = HEAD "\"a\tb\r\nc\nd\",\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80,1,1\n"
                                   "\"a\tb\r\nc\nd\",\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80,1,2\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->count, 1);
    assert_string_equal(data_text(data, data->items[0].setup.kernel), "a b c d");
    data_free(data);
}

/* Table 3-7 of the Unicode Standard, 15.0: the ends of its ranges and what lies just behind them.
 */
static void only_utf8_is_a_name(void **state) {
    (void)state;
    static const char *const right[] = {"\xc2\x80",        "\xdf\xbf",     "\xe0\xa0\x80",
                                        "\xed\x9f\xbf",    "\xee\x80\x80", "\xf0\x90\x80\x80",
                                        "\xf4\x8f\xbf\xbf"};
    static const char *const wrong[] = {"\x80",
                                        "\xc0\xaf",
                                        "\xc1\xbf",
                                        "\xc2",
                                        "\xc2z",
                                        "\xe0\x9f\xbf",
                                        "\xed\xa0\x80",
                                        "\xe2\x82",
                                        "\xe2\x82z",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf4\x90\x80\x80",
                                        "\xf5\x80\x80\x80",
                                        "\xf0\x9f\x9a",
                                        "\xff"};
    char clean[SPELLING_BYTES_MAX + 1];
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        assert_null(spelling_clean(right[i], clean));
        assert_string_equal(clean, right[i]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(spelling_clean(wrong[i], clean), "not UTF-8");
}

static void builds_are_told_apart(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,binary_id\n"
                              "k,omp,1,1,a\nk,mpi,1,1,b\nk,mpi,1,1,b\nk,mpi,1,1,c\n"
                              "k,omp,1,1,a\nk,mpi,1,1,b\nk,omp,1,1,\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->builds.count, 3);
    data_free(data);
}

static void what_was_not_run_is_kept_once(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,flags\n"
                              "k,mpi,2,,no server\nk,mpi,2,,no server\nk,mpi,4,,no server\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->fates[ROW_SKIPPED], 3);
    assert_int_equal(data->skips.count, 2);
    assert_int_equal(data->skips.items[1].workers, 4);
    data_free(data);
}

/* A benchmark of somebody else: other names, 12 worker counts, one row each, slower and slower. */
static void other_programs_times_become_curves(void **state) {
    (void)state;
    char csv[2048] = "\xef\xbb\xbfkernel,driver,workers,wall_s\r\nsort,sequential,1,2\r\n";
    for (unsigned workers = 1; workers <= 12; workers++) {
        const size_t used = strlen(csv);
        snprintf(csv + used, sizeof csv - used,
                 "sort,threadpool,%u.0,%u\r\nsort,processpool,%u,%ue-1\r\n", workers, 1 + workers,
                 workers, 10 + workers);
    }
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    assert_int_equal(study->count, 1);
    const struct panel *panel = &study->items[0];
    assert_int_equal(panel->count, 3);
    assert_int_equal(panel->items[0].role, ROLE_SERIAL);
    assert_string_equal(panel->items[1].name, "threads");
    assert_string_equal(panel->items[2].name, "processes");
    assert_int_equal(panel->items[1].count, 12);
    const struct point *last = series_at(&panel->items[1], 12);
    assert_float_equal(last->time_s.value, 13, 0);
    assert_false(estimate_limited(last->time_s));
    assert_float_equal(last->speedup.value, 2.0 / 13, 1e-12);
    study_free(study);
    data_free(data);
}

/* A file that somebody sorted by time has the rows of a launch apart and launches out of order;
 * what the column order says counts. */
static void rows_may_stand_in_any_order(void **state) {
    (void)state;
    static const char *const csvs[] = {
        "kernel,driver,workers,wall_s,cpu_s,launch,order\n"
        "k,omp,1,5,50,a,0\nk,omp,1,1,10,a,1\nk,omp,1,3,,a,2\n"
        "k,omp,1,2,20,b,3\nk,omp,1,6,60,b,4\nk,omp,1,4,40,c,5\n",
        "kernel,driver,workers,wall_s,cpu_s,launch,order\n"
        "k,omp,1,1,10,a,1\nk,omp,1,2,20,b,3\nk,omp,1,3,,a,2\n"
        "k,omp,1,4,40,c,5\nk,omp,1,5,50,a,0\nk,omp,1,6,60,b,4\n",
        "kernel,driver,workers,wall_s,cpu_s,launch,order\n"
        "k,omp,1,6,60,b,4\nk,omp,1,5,50,a,0\nk,omp,1,4,40,c,5\n"
        "k,omp,1,3,,a,2\nk,omp,1,2,20,b,3\nk,omp,1,1,10,a,1\n",
    };
    for (size_t i = 0; i < sizeof csvs / sizeof *csvs; i++) {
        struct fault fault = {0};
        struct data *data = loaded(csvs[i], strlen(csvs[i]), &fault);
        assert_non_null(data);
        struct study *study = study_make(data);
        const struct point *point = &study->items[0].items[0].items[0];
        static const double times[] = {3, 4, 4}, cpu[] = {30, 40, 40};
        static const uint32_t starts[] = {0, 3, 5};
        double got[3];
        assert_int_equal(point->launches, 3);
        assert_true(point_launch_values(point, MEASURE_cpu_s, got));
        for (size_t k = 0; k < 3; k++) {
            assert_float_equal(point->ordered_s[k], times[k], 0);
            assert_int_equal(point->launch_starts[k], starts[k]);
            assert_float_equal(got[k], cpu[k], 0);
        }
        assert_float_equal(point->measures[MEASURE_cpu_s].value, 40, 0);
        study_free(study);
        data_free(data);
    }
}

static void without_launches_every_row_is_one(void **state) {
    (void)state;
    static const char csv[] = HEAD "k,omp,1,1\nk,omp,1,2\nk,omp,1,3\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->files_without_launch, 1);
    assert_int_equal(data->files_without_ok, 1);
    struct study *study = study_make(data);
    assert_int_equal(study->items[0].items[0].items[0].launches, 3);
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_meet_their_fate),
        cmocka_unit_test(bad_files_are_refused),
        cmocka_unit_test(ten_thousand_columns_load),
        cmocka_unit_test(a_long_field_is_no_time),
        cmocka_unit_test(rows_are_grouped_by_configuration),
        cmocka_unit_test(rows_left_out_are_never_used),
        cmocka_unit_test(launches_are_told_apart),
        cmocka_unit_test(orders_of_many_files_must_fit),
        cmocka_unit_test(a_launch_counts_once),
        cmocka_unit_test(a_file_counts_once),
        cmocka_unit_test(names_have_an_end),
        cmocka_unit_test(names_are_of_one_line),
        cmocka_unit_test(only_utf8_is_a_name),
        cmocka_unit_test(builds_are_told_apart),
        cmocka_unit_test(what_was_not_run_is_kept_once),
        cmocka_unit_test(other_programs_times_become_curves),
        cmocka_unit_test(rows_may_stand_in_any_order),
        cmocka_unit_test(without_launches_every_row_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
