/* Panels of a class together: what is counted and what is not. */
#include "group.h"
#include "made_up.h"
#include "short_table.h"
#include "verdict.h"

#include <stdlib.h>

/* The harness's own cost is no work: it is in no count of a class and in no range. */
static void work_of_nothing_counts_nowhere(void **state) {
    (void)state;
    static const char csv[] = "kernel,class,driver,workers,launch,wall_s\n"
                              "empty,cpu,omp,1,1,1\nempty,cpu,omp,2,1,8\n"
                              "empty,cpu,mpi,1,1,1\nempty,cpu,mpi,2,1,4\n"
                              "k,cpu,omp,1,1,4\nk,cpu,omp,2,1,2\n"
                              "k,cpu,mpi,1,1,4\nk,cpu,mpi,2,1,2\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    const struct group group = group_at(&verdicts, 0);
    assert_int_equal(group.count, 2);
    assert_int_equal(group.floors, 1);
    struct short_table table = short_table_make(&verdicts);
    assert_int_equal(table.floors, 1);
    assert_float_equal(table.items[0].cells[SHORT_THREADS].lowest, 2, 1e-9);
    assert_float_equal(table.items[0].cells[SHORT_THREADS].highest, 2, 1e-9);
    assert_string_equal(table.items[0].text, "exploratory");
    char *words = group_stops(&group);
    assert_string_equal(words, "of 2 curves 2 gain up to the most workers measured");
    free(words);
    short_table_clear(&table);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_of_nothing_counts_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
