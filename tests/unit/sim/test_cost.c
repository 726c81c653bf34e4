/* Costs from raw samples: medians of points, interpolation between them, what is no cost. */
#include "check.h"
#include "columns.h"
#include "cost.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct made {
    const char *driver, *kernel, *params, *phase, *ok, *items, *tasks, *wall_s;
};

static void print_field(FILE *out, int column, const struct made *row) {
    static const struct {
        enum column_index column;
        size_t offset;
    } fields[] = {
        {COLUMN_driver, offsetof(struct made, driver)},
        {COLUMN_kernel, offsetof(struct made, kernel)},
        {COLUMN_params, offsetof(struct made, params)},
        {COLUMN_phase, offsetof(struct made, phase)},
        {COLUMN_ok, offsetof(struct made, ok)},
        {COLUMN_items, offsetof(struct made, items)},
        {COLUMN_tasks, offsetof(struct made, tasks)},
        {COLUMN_wall_s, offsetof(struct made, wall_s)},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if ((int)fields[i].column == column)
            fputs(*(const char *const *)((const char *)row + fields[i].offset), out);
}

static bool cost_made(const struct made *rows, size_t count, const char *kernel, struct cost *cost,
                      struct fault *fault) {
    char path[] = "/tmp/convoy-cost-XXXXXX";
    const int number = mkstemp(path);
    assert_true(number >= 0);
    FILE *out = fdopen(number, "w");
    for (int i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", columns[i].name);
    fputs("\n", out);
    for (size_t r = 0; r < count; r++)
        for (int i = 0; i < COLUMNS; i++) {
            print_field(out, i, &rows[r]);
            fputs(i + 1 < COLUMNS ? "," : "\n", out);
        }
    fclose(out);
    *fault = (struct fault){0};
    const bool good = cost_read(path, kernel, "", "steps=5", cost, fault);
    unlink(path);
    return good;
}

#define SERIAL "serial", "heat", "steps=5", "measure", "1"

/* 1 us per item at 100 items (the median of three), 3 us at 10000. */
static const struct made samples[] = {
    {SERIAL, "100", "1", "9e-4"},
    {SERIAL, "100", "1", "1e-4"},
    {SERIAL, "100", "1", "1e-5"},
    {SERIAL, "20000", "2", "6e-2"},
    {"mpi", "heat", "steps=5", "measure", "1", "1000", "1", "7"},
    {"serial", "heat", "steps=6", "measure", "1", "1000", "1", "7"},
    {"serial", "heat", "steps=5", "warmup", "1", "1000", "1", "7"},
    {"serial", "heat", "steps=5", "measure", "0", "1000", "1", "7"},
    {"serial", "train", "steps=5", "measure", "1", "1000", "1", "7"},
};

static void near(double value, double wanted) {
    if (!(value > wanted * (1 - 1e-9) && value < wanted * (1 + 1e-9)))
        fail_msg("%.12g instead of %.12g", value, wanted);
}

static void points_are_medians_of_serial_samples(void **state) {
    (void)state;
    struct cost cost;
    struct fault fault;
    assert_true(cost_made(samples, sizeof samples / sizeof *samples, "heat", &cost, &fault));
    assert_int_equal(cost.count, 2);
    near(cost.points[0].seconds, 1e-4);
    near(cost.points[1].items, 10000);
    near(cost.points[1].seconds, 3e-2);
    cost_free(&cost);
}

/* 1000 lies in the middle of 100 and 10000 in logarithms: 2 us per item. */
static void between_points_the_time_per_item_is_interpolated(void **state) {
    (void)state;
    struct cost_point points[] = {{100, 1e-4}, {10000, 3e-2}};
    const struct cost cost = {points, 2};
    near(cost_seconds(&cost, 1000), 2e-3);
    near(cost_seconds(&cost, 100), 1e-4);
    near(cost_seconds(&cost, 10), 1e-5);
    near(cost_seconds(&cost, 20000), 6e-2);
}

static void work_without_samples_is_refused(void **state) {
    (void)state;
    struct cost cost;
    struct fault fault;
    assert_false(cost_made(samples, 5, "primes", &cost, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_non_null(strstr(fault.text, "no sample of convoy-serial for primes with steps=5"));
    cost_free(&cost);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_medians_of_serial_samples),
        cmocka_unit_test(between_points_the_time_per_item_is_interpolated),
        cmocka_unit_test(work_without_samples_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
