/* What is written: golden files of a small made-up study, the terminal's width, pieces of HTML. */
#include "check.h"
#include "digest.h"
#include "files.h"
#include "html.h"
#include "made_up.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Twelve worker counts, long names, a lock, a kernel whose name needs quotes in CSV. */
static const struct made small_study[] = {
    {"countdown", "cpu", "serial", "off", 1, 0, 0.8, 0.01, 8, NULL},
    {"countdown", "cpu", "omp", "off", 1, 0, 0.8, 0.01, 8, NULL},
    {"countdown", "cpu", "omp", "off", 2, 0, 0.4, 0.01, 8, NULL},
    {"countdown", "cpu", "omp", "cpython", 2, 0, 0.8, 0.01, 8, NULL},
    {"countdown", "cpu", "mpi", "off", 2, 0, 0.5, 0.01, 8, NULL},
    {"sleep, \"long\"", "io", "omp", "off", 1, 10, 1, 0, 3, NULL},
    {"sleep, \"long\"", "io", "omp", "off", 5, 10, 0.2, 0, 3, NULL},
};

static char *printed(const struct study *study, void (*print)(FILE *, const struct study *)) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    print(out, study);
    fclose(out);
    return text;
}

static void print_models(FILE *out, const struct study *study) {
    struct scaling scaling = scaling_make(study);
    models_print(out, &scaling);
    scaling_free(&scaling);
}

static void print_verdicts(FILE *out, const struct study *study) {
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    verdicts_print(out, &verdicts);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
}

static void print_terminal(FILE *out, const struct study *study) {
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    struct notes notes = notes_make(study, &verdicts);
    struct short_table table = short_table_make(&verdicts);
    table_print(out, study, &verdicts, &notes, &table, true);
    short_table_clear(&table);
    notes_free(&notes);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
}

static char *golden(const char *name) {
    char *path = must_format("%s/%s", GOLDEN, name), *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file || getdelim(&text, &room, '\0', file) < 0)
        fail_msg("cannot read %s", path);
    fclose(file);
    free(path);
    return text;
}

static void files_are_as_agreed(void **state) {
    (void)state;
    static const struct {
        const char *name;
        void (*print)(FILE *, const struct study *);
    } files[] = {{"summary.csv", summary_print},
                 {"models.csv", print_models},
                 {"verdicts.csv", print_verdicts},
                 {"terminal.txt", print_terminal}};
    struct data *data = made_data(small_study, COUNT(small_study) - 2);
    struct study *study = study_make(data);
    for (size_t i = 0; i < COUNT(files); i++) {
        char *got = printed(study, files[i].print), *wanted = golden(files[i].name);
        assert_string_equal(got, wanted);
        free(got);
        free(wanted);
    }
    study_free(study);
    data_free(data);
}

static void lines_fit_the_terminal(void **state) {
    (void)state;
    struct made many[40];
    for (unsigned i = 0; i < COUNT(many); i++)
        many[i] = (struct made){i < 20 ? "a-kernel-with-a-rather-long-name-indeed" : "k",
                                "cpu",
                                i % 2 ? "omp" : "a-driver-with-a-rather-long-name",
                                "off",
                                i * i + 1,
                                0,
                                1e-7 * (i * i * i + 1),
                                0.001,
                                7,
                                NULL};
    struct data *data = made_data(many, COUNT(many));
    struct study *study = study_make(data);
    char *text = printed(study, print_terminal), *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (strlen(line) > TABLE_WIDTH)
            fail_msg("%zu columns: %s", strlen(line), line);
    free(text);
    study_free(study);
    data_free(data);
}

/* The cells of a row: every one behind a blank, names told apart although they begin alike. */
static void rows_can_be_told_apart(void **state) {
    (void)state;
    static const struct made alike[] = {
        {"k", "cpu", "a-driver-whose-name-is-rather-long-and-whose-end-is-red", "off", 1, 0, 0.0123,
         0.001, 7, NULL},
        {"k", "cpu", "a-driver-whose-name-is-rather-long-and-whose-end-is-blue", "off", 1, 0,
         0.0123, 0.002, 7, NULL},
        {"k", "cpu", "omp", "off", 2, 0, 0.0000009994, 0.001, 7, NULL},
    };
    struct data *data = made_data(alike, COUNT(alike));
    struct study *study = study_make(data);
    char *text = printed(study, print_terminal);
    assert_non_null(strstr(text, "end-is-red  12.3 ms  1.00x"));
    assert_non_null(strstr(text, "end-is-blue  12.3 ms  1.00x"));
    assert_non_null(strstr(text, "  999 ns 12300x\n"));
    assert_null(strstr(text, "1.000"));
    free(text);
    study_free(study);
    data_free(data);
}

/* Panels of threads with and without a lock: one comparison each that nothing corrects. */
static bool notes_name_uncorrected(size_t panels) {
    static const char *const kernels[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    struct made made[2 * COUNT(kernels)];
    for (size_t i = 0; i < 2 * panels; i++)
        made[i] = (struct made){kernels[i / 2], "cpu", "omp", i % 2 ? "cpython" : "off", 2, 0, 1,
                                0.001,          6,     NULL};
    struct data *data = made_data(made, 2 * panels);
    struct study *study = study_make(data);
    char *text = printed(study, print_terminal);
    const bool named = strstr(text, "10 comparisons that are about a lock, each at 95 %, are not");
    free(text);
    study_free(study);
    data_free(data);
    return named;
}

static void many_uncorrected_comparisons_are_named(void **state) {
    (void)state;
    assert_false(notes_name_uncorrected(9));
    assert_true(notes_name_uncorrected(10));
}

/* More panels than a few: words for the differences, times only when asked for. */
static void many_panels_are_told_in_short(void **state) {
    (void)state;
    struct made made[8];
    for (size_t i = 0; i < COUNT(made); i++) {
        static const char *const kernels[] = {"a", "b", "c", "d"};
        made[i] = (struct made){kernels[i / 2],
                                "cpu",
                                i % 2 ? "omp" : "mpi",
                                "off",
                                2,
                                0,
                                i == 3 ? 0.5 : 1,
                                0.001,
                                8,
                                NULL};
    }
    struct data *data = made_data(made, COUNT(made));
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    const struct notes notes = {0};
    struct short_table table = short_table_make(&verdicts);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    table_print(out, study, &verdicts, &notes, &table, false);
    fclose(out);
    assert_non_null(strstr(text, "    b: With 2 workers threads are 2.00 times as fast"));
    assert_null(strstr(text, "a: With"));
    assert_null(strstr(text, "median time"));
    assert_non_null(strstr(text, "Bound by computing        1.00x          0.50 to 1.00x"));
    assert_non_null(strstr(text, "--verbose"));
    free(text);
    short_table_clear(&table);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
}

static void names_are_quoted_in_csv(void **state) {
    (void)state;
    struct data *data = made_data(small_study, 5);
    data->items[0].setup.kernel = words_keep(data->words, "a,\"b\"\nc");
    struct study *study = study_make(data);
    char *text = printed(study, summary_print);
    assert_non_null(strstr(text, "\n\"a,\"\"b\"\"\nc\",serial,\"a,\"\"b\"\"\nc\",cpu,"));
    free(text);
    study_free(study);
    data_free(data);
}

/* No digits that were not in the samples: costs are kept with seven. */
static void figures_keep_their_digits(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,cpu_s,spawn_s,pss_bytes\n"
                              "k,omp,1,1,0.13342928,0.0002088715,987654321\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    char *text = printed(study, summary_print);
    assert_non_null(strstr(text, ",0.1334293,0.0002088715,987654300,"));
    free(text);
    study_free(study);
    data_free(data);
}

/* The last columns: medians over launches, here of one. */
static void latencies_stand_in_the_summary(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,op_p50_us,op_p99_us,op_max_us\n"
                              "k,omp,1,1,11,22,33\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    char *text = printed(study, summary_print);
    assert_non_null(strstr(text, ",base_s,op_p50_us,op_p99_us,op_max_us,nodes\n"));
    assert_non_null(strstr(text, ",11,22,33,1\n"));
    free(text);
    study_free(study);
    data_free(data);
}

static void html_text_cannot_break_out(void **state) {
    (void)state;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    html_cell(out, "a\"b", "<script>'&'</script>");
    fclose(out);
    assert_string_equal(
        text, "<td data-label=\"a&quot;b\">&lt;script&gt;&#39;&amp;&#39;&lt;/script&gt;</td>");
    free(text);
}

static size_t occurrences(const char *text, const char *sought) {
    size_t count = 0;
    for (; (text = strstr(text, sought)); text += strlen(sought))
        count++;
    return count;
}

static void digest_shows_one_launch_per_driver(void **state) {
    static const char json[] =
        "{\"hosts\":[],\"launches\":[{\"driver\":\"omp\",\"launch\":1},"
        "{\"driver\":\"mpi\",\"launch\":2},{\"driver\":\"omp\",\"launch\":3},"
        "{\"driver\":\"mpi\",\"launch\":4}]}";
    size_t left_out;
    char *text = digest_make(json, &left_out);
    (void)state;
    assert_int_equal(left_out, 2);
    assert_int_equal(occurrences(text, "\"omp\""), 1);
    assert_int_equal(occurrences(text, "\"mpi\""), 1);
    assert_non_null(strstr(text, "\"launch\":\t1"));
    assert_non_null(strstr(text, "\"launch\":\t2"));
    free(text);
    text = digest_make("no JSON", &left_out);
    assert_string_equal(text, "no JSON");
    assert_int_equal(left_out, 0);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_shows_one_launch_per_driver),
        cmocka_unit_test(files_are_as_agreed),
        cmocka_unit_test(lines_fit_the_terminal),
        cmocka_unit_test(rows_can_be_told_apart),
        cmocka_unit_test(many_uncorrected_comparisons_are_named),
        cmocka_unit_test(many_panels_are_told_in_short),
        cmocka_unit_test(names_are_quoted_in_csv),
        cmocka_unit_test(figures_keep_their_digits),
        cmocka_unit_test(latencies_stand_in_the_summary),
        cmocka_unit_test(html_text_cannot_break_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
