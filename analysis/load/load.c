#include "load.h"

#include "array.h"
#include "columns.h"
#include "csv.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABSENT = -1, WORKERS_MAX = 100 * 1000 * 1000 };

static const enum column_index needed[] = {COLUMN_kernel, COLUMN_driver, COLUMN_workers,
                                           COLUMN_wall_s};
enum { NEEDED = sizeof needed / sizeof *needed };

/* One file while it is read. */
struct reader {
    struct csv *csv;
    struct data *data;
    struct fault *fault;
    const char *path;
    size_t width;            /* fields of the header */
    uint64_t rows_before;    /* of the data set when this file began */
    uint32_t sequence_start; /* the data set's sequence_end then */
    int where[COLUMNS];      /* the field that holds a column, or ABSENT */
};

static int column_find(const char *name) {
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].name, name) == 0)
            return i;
    return ABSENT;
}

static bool needed_check(struct reader *reader) {
    char missing[256] = "";
    for (size_t i = 0; i < NEEDED; i++)
        if (reader->where[needed[i]] == ABSENT) {
            const size_t used = strlen(missing);
            snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                     columns[needed[i]].name);
        }
    if (!*missing)
        return true;
    return fault_user(reader->fault,
                      "%s:1: the header has no column %s (needed: kernel, driver, workers, wall_s)",
                      reader->path, missing);
}

static bool header_read(struct reader *reader) {
    const enum csv_result result = csv_next(reader->csv, reader->fault);
    if (result == CSV_BROKEN)
        return false;
    if (result == CSV_END)
        return fault_user(reader->fault, "%s:1: the file is empty: a header is needed",
                          reader->path);
    for (size_t i = 0; i < COLUMNS; i++)
        reader->where[i] = ABSENT;
    reader->width = csv_count(reader->csv);
    for (size_t i = 0; i < reader->width; i++) {
        const int column = column_find(csv_field(reader->csv, i));
        if (column == ABSENT)
            continue;
        if (reader->where[column] != ABSENT)
            return csv_refuse(reader->csv, i, reader->fault, "column %s appears twice",
                              columns[column].name);
        reader->where[column] = (int)i;
    }
    return needed_check(reader);
}

static bool has(const struct reader *reader, enum column_index column) {
    return reader->where[column] != ABSENT;
}

/* The text of a column, "" where the file has none. */
static const char *text_of(const struct reader *reader, enum column_index column) {
    return has(reader, column) ? csv_field(reader->csv, (size_t)reader->where[column]) : "";
}

static word word_of(const struct reader *reader, enum column_index column) {
    return words_keep(reader->data->words, text_of(reader, column));
}

static bool refuse(const struct reader *reader, enum column_index column, const char *wrong) {
    return csv_refuse(reader->csv, (size_t)reader->where[column], reader->fault, "%s: %s: '%.80s'",
                      columns[column].name, wrong, text_of(reader, column));
}

/* Any decimal number as strtod reads it, NaN and infinities included; empty is NaN. */
static bool real_read(const struct reader *reader, enum column_index column, double *value) {
    const char *text = text_of(reader, column);
    *value = NAN;
    if (!*text)
        return true;
    char *end;
    *value = strtod(text, &end);
    if (*end || strpbrk(text, "xX"))
        return refuse(reader, column, "not a number");
    return true;
}

/* A whole number; absent or empty is `otherwise`. "4.0" is 4, as spreadsheets write it. */
static bool count_read(const struct reader *reader, enum column_index column, uint32_t otherwise,
                       uint32_t *value) {
    double real;
    if (!real_read(reader, column, &real))
        return false;
    if (!*text_of(reader, column)) {
        *value = otherwise;
        return true;
    }
    if (!(real >= 0 && real <= WORKERS_MAX) || real != floor(real))
        return refuse(reader, column, "not a whole number from 0 to 100000000");
    *value = (uint32_t)real;
    return true;
}

static enum row_fate fate_of(const struct reader *reader, double wall_s) {
    const char *phase = text_of(reader, COLUMN_phase);
    if (*phase && strcmp(phase, "measure") != 0)
        return ROW_WARMUP;
    if (!*text_of(reader, COLUMN_wall_s))
        return ROW_SKIPPED;
    if (has(reader, COLUMN_ok) && strcmp(text_of(reader, COLUMN_ok), "1") != 0)
        return ROW_WRONG;
    if (!isfinite(wall_s))
        return ROW_NOT_A_NUMBER;
    return wall_s > 0 ? ROW_USED : ROW_NOT_POSITIVE;
}

/* Intervals written as "5000" and "5000.000" are the same. */
static word interval_of(const struct reader *reader) {
    const char *text = text_of(reader, COLUMN_gil_interval_us);
    double interval_us;
    if (strcmp(text_of(reader, COLUMN_gil), "cpython") != 0 || text_real(text, &interval_us))
        return 0;
    char plain[32];
    snprintf(plain, sizeof plain, "%.9g", interval_us);
    return words_keep(reader->data->words, plain);
}

static bool setup_read(const struct reader *reader, struct setup *setup) {
    uint32_t tasks, per_worker, threads, workers;
    if (!count_read(reader, COLUMN_tasks, 0, &tasks) ||
        !count_read(reader, COLUMN_tasks_per_worker, 0, &per_worker) ||
        !count_read(reader, COLUMN_threads, 0, &threads) ||
        !count_read(reader, COLUMN_workers, 0, &workers))
        return false;
    if (!workers)
        return refuse(reader, COLUMN_workers, "at least one worker is needed");
    const char *driver = text_of(reader, COLUMN_driver), *gil = text_of(reader, COLUMN_gil);
    *setup = (struct setup){
        .kernel = word_of(reader, COLUMN_kernel),
        .class = word_of(reader, COLUMN_class),
        .variant = word_of(reader, COLUMN_variant),
        .params = word_of(reader, COLUMN_params),
        .scaling = word_of(reader, COLUMN_scaling),
        .size = word_of(reader, COLUMN_size),
        .tasks = per_worker ? 0 : tasks,
        .driver = words_keep(reader->data->words, driver),
        .gil = words_keep(reader->data->words, strcmp(gil, "off") == 0 ? "" : gil),
        .gil_interval_us = interval_of(reader),
        .schedule = word_of(reader, COLUMN_schedule),
        .pin = word_of(reader, COLUMN_pin),
        .threads = strcmp(driver, "hybrid") == 0 ? threads : 0,
        .workers = workers,
    };
    return true;
}

static void flags_add(const struct reader *reader, struct tallies *flags) {
    char *copy = must_strdup(text_of(reader, COLUMN_flags)), *rest = copy;
    for (char *flag; (flag = strsep(&rest, ";"));)
        if (*flag)
            tally_add(flags, words_keep(reader->data->words, flag), 1);
    free(copy);
}

/*
 * A launch is one start in one run: the number alone repeats between runs and files. Without the
 * column every row is its own launch; these count on in the upper half.
 */
static uint32_t launch_of(const struct reader *reader) {
    struct data *data = reader->data;
    if (!has(reader, COLUMN_launch))
        return UINT32_C(1) << 31 | data->lone_rows++;
    char *name = must_format("%s\n%s\n%s", reader->path, text_of(reader, COLUMN_run_id),
                             text_of(reader, COLUMN_launch));
    const uint32_t launch = words_keep(data->launches, name);
    free(name);
    return launch;
}

static const enum column_index measure_columns[MEASURES] = {
#define MEASURE(name) COLUMN_##name,
#include "measures.def"
#undef MEASURE
};

static bool measures_read(const struct reader *reader, float *measures) {
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        double value = NAN;
        if (has(reader, measure_columns[measure]) &&
            !real_read(reader, measure_columns[measure], &value))
            return false;
        measures[measure] = (float)value;
    }
    return true;
}

/* Files follow each other: each counts on behind the one before. */
static bool sequence_read(const struct reader *reader, uint32_t *sequence) {
    uint32_t order;
    if (!count_read(reader, COLUMN_order, (uint32_t)(reader->data->rows - reader->rows_before - 1),
                    &order))
        return false;
    *sequence = reader->sequence_start + order;
    if (*sequence >= reader->data->sequence_end)
        reader->data->sequence_end = *sequence + 1;
    return true;
}

static bool latencies_add(const struct reader *reader, struct histogram *latencies) {
    const char *wrong = histogram_add(latencies, text_of(reader, COLUMN_op_histogram));
    return !wrong || refuse(reader, COLUMN_op_histogram, wrong);
}

static bool row_use(const struct reader *reader, double wall_s) {
    struct setup setup;
    struct row row = {.wall_s = wall_s, .launch = launch_of(reader)};
    float measures[MEASURES];
    uint32_t pus = 0;
    if (!setup_read(reader, &setup) || !measures_read(reader, measures) ||
        !sequence_read(reader, &row.sequence) || !count_read(reader, COLUMN_pus, 0, &pus))
        return false;
    struct configuration *configuration = data_configuration(reader->data, &setup);
    configuration_add(configuration, &row, measures);
    if (!latencies_add(reader, &configuration->latencies))
        return false;
    flags_add(reader, &configuration->flags);
    configuration->pus = pus > configuration->pus ? pus : configuration->pus;
    if (*text_of(reader, COLUMN_host))
        tally_add(&reader->data->hosts, word_of(reader, COLUMN_host), 1);
    return true;
}

static bool row_skip(const struct reader *reader) {
    struct skip skip = {
        .kernel = word_of(reader, COLUMN_kernel),
        .driver = word_of(reader, COLUMN_driver),
        .reason = word_of(reader, COLUMN_flags),
    };
    if (!count_read(reader, COLUMN_workers, 0, &skip.workers))
        return false;
    ARRAY_PUSH(&reader->data->skips, skip);
    return true;
}

static bool row_read(const struct reader *reader) {
    struct data *data = reader->data;
    data->rows++;
    const size_t width = csv_count(reader->csv);
    if (!csv_complete(reader->csv) && width < reader->width) {
        data->fates[ROW_TORN]++;
        return true;
    }
    if (width != reader->width)
        return csv_refuse(reader->csv, 0, reader->fault, "%zu fields, the header has %zu", width,
                          reader->width);
    double wall_s;
    if (!real_read(reader, COLUMN_wall_s, &wall_s))
        return false;
    const enum row_fate fate = fate_of(reader, wall_s);
    data->fates[fate]++;
    if (fate == ROW_USED)
        return row_use(reader, wall_s);
    return fate == ROW_SKIPPED ? row_skip(reader) : true;
}

static bool rows_read(struct reader *reader) {
    if (!header_read(reader))
        return false;
    reader->data->files++;
    reader->data->files_without_ok += !has(reader, COLUMN_ok);
    reader->data->files_without_launch += !has(reader, COLUMN_launch);
    for (;;) {
        const enum csv_result result = csv_next(reader->csv, reader->fault);
        if (result != CSV_RECORD)
            return result == CSV_END;
        if (!row_read(reader))
            return false;
    }
}

bool load_csv(struct data *data, const char *path, struct fault *fault) {
    struct reader reader = {
        .csv = csv_open(path, fault),
        .data = data,
        .fault = fault,
        .path = path,
        .rows_before = data->rows,
        .sequence_start = data->sequence_end,
    };
    if (!reader.csv)
        return false;
    const bool good = rows_read(&reader);
    csv_close(reader.csv);
    return good;
}
