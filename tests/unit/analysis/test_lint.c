/*
 * Every rule of --lint on a made-up data set that keeps all of them, and on copies in which one
 * thing is changed: each check must be seen to give each of its outcomes.
 */
#include "check.h"
#include "columns.h"
#include "csvline.h"
#include "lint.h"
#include "made_up.h"
#include "wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELL = 48, ROWS_MAX = 400, VARIANTS = 10, EDITS = 4 };

static const char clean_provenance[] =
    "{\"hosts\":[{\"host\":\"n1\",\"cpu_model\":\"Fast 3000\",\"architecture\":\"x86_64\","
    "\"hwloc_topology\":\"PU:2\",\"pus_unmasked\":2,\"memory_bytes\":1000000,\"kernel\":\"6.1\","
    "\"clock_source\":\"tsc\"}],\"launches\":[{\"mask\":\"0-1\",\"program\":{\"version\":\"1\","
    "\"git_revision\":\"0123456789abcdef\",\"compiler\":\"GNU 12\",\"flags\":\"-O3\","
    "\"build_type\":\"Release\",\"libraries\":\"none\",\"binary_id\":\"b\"}},{\"program\":{"
    "\"git_revision\":\"0123456789abcdef\",\"flags\":\"-O3\"}}]}";

enum launch_order { SHUFFLED, SAME_IN_EVERY_ROUND, ONE_AFTER_THE_OTHER };

/* How a data set is made. */
struct shape {
    unsigned launches; /* of each variant */
    unsigned reps;     /* besides a warm-up */
    enum launch_order order;
    const char *scaling;
};

static const struct shape clean = {6, 2, SHUFFLED, "strong"};

/* One change to it. */
struct edit {
    const char *column; /* NULL: nothing is changed */
    const char *value;  /* written into the column; NULL: the column is dropped */
    const char *where;  /* only in rows whose column `where` is `is`; NULL: in all */
    const char *is;
};

struct sheet {
    char header[COLUMNS][CELL];
    char cells[ROWS_MAX][COLUMNS][CELL];
    size_t rows;
};

/* sum and sleep, serial with 1 worker, threads and processes with 1 and 2. */
static const struct {
    const char *kernel, *driver;
    unsigned workers;
} variants[VARIANTS] = {
    {"sum", "serial", 1}, {"sum", "omp", 1},      {"sum", "omp", 2},   {"sum", "mpi", 1},
    {"sum", "mpi", 2},    {"sleep", "serial", 1}, {"sleep", "omp", 1}, {"sleep", "omp", 2},
    {"sleep", "mpi", 1},  {"sleep", "mpi", 2},
};

static void set(struct sheet *sheet, enum column_index column, const char *text) {
    snprintf(sheet->cells[sheet->rows][column], CELL, "%s", text);
}

static void set_real(struct sheet *sheet, enum column_index column, double value) {
    snprintf(sheet->cells[sheet->rows][column], CELL, "%.9g", value);
}

static void add_row(struct sheet *sheet, const struct shape *shape, size_t variant, unsigned launch,
                    unsigned rep) {
    assert_true(sheet->rows < ROWS_MAX);
    const unsigned workers = variants[variant].workers;
    const bool waits = strcmp(variants[variant].kernel, "sleep") == 0;
    const bool weak = strcmp(shape->scaling, "weak") == 0;
    const double wall_s = 2.0 / (weak ? 1 : workers) * (1 + 0.001 * (launch % 7) + 0.0001 * rep);
    set(sheet, COLUMN_kernel, variants[variant].kernel);
    set(sheet, COLUMN_class, waits ? "io" : "cpu");
    set(sheet, COLUMN_driver, variants[variant].driver);
    set(sheet, COLUMN_scaling, shape->scaling);
    set(sheet, COLUMN_schedule, "static");
    set(sheet, COLUMN_pin, "none");
    set(sheet, COLUMN_phase, rep ? "measure" : "warmup");
    set(sheet, COLUMN_checksum, weak && workers == 2 ? "00000000000000cd" : "00000000000000ab");
    set(sheet, COLUMN_binary_id, variants[variant].driver);
    set_real(sheet, COLUMN_ok, 1);
    set_real(sheet, COLUMN_seed, 1);
    set_real(sheet, COLUMN_nodes, 1);
    set_real(sheet, COLUMN_ranks, workers);
    set_real(sheet, COLUMN_threads, 1);
    set_real(sheet, COLUMN_workers, workers);
    set_real(sheet, COLUMN_tasks, workers);
    set_real(sheet, COLUMN_tasks_per_worker, 1);
    set_real(sheet, COLUMN_size, 1000);
    set_real(sheet, COLUMN_launch, launch);
    set_real(sheet, COLUMN_rep, rep);
    set_real(sheet, COLUMN_order, (double)sheet->rows);
    set_real(sheet, COLUMN_wall_s, wall_s);
    set_real(sheet, COLUMN_cpu_s, 0.9 * wall_s * workers);
    set_real(sheet, COLUMN_busy_max_s, 0.99 * wall_s);
    set_real(sheet, COLUMN_skew_us, 5);
    set_real(sheet, COLUMN_spawn_s, 1e-4);
    set_real(sheet, COLUMN_setup_s, 1e-3);
    set_real(sheet, COLUMN_items, weak ? 1000.0 * workers : 1000);
    set_real(sheet, COLUMN_bytes, weak ? 8000.0 * workers : 8000);
    set_real(sheet, COLUMN_flops, weak ? 2000.0 * workers : 2000);
    set_real(sheet, COLUMN_blocking_calls, waits ? 100 : 0);
    set_real(sheet, COLUMN_pus, 2);
    if (waits) {
        set_real(sheet, COLUMN_op_p50_us, 10);
        set_real(sheet, COLUMN_op_max_us, 90);
    }
    sheet->rows++;
}

static void add_launch(struct sheet *sheet, const struct shape *shape, size_t variant,
                       unsigned launch) {
    for (unsigned rep = 0; rep <= shape->reps; rep++)
        add_row(sheet, shape, variant, launch, rep);
}

/* Which variant is the i-th of a round; another permutation in every round, if shuffled. */
static size_t variant_at(const struct shape *shape, unsigned round, size_t i) {
    return shape->order == SHUFFLED ? (3 * i + 7 * round) % VARIANTS : i;
}

static void sheet_make(struct sheet *sheet, const struct shape *shape) {
    *sheet = (struct sheet){0};
    for (int i = 0; i < COLUMNS; i++)
        snprintf(sheet->header[i], CELL, "%s", columns[i].name);
    unsigned launch = 0;
    if (shape->order == ONE_AFTER_THE_OTHER)
        for (size_t i = 0; i < VARIANTS; i++)
            for (unsigned round = 0; round < shape->launches; round++)
                add_launch(sheet, shape, i, launch++);
    else
        for (unsigned round = 0; round < shape->launches; round++)
            for (size_t i = 0; i < VARIANTS; i++)
                add_launch(sheet, shape, variant_at(shape, round, i), launch++);
}

static size_t column_of(const char *name) {
    size_t i = 0;
    while (i < COLUMNS && strcmp(columns[i].name, name) != 0)
        i++;
    assert_true(i < COLUMNS);
    return i;
}

/* A value that begins with '=' names the column, a dropped column keeps its place under another
 * name. */
static void sheet_edit(struct sheet *sheet, const struct edit *edit) {
    if (!edit->column)
        return;
    const size_t column = column_of(edit->column);
    if (!edit->value || *edit->value == '=') {
        snprintf(sheet->header[column], CELL, "%s", edit->value ? edit->value + 1 : "x");
        return;
    }
    for (size_t row = 0; row < sheet->rows; row++)
        if (!edit->where || strcmp(sheet->cells[row][column_of(edit->where)], edit->is) == 0)
            snprintf(sheet->cells[row][column], CELL, "%s", edit->value);
}

static void sheet_write(const struct sheet *sheet, const char *path) {
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", sheet->header[i]);
    fputc('\n', out);
    for (size_t row = 0; row < sheet->rows; row++)
        for (size_t i = 0; i < COLUMNS; i++) {
            csv_write_field(out, sheet->cells[row][i]);
            fputc(i + 1 < COLUMNS ? ',' : '\n', out);
        }
    assert_int_equal(fclose(out), 0);
}

/* The sheet as --lint reads it; free with lint_free. */
static struct lint_set *sheet_read(const struct sheet *sheet, const char *provenance) {
    char folder[] = "/tmp/convoy-lint-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *csv = must_format("%s/samples.csv", folder);
    char *json = must_format("%s/provenance.json", folder);
    sheet_write(sheet, csv);
    if (provenance) {
        FILE *out = fopen(json, "w");
        assert_non_null(out);
        fputs(provenance, out);
        assert_int_equal(fclose(out), 0);
    }
    const char *paths[] = {folder};
    struct fault fault = {0};
    struct lint_set *set = lint_read(paths, 1, &fault);
    if (!set)
        fail_msg("%s", fault.text);
    unlink(csv);
    unlink(json);
    rmdir(folder);
    free(csv);
    free(json);
    return set;
}

/* `document` with the first `old` replaced. Free it. */
static char *replaced(const char *document, const char *old, const char *new) {
    const char *at = strstr(document, old);
    assert_non_null(at);
    return must_format("%.*s%s%s", (int)(at - document), document, new, at + strlen(old));
}

static const struct lint_case {
    const char *rule;
    enum lint_outcome outcome;
    const char *text; /* part of what is said */
    struct edit edits[EDITS];
    const char *old, *new; /* in the provenance; old is "": there is none */
    struct shape shape;    /* no launches: the clean one */
} cases[] = {
    {.rule = "H1", .outcome = LINT_KEPT, .text = "serial with 1 worker in 2 of 2 panels"},
    {.rule = "H1",
     .outcome = LINT_NOT_KEPT,
     .text = "no time of one worker",
     .edits = {{"workers", "4", "workers", "1"}}},
    {.rule = "H1",
     .outcome = LINT_CANNOT_TELL,
     .text = "whether driver pool",
     .edits = {{"driver", "pool", NULL, NULL}}},
    {.rule = "H2", .outcome = LINT_KEPT, .text = "nothing was skipped"},
    {.rule = "H2",
     .outcome = LINT_KEPT,
     .text = "all 36 skipped rows give a reason",
     .edits = {{"flags", "no memory", "driver", "serial"},
               {"wall_s", "", "driver", "serial"},
               {"phase", "measure", "driver", "serial"}}},
    {.rule = "H2",
     .outcome = LINT_NOT_KEPT,
     .text = "skipped rows give no reason",
     .edits = {{"wall_s", "", "driver", "serial"}}},
    {.rule = "H2",
     .outcome = LINT_NOT_KEPT,
     .text = "could use 8 of the 8 PUs",
     .edits = {{"pus", "8", NULL, NULL}}},
    {.rule = "H2",
     .outcome = LINT_CANNOT_TELL,
     .text = "no row says anything in pus",
     .edits = {{"pus", NULL, NULL, NULL}}},
    {.rule = "H2",
     .outcome = LINT_KEPT,
     .text = "all PUs that the tasks can use",
     .edits = {{"pus", "8", NULL, NULL},
               {"tasks", "2", NULL, NULL},
               {"tasks_per_worker", "0", NULL, NULL}}},
    {.rule = "H3", .outcome = LINT_KEPT, .text = "120 raw times"},
    {.rule = "H3",
     .outcome = LINT_NOT_KEPT,
     .text = "column wall_mean holds means",
     .edits = {{"tags", "=wall_mean", NULL, NULL}}},
    {.rule = "H3",
     .outcome = LINT_CANNOT_TELL,
     .text = "one row",
     .shape = {1, 1, SHUFFLED, "strong"}},
    {.rule = "H4", .outcome = LINT_KEPT, .text = "averages none"},
    {.rule = "H4",
     .outcome = LINT_NOT_KEPT,
     .text = "column Speedup holds ratios",
     .edits = {{"tags", "=Speedup", NULL, NULL}}},
    {.rule = "H4",
     .outcome = LINT_CANNOT_TELL,
     .text = "one row",
     .shape = {1, 1, SHUFFLED, "strong"}},
    {.rule = "H5", .outcome = LINT_KEPT, .text = "all 10 points, of 6 launches"},
    {.rule = "H5",
     .outcome = LINT_NOT_KEPT,
     .text = "10 of 10 points have fewer than 6",
     .shape = {5, 2, SHUFFLED, "strong"}},
    {.rule = "H5",
     .outcome = LINT_CANNOT_TELL,
     .text = "in launch",
     .edits = {{"launch", NULL, NULL, NULL}}},
    {.rule = "H6", .outcome = LINT_KEPT, .text = "0 of 10 points"},
    {.rule = "H6",
     .outcome = LINT_NOT_KEPT,
     .text = "column stdev_s in place",
     .edits = {{"tags", "=stdev_s", NULL, NULL}},
     .shape = {1, 1, SHUFFLED, "strong"}},
    {.rule = "H6",
     .outcome = LINT_CANNOT_TELL,
     .text = "no point has 6",
     .shape = {5, 2, SHUFFLED, "strong"}},
    {.rule = "H7", .outcome = LINT_KEPT, .text = "10 kinds of launches in rounds of varying order"},
    {.rule = "H7",
     .outcome = LINT_NOT_KEPT,
     .text = "never did the same work",
     .edits = {{"size", "77", "driver", "mpi"}}},
    {.rule = "H7",
     .outcome = LINT_NOT_KEPT,
     .text = "one after the other",
     .shape = {6, 2, ONE_AFTER_THE_OTHER, "strong"}},
    {.rule = "H7",
     .outcome = LINT_NOT_KEPT,
     .text = "every round has the same order",
     .shape = {6, 2, SAME_IN_EVERY_ROUND, "strong"}},
    {.rule = "H7",
     .outcome = LINT_NOT_KEPT,
     .text = "fewer than 6 launches",
     .shape = {5, 2, SHUFFLED, "strong"}},
    {.rule = "H7",
     .outcome = LINT_CANNOT_TELL,
     .text = "says anything in order",
     .edits = {{"order", NULL, NULL, NULL}}},
    {.rule = "H7",
     .outcome = LINT_CANNOT_TELL,
     .text = "only one kind",
     .edits = {{"kernel", "k", NULL, NULL},
               {"class", "cpu", NULL, NULL},
               {"driver", "omp", NULL, NULL},
               {"workers", "1", NULL, NULL}}},
    {.rule = "H8", .outcome = LINT_KEPT, .text = "all 60 rows with blocking calls"},
    {.rule = "H8",
     .outcome = LINT_KEPT,
     .text = "no row blocks",
     .edits = {{"blocking_calls", "0", NULL, NULL}}},
    {.rule = "H8",
     .outcome = LINT_NOT_KEPT,
     .text = "24 of 60 rows",
     .edits = {{"op_max_us", "", "driver", "omp"}}},
    {.rule = "H8",
     .outcome = LINT_CANNOT_TELL,
     .text = "in blocking_calls",
     .edits = {{"blocking_calls", NULL, NULL, NULL}}},
    {.rule = "H9", .outcome = LINT_KEPT, .text = "revision 0123456789ab are"},
    {.rule = "H9",
     .outcome = LINT_NOT_KEPT,
     .text = "does not say: CPU model",
     .old = "\"cpu_model\"",
     .new = "\"cpu\""},
    {.rule = "H9",
     .outcome = LINT_NOT_KEPT,
     .text = "built from changed sources",
     .old = "abcdef",
     .new = "abcdef-dirty"},
    {.rule = "H9", .outcome = LINT_CANNOT_TELL, .text = "no readable provenance.json", .old = ""},
    {.rule = "H9",
     .outcome = LINT_CANNOT_TELL,
     .text = "in pin, seed",
     .edits = {{"pin", NULL, NULL, NULL}, {"seed", "", NULL, NULL}}},
    {.rule = "H10", .outcome = LINT_KEPT, .text = "60 warm-up rows kept apart"},
    {.rule = "H10",
     .outcome = LINT_NOT_KEPT,
     .text = "in 48 of 120 rows a worker was busy for longer",
     .edits = {{"busy_max_s", "9", "driver", "omp"}}},
    {.rule = "H10",
     .outcome = LINT_NOT_KEPT,
     .text = "cpu_s is more than all workers can",
     .edits = {{"cpu_s", "9", "workers", "2"}}},
    {.rule = "H10",
     .outcome = LINT_NOT_KEPT,
     .text = "is their CPU time",
     .edits = {{"cpu_s", "0.5", "workers", "2"},
               {"wall_s", "0.5", "workers", "2"},
               {"busy_max_s", "0.5", "workers", "2"}}},
    {.rule = "H10", /* one side may be so even */
     .outcome = LINT_KEPT,
     .text = "none contradicts",
     .edits = {{"cpu_s", "0.5", "driver", "omp"},
               {"wall_s", "0.5", "driver", "omp"},
               {"busy_max_s", "0.5", "driver", "omp"}}},
    {.rule = "H10",
     .outcome = LINT_CANNOT_TELL,
     .text = "in skew_us",
     .edits = {{"skew_us", NULL, NULL, NULL}}},
    {.rule = "H11", .outcome = LINT_KEPT, .text = "ideal line"},
    {.rule = "H11",
     .outcome = LINT_NOT_KEPT,
     .text = "no time of one worker",
     .edits = {{"workers", "4", "workers", "1"}}},
    {.rule = "H11",
     .outcome = LINT_NOT_KEPT,
     .text = "bound 2",
     .edits = {{"wall_s", "0.2", "workers", "2"}}},
    {.rule = "H11",
     .outcome = LINT_CANNOT_TELL,
     .text = "in pus",
     .edits = {{"pus", "", NULL, NULL}}},
    {.rule = "H12", .outcome = LINT_KEPT, .text = "all 10 points"},
    {.rule = "H12",
     .outcome = LINT_NOT_KEPT,
     .text = "10 of 10 points have one value",
     .shape = {1, 1, SHUFFLED, "strong"}},
    {.rule = "B1", .outcome = LINT_KEPT, .text = "same bits"},
    {.rule = "B1",
     .outcome = LINT_NOT_KEPT,
     .text = "other bytes",
     .edits = {{"bytes", "4000", "driver", "mpi"}}},
    {.rule = "B1",
     .outcome = LINT_NOT_KEPT,
     .text = "other bits",
     .edits = {{"checksum", "00000000000000ff", "driver", "mpi"}}},
    {.rule = "B1",
     .outcome = LINT_CANNOT_TELL,
     .text = "in bytes",
     .edits = {{"bytes", NULL, NULL, NULL}}},
    {.rule = "B2", .outcome = LINT_KEPT, .text = "start-up and preparation"},
    {.rule = "B2",
     .outcome = LINT_NOT_KEPT,
     .text = "48 of 120 rows do not say spawn_s",
     .edits = {{"spawn_s", "", "driver", "mpi"}}},
    {.rule = "B2",
     .outcome = LINT_CANNOT_TELL,
     .text = "in setup_s",
     .edits = {{"setup_s", NULL, NULL, NULL}}},
    {.rule = "B3", .outcome = LINT_KEPT, .text = "one compiler"},
    {.rule = "B3",
     .outcome = LINT_NOT_KEPT,
     .text = "driver mpi was not one program",
     .edits = {{"binary_id", "rebuilt", "kernel", "sleep"},
               {"binary_id", "x", "driver", "serial"},
               {"binary_id", "y", "driver", "omp"}}},
    {.rule = "B3",
     .outcome = LINT_NOT_KEPT,
     .text = "do not share",
     .old = "-O3",
     .new = "-O3 -mavx2"},
    {.rule = "B3",
     .outcome = LINT_CANNOT_TELL,
     .text = "in binary_id",
     .edits = {{"binary_id", NULL, NULL, NULL}}},
    {.rule = "B3", .outcome = LINT_CANNOT_TELL, .text = "without provenance.json", .old = ""},
    {.rule = "B4", .outcome = LINT_KEPT, .text = "stay the same"},
    {.rule = "B4",
     .outcome = LINT_KEPT,
     .text = "2 of 2 panels grow",
     .shape = {6, 2, SHUFFLED, "weak"}},
    {.rule = "B4",
     .outcome = LINT_NOT_KEPT,
     .text = "not what scaling says in 48 of 120 rows",
     .edits = {{"items", "2000", "workers", "2"}}},
    {.rule = "B4",
     .outcome = LINT_NOT_KEPT,
     .text = "not what scaling says",
     .edits = {{"scaling", "strong", NULL, NULL}},
     .shape = {6, 2, SHUFFLED, "weak"}},
    {.rule = "B4",
     .outcome = LINT_CANNOT_TELL,
     .text = "in items",
     .edits = {{"items", NULL, NULL, NULL}}},
    {.rule = "B5", .outcome = LINT_KEPT, .text = "0 of 120 rows had more"},
    {.rule = "B5",
     .outcome = LINT_KEPT,
     .text = "48 of 120 rows had more",
     .edits = {{"pus", "1", NULL, NULL}, {"flags", "skew;oversubscribed", NULL, NULL}}},
    {.rule = "B5",
     .outcome = LINT_NOT_KEPT,
     .text = "48 of 48 rows with more workers than PUs",
     .edits = {{"pus", "1", NULL, NULL},
               {"flags", "oversubscribed_not;not_oversubscribed", NULL, NULL}}},
    {.rule = "B5",
     .outcome = LINT_NOT_KEPT,
     .text = "workers are not ranks x threads",
     .edits = {{"ranks", "64", "workers", "2"}}},
    {.rule = "B5",
     .outcome = LINT_CANNOT_TELL,
     .text = "in ranks",
     .edits = {{"ranks", NULL, NULL, NULL}}},
    {.rule = "B6", .outcome = LINT_KEPT, .text = "optimised as its competitors"},
    {.rule = "B6",
     .outcome = LINT_NOT_KEPT,
     .text = "the base is slower than threads",
     .edits = {{"wall_s", "4", "driver", "serial"}}},
    {.rule = "B6",
     .outcome = LINT_NOT_KEPT,
     .text = "compiled without -O2",
     .old = "-O3",
     .new = "-O0"},
    {.rule = "B6", .outcome = LINT_CANNOT_TELL, .text = "how the base was compiled", .old = ""},
    {.rule = "B7", .outcome = LINT_KEPT, .text = "one revision"},
    {.rule = "B7",
     .outcome = LINT_NOT_KEPT,
     .text = "2 revisions",
     .old = "0123456789abcdef",
     .new = "fedcba9876543210"},
    {.rule = "B7",
     .outcome = LINT_NOT_KEPT,
     .text = "2 CPU models",
     .old = "{\"hosts\":[",
     .new = "{\"hosts\":[{\"cpu_model\":\"Slow 1\"},"},
    {.rule = "B7", .outcome = LINT_CANNOT_TELL, .text = "provenance.json", .old = ""},
    {.rule = "B8", .outcome = LINT_KEPT, .text = "serial or parallel"},
    {.rule = "B8",
     .outcome = LINT_NOT_KEPT,
     .text = "other operations",
     .edits = {{"flops", "3000", "driver", "mpi"}}},
    {.rule = "B8",
     .outcome = LINT_CANNOT_TELL,
     .text = "in flops",
     .edits = {{"flops", NULL, NULL, NULL}}},
    {.rule = "B9", .outcome = LINT_KEPT, .text = "absolute times"},
    {.rule = "B9",
     .outcome = LINT_NOT_KEPT,
     .text = "exactly 1",
     .edits = {{"wall_s", "1", "driver", "serial"}}},
    {.rule = "B9",
     .outcome = LINT_CANNOT_TELL,
     .text = "may be a ratio",
     .edits = {{"wall_s", "1", "driver", "serial"}, {"phase", "warmup", "kernel", "sleep"}},
     .shape = {1, 1, SHUFFLED, "strong"}},
    {.rule = "B10", .outcome = LINT_KEPT, .text = "2 works, each with one checksum"},
    {.rule = "B10",
     .outcome = LINT_NOT_KEPT,
     .text = "another result for the same work in 48 of 120 rows",
     .edits = {{"checksum", "00000000000000ff", "driver", "mpi"}}},
    {.rule = "B10",
     .outcome = LINT_NOT_KEPT,
     .text = "24 rows gave a wrong result",
     .edits = {{"ok", "0", "driver", "serial"}}},
    {.rule = "B10",
     .outcome = LINT_CANNOT_TELL,
     .text = "in checksum",
     .edits = {{"checksum", "", NULL, NULL}}},
    {.rule = "B11", .outcome = LINT_KEPT, .text = "among what it is compared with"},
    {.rule = "B11",
     .outcome = LINT_NOT_KEPT,
     .text = "before or after all",
     .shape = {6, 2, ONE_AFTER_THE_OTHER, "strong"}},
    {.rule = "B11",
     .outcome = LINT_CANNOT_TELL,
     .text = "one launch of the base",
     .shape = {1, 2, SHUFFLED, "strong"}},
    {.rule = "B11",
     .outcome = LINT_CANNOT_TELL,
     .text = "in order",
     .edits = {{"order", NULL, NULL, NULL}}},
    {.rule = "B12", .outcome = LINT_KEPT, .text = "number of items"},
    {.rule = "B12",
     .outcome = LINT_NOT_KEPT,
     .text = "48 of 120 rows do not say",
     .edits = {{"items", "", "driver", "mpi"}}},
    {.rule = "B12",
     .outcome = LINT_CANNOT_TELL,
     .text = "in items",
     .edits = {{"items", NULL, NULL, NULL}}},
};
enum { CASES = sizeof cases / sizeof *cases };

static const struct rules *const lists[] = {&rules_hoefler, &rules_bailey};

static const struct rule *rule_find(const char *id) {
    for (size_t i = 0; i < 2; i++)
        for (size_t r = 0; r < lists[i]->count; r++)
            if (strcmp(lists[i]->items[r].id, id) == 0)
                return &lists[i]->items[r];
    fail_msg("no rule %s", id);
    return NULL;
}

static struct lint_set *case_read(const struct lint_case *wanted) {
    static struct sheet sheet;
    sheet_make(&sheet, wanted->shape.launches ? &wanted->shape : &clean);
    for (size_t i = 0; i < EDITS; i++)
        sheet_edit(&sheet, &wanted->edits[i]);
    if (!wanted->old)
        return sheet_read(&sheet, clean_provenance);
    if (!*wanted->old)
        return sheet_read(&sheet, NULL);
    char *provenance = replaced(clean_provenance, wanted->old, wanted->new);
    struct lint_set *set = sheet_read(&sheet, provenance);
    free(provenance);
    return set;
}

static void rules_find_what_is_there(void **state) {
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct lint_set *set = case_read(&cases[i]);
        const struct ruling ruling = rule_find(cases[i].rule)->check(lint_input_of(set));
        if (ruling.outcome != cases[i].outcome || !strstr(ruling.text, cases[i].text))
            fail_msg("case %zu, rule %s: %s: %s", i, cases[i].rule,
                     lint_outcome_names[ruling.outcome], ruling.text);
        free(ruling.text);
        lint_free(set);
    }
}

/* Of rule H12 there is no third one: how many values a point has is always known. */
static void every_rule_is_seen_with_every_outcome(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(lists[i]->count, 12);
        for (size_t r = 0; r < 12; r++)
            for (enum lint_outcome outcome = 0; outcome < LINT_OUTCOMES; outcome++) {
                bool seen =
                    strcmp(lists[i]->items[r].id, "H12") == 0 && outcome == LINT_CANNOT_TELL;
                for (size_t c = 0; c < CASES; c++)
                    seen = seen || (strcmp(cases[c].rule, lists[i]->items[r].id) == 0 &&
                                    cases[c].outcome == outcome);
                if (!seen)
                    fail_msg("rule %s is never %s", lists[i]->items[r].id,
                             lint_outcome_names[outcome]);
            }
    }
}

/* What --lint prints of a set. Free it. */
static char *printed(const struct lint_set *set) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    lint_print(out, lint_input_of(set));
    assert_int_equal(fclose(out), 0);
    return text;
}

static void a_clean_set_keeps_all_rules(void **state) {
    (void)state;
    const struct lint_case none = {0};
    struct lint_set *set = case_read(&none);
    char *text = printed(set);
    assert_non_null(strstr(text, "\n24 rules: 24 kept, 0 not kept, 0 cannot tell\n"));
    for (const char *line = text; *line;) {
        const size_t length = strcspn(line, "\n");
        assert_true(length <= WRAP_WIDTH);
        line += length + (line[length] == '\n');
    }
    free(text);
    lint_free(set);
}

/* Another program's four columns: little can be told, and nothing of that is praise. */
static void four_columns_tell_little(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s\n"
                              "k,sequential,1,2.5\nk,threadpool,2,1.3\nk,processpool,2,1.4\n";
    struct file file = file_make("times.csv", csv, sizeof csv - 1);
    const char *paths[] = {file.path};
    struct fault fault = {0};
    struct lint_set *set = lint_read(paths, 1, &fault);
    assert_non_null(set);
    char *text = printed(set);
    assert_non_null(strstr(text, "\n24 rules: 2 kept, 1 not kept, 21 cannot tell\n"));
    free(text);
    lint_free(set);
    file_remove(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_find_what_is_there),
        cmocka_unit_test(every_rule_is_seen_with_every_outcome),
        cmocka_unit_test(a_clean_set_keeps_all_rules),
        cmocka_unit_test(four_columns_tell_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
