#include "made_up.h"

#include "check.h"
#include "columns.h"
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file file_make(const char *name, const void *bytes, size_t length) {
    struct file file = {.folder = must_strdup("/tmp/convoy-analysis-XXXXXX")};
    assert_non_null(mkdtemp(file.folder));
    file.path = must_format("%s/%s", file.folder, name);
    FILE *out = fopen(file.path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
    return file;
}

void file_remove(struct file *file) {
    unlink(file->path);
    rmdir(file->folder);
    free(file->path);
    free(file->folder);
}

/* One row; columns that are not named stay empty. */
static void print_row(FILE *out, const struct made *made, unsigned launch) {
    const double middle = ((double)made->launches - 1) / 2;
    const double time_s = made->time_s * (1 + made->spread * (launch - middle));
    for (int i = 0; i < COLUMNS; i++) {
        fputs(i ? "," : "", out);
        switch (i) {
        case COLUMN_kernel:
            fputs(made->kernel, out);
            break;
        case COLUMN_class:
            fputs(made->class, out);
            break;
        case COLUMN_driver:
            fputs(made->driver, out);
            break;
        case COLUMN_gil:
            fputs(made->gil, out);
            break;
        case COLUMN_scaling:
            fputs(made->scaling ? made->scaling : "strong", out);
            break;
        case COLUMN_workers:
            fprintf(out, "%u", made->workers);
            break;
        case COLUMN_tasks:
            fprintf(out, "%u", made->tasks ? made->tasks : made->workers);
            break;
        case COLUMN_tasks_per_worker:
            fputs(made->tasks ? "0" : "1", out);
            break;
        case COLUMN_launch:
            fprintf(out, "%u", launch);
            break;
        case COLUMN_phase:
            fputs("measure", out);
            break;
        case COLUMN_wall_s:
            fprintf(out, "%.12g", time_s);
            break;
        case COLUMN_ok:
            fputs("1", out);
            break;
        case COLUMN_pus:
            fputs("2", out);
            break;
        default:
            break;
        }
    }
    fputc('\n', out);
}

char *made_csv(const struct made *made, size_t count) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (int i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", columns[i].name);
    fputc('\n', out);
    for (size_t i = 0; i < count; i++)
        for (unsigned launch = 0; launch < made[i].launches; launch++)
            print_row(out, &made[i], launch);
    assert_int_equal(fclose(out), 0);
    return text;
}

struct data *loaded(const char *csv, size_t length, struct fault *fault) {
    struct file file = file_make("samples.csv", csv, length);
    struct data *data = data_new();
    const bool good = load_csv(data, file.path, fault);
    file_remove(&file);
    if (good) {
        /* A data set of which no row can be used is something to test, too. */
        load_finish(data, "samples.csv", &(struct fault){0});
        return data;
    }
    data_free(data);
    return NULL;
}

struct data *made_data(const struct made *made, size_t count) {
    char *csv = made_csv(made, count);
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    free(csv);
    assert_non_null(data);
    return data;
}
