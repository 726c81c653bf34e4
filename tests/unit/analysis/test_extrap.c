/* What Extra-P reads: its grammar, one file per set of points, nothing stale. */
#include "check.h"
#include "extrap.h"
#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char csv[] = "kernel,driver,workers,wall_s,launch\n"
                          "k,omp,1,2.5,1\nk,omp,1,0.0000123456789,2\n"
                          "k,omp,2,1000,1\nk,omp,2,1234567890123,2\n"
                          "k,mpi,1,2,1\nk,mpi,2,1,1\n"
                          "k,\"a->b\nc\",1,2,1\nk,\"a->b\nc\",2000000,1,1\n"
                          "k,serial,1,2,1\n";

static char *contents(const char *folder, const char *name) {
    char *path = must_format("%s/extrap/%s", folder, name), *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    free(path);
    if (!file)
        return NULL;
    assert_true(getdelim(&text, &room, '\0', file) > 0);
    fclose(file);
    return text;
}

static void put(const char *folder, const char *name, const char *text) {
    char *path = must_format("%s/extrap/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(path);
}

static void clean(const char *folder) {
    static const char *const names[] = {"k.txt", "k.2.txt", "theirs.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = must_format("%s/extrap/%s", folder, names[i]);
        unlink(path);
        free(path);
    }
    char *path = must_format("%s/extrap", folder);
    rmdir(path);
    free(path);
}

static void expect_file(const char *folder, const char *name, const char *wanted) {
    char *got = contents(folder, name);
    assert_non_null(got);
    assert_string_equal(got, wanted);
    free(got);
}

static void series_are_regions(void **state) {
    (void)state;
    struct fault fault = {0};
    struct file here = file_make("x", "", 0);
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    assert_true(extrap_write(here.folder, study, &fault));
    expect_file(here.folder, "k.txt",
                "# For Extra-P: extrap --text --median FILE\n"
                "# k\n"
                "# strong scaling; time is in seconds, one value per launch: its median\n"
                "PARAMETER workers\nPOINTS 1 2\nMETRIC time\n"
                "\nREGION threads\nDATA 2.50000000 0.0000123456789\n"
                "DATA 1000.00000 1234567890123\n"
                "\nREGION processes\nDATA 2.00000000\nDATA 1.00000000\n");
    expect_file(here.folder, "k.2.txt",
                "# For Extra-P: extrap --text --median FILE\n"
                "# k\n"
                "# strong scaling; time is in seconds, one value per launch: its median\n"
                "PARAMETER workers\nPOINTS 1 2000000\nMETRIC time\n"
                "\nREGION a- >b c\nDATA 2.00000000\nDATA 1.00000000\n");
    clean(here.folder);
    study_free(study);
    data_free(data);
    file_remove(&here);
}

/* A later report with one curve less leaves none of the earlier one; files of others stay. */
static void earlier_files_do_not_stay(void **state) {
    (void)state;
    struct fault fault = {0};
    struct file here = file_make("x", "", 0);
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    struct study *study = study_make(data);
    assert_true(extrap_write(here.folder, study, &fault));
    put(here.folder, "theirs.txt", "PARAMETER p\n");
    study_free(study);
    data_free(data);
    data = loaded(csv,
                  strlen(csv) - strlen("k,serial,1,2,1\n") - strlen("k,\"a->b\nc\",2000000,1,1\n"),
                  &fault);
    study = study_make(data);
    assert_true(extrap_write(here.folder, study, &fault));
    char *first = contents(here.folder, "k.txt"), *theirs = contents(here.folder, "theirs.txt");
    assert_non_null(first);
    assert_non_null(theirs);
    assert_null(contents(here.folder, "k.2.txt"));
    free(first);
    free(theirs);
    clean(here.folder);
    study_free(study);
    data_free(data);
    file_remove(&here);
}

static void without_curves_there_is_no_folder(void **state) {
    (void)state;
    static const char flat[] = "kernel,driver,workers,wall_s\nk,omp,1,2\nk,mpi,1,2\n";
    struct fault fault = {0};
    struct file here = file_make("x", "", 0);
    struct data *data = loaded(flat, sizeof flat - 1, &fault);
    struct study *study = study_make(data);
    assert_true(extrap_write(here.folder, study, &fault));
    char *path = must_format("%s/extrap", here.folder);
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
    study_free(study);
    data_free(data);
    file_remove(&here);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_are_regions),
        cmocka_unit_test(earlier_files_do_not_stay),
        cmocka_unit_test(without_curves_there_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
