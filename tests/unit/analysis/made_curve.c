#include "made_curve.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "kernel,class,driver,gil,scaling,workers,tasks,tasks_per_worker,"
                             "launch,wall_s,cpu_s,pus,gil_switches,gil_wait_s\n";

struct row_made {
    const char *driver, *lock;
    unsigned workers, launch;
    double time_s;
};

static void print_number(FILE *out, bool known, double number) {
    if (known)
        fprintf(out, ",%.17g", number);
    else
        fputc(',', out);
}

static void print_row(FILE *out, const struct shape *shape, const struct row_made *row) {
    const bool waits = *row->lock && row->workers > 1 && !shape->never_met;
    fprintf(out, "k,%s,%s,%s,%s,%u,%u,%d,%u,%.17g", shape->class ? shape->class : "cpu",
            row->driver, *row->lock ? row->lock : "off", shape->weak ? "weak" : "strong",
            row->workers, shape->tasks ? shape->tasks : row->workers, !shape->tasks, row->launch,
            row->time_s);
    print_number(out, shape->held > 0,
                 (shape->held + shape->held_step * row->launch) * row->time_s);
    print_number(out, shape->pus > 0, shape->pus);
    fprintf(out, ",%d,%d\n", waits, waits);
}

/* All rows, each with the noise of its own. */
static struct row_made *rows_make(const struct shape *shape, const unsigned *workers,
                                  const double *time_s, size_t count, size_t *rows_count) {
    const char *driver = shape->driver ? shape->driver : "omp";
    const char *lock = shape->lock ? shape->lock : "";
    const unsigned launches = shape->launches ? shape->launches : 1;
    const size_t based = shape->lock ? 1 : 0;
    struct row_made *rows = calloc((count + 1) * launches, sizeof *rows);
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    assert_non_null(rows);
    gsl_rng_set(generator, shape->seed);
    *rows_count = 0;
    for (size_t i = 0; i < count + based; i++)
        for (unsigned launch = 0; launch < launches; launch++) {
            struct row_made *row = &rows[(*rows_count)++];
            const bool base = i == count;
            *row = (struct row_made){base ? "serial" : driver, base ? "" : lock,
                                     base ? 1 : workers[i], launch, time_s[base ? 0 : i]};
            row->time_s *= exp(shape->noise * gsl_ran_gaussian(generator, 1));
        }
    gsl_rng_free(generator);
    return rows;
}

static char *csv_make(const struct shape *shape, const unsigned *workers, const double *time_s,
                      size_t count) {
    size_t rows_count, length = 0;
    char *text = NULL;
    struct row_made *rows = rows_make(shape, workers, time_s, count, &rows_count);
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fputs(header, out);
    for (size_t i = 0; i < rows_count; i++)
        print_row(out, shape, &rows[shape->backwards ? rows_count - 1 - i : i]);
    assert_int_equal(fclose(out), 0);
    free(rows);
    return text;
}

static const struct series *series_made(const struct study *study, const struct shape *shape) {
    for (size_t s = 0; s < study->items[0].count; s++) {
        const struct series *series = &study->items[0].items[s];
        if (!*series->lock == !shape->lock)
            return series;
    }
    fail_msg("the series is missing");
    return NULL;
}

struct made_curve curve_made(const struct shape *shape, const unsigned *workers,
                             const double *time_s, size_t count) {
    char *csv = csv_make(shape, workers, time_s, count);
    struct fault fault = {0};
    struct made_curve made = {.data = loaded(csv, strlen(csv), &fault)};
    free(csv);
    assert_non_null(made.data);
    made.study = study_make(made.data);
    made.scaling = scaling_make(made.study);
    assert_int_equal(made.study->count, 1);
    made.fits = scaling_of(&made.scaling, series_made(made.study, shape));
    return made;
}

void curve_unmade(struct made_curve *made) {
    scaling_free(&made->scaling);
    study_free(made->study);
    data_free(made->data);
}

const struct fit *fit_named(const struct made_curve *made, const char *name) {
    for (size_t i = 0; i < made->fits->count; i++)
        if (strcmp(made->fits->items[i].model->name, name) == 0)
            return &made->fits->items[i];
    fail_msg("no model %s", name);
    return NULL;
}

const char *chosen_name(const struct made_curve *made) {
    return made->fits->chosen ? made->fits->chosen->model->name : "";
}
