#include "load.h"

#include "array.h"
#include "check.h"
#include "columns.h"
#include "csv.h"
#include "header.h"
#include "label.h"
#include "real.h"
#include "repeats.h"
#include "spelling.h"
#include "text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 100 * 1000 * 1000, COUNT_DIGITS = 8 };

/* An unknown column that is still looked at. */
struct label_field {
    size_t field;
    int column; /* of labels_value */
};

/* One file while it is read. */
struct reader {
    struct csv *csv;
    struct data *data;
    word file; /* its name */
    struct fault *fault;
    struct header header;
    struct label_field *label_fields;
    size_t label_count;
    uint64_t rows_before;    /* of the data set when this file began */
    uint32_t sequence_start; /* the data set's sequence_end then */
    /* Neighbouring rows say much the same: what the last one said saves looking it up. */
    word last[COLUMNS];
    word last_interval_text, last_interval;
    struct keys *launches; /* numbers this file's launches, struct launch_key */
    struct words *names;   /* the runs' and launches' */
    bool name_refused;     /* the fault says why */
    char clean[SPELLING_BYTES_MAX + 1];
};

static bool has(const struct reader *reader, enum column_index column) {
    return reader->header.where[column] != COLUMN_ABSENT;
}

/* The text of a column, "" where the file has none. */
static const char *text_of(const struct reader *reader, enum column_index column) {
    const int field = reader->header.where[column];
    return field == COLUMN_ABSENT ? "" : csv_field(reader->csv, (size_t)field);
}

/* The text of a field as a name, valid until the next call; "" after filling the fault. */
static const char *name_clean(struct reader *reader, size_t field) {
    const char *text = csv_field(reader->csv, field);
    const char *wrong = spelling_clean(text, reader->clean);
    if (!wrong)
        return reader->clean;
    if (!reader->name_refused)
        csv_refuse(reader->csv, field, reader->fault, "%s", wrong);
    reader->name_refused = true;
    return "";
}

static word word_keep(struct reader *reader, struct words *words, enum column_index column) {
    const char *text = text_of(reader, column);
    if (!*text)
        return 0;
    word *last = &reader->last[column];
    if (strcmp(words_text(words, *last), text) != 0)
        *last = words_keep(words, name_clean(reader, (size_t)reader->header.where[column]));
    return *last;
}

static word word_of(struct reader *reader, enum column_index column) {
    return word_keep(reader, reader->data->words, column);
}

static bool refuse(const struct reader *reader, enum column_index column, const char *wrong) {
    return csv_refuse(reader->csv, (size_t)reader->header.where[column], reader->fault,
                      "%s: %s: '%.80s'", columns[column].name, wrong, text_of(reader, column));
}

/* Any number, see real.h; absent or empty is NaN. */
static bool number_read(const struct reader *reader, enum column_index column, double *value) {
    const char *text = text_of(reader, column);
    *value = NAN;
    return !*text || real_read(text, value) || refuse(reader, column, "not a number");
}

/* The usual way to write a count: a few digits. False if it is not like that. */
static bool digits_read(const char *text, uint32_t *value) {
    uint32_t count = 0;
    int digits = 0;
    for (; text[digits] >= '0' && text[digits] <= '9' && digits < COUNT_DIGITS; digits++)
        count = 10 * count + (uint32_t)(text[digits] - '0');
    *value = count;
    return digits > 0 && !text[digits];
}

/* A whole number; absent or empty is `otherwise`. "4.0" is 4, as spreadsheets write it. */
static bool count_read(const struct reader *reader, enum column_index column, uint32_t otherwise,
                       uint32_t *value) {
    const char *text = text_of(reader, column);
    if (digits_read(text, value))
        return true;
    *value = otherwise;
    double real = 0;
    if (!*text)
        return true;
    if (!number_read(reader, column, &real))
        return false;
    if (!(real >= 0 && real <= COUNT_MAX) || real != floor(real))
        return refuse(reader, column, "not a whole number from 0 to 100000000");
    *value = (uint32_t)real;
    return true;
}

/* Where nobody says, nothing is known to be wrong; "1.0" is 1 here, too. ROW_USED: it is right. */
static enum row_fate result_fate(const struct reader *reader) {
    if (!has(reader, COLUMN_ok))
        return ROW_USED;
    const char *text = text_of(reader, COLUMN_ok);
    double real;
    if (strcmp(text, "1") == 0)
        return ROW_USED;
    if (!real_read(text, &real) || (real != 0 && real != 1))
        return ROW_UNVERIFIED;
    return real == 1 ? ROW_USED : ROW_WRONG;
}

/* The drivers say in these columns that and why they skipped something. */
static bool knows_skips(const struct reader *reader) {
    return has(reader, COLUMN_phase) || has(reader, COLUMN_flags);
}

static enum row_fate fate_of(const struct reader *reader, double wall_s) {
    const char *phase = text_of(reader, COLUMN_phase);
    if (*phase && strcmp(phase, "measure") != 0)
        return ROW_WARMUP;
    if (!*text_of(reader, COLUMN_wall_s))
        return knows_skips(reader) ? ROW_SKIPPED : ROW_NO_TIME;
    const enum row_fate result = result_fate(reader);
    if (result != ROW_USED)
        return result;
    if (!isfinite(wall_s))
        return ROW_NOT_A_NUMBER;
    return wall_s > 0 ? ROW_USED : ROW_NOT_POSITIVE;
}

/* Intervals written as "5000" and "5000.000" are the same. */
static word interval_plain(struct reader *reader, word text) {
    double interval_us;
    if (text_real(data_text(reader->data, text), &interval_us))
        return 0;
    char plain[32];
    snprintf(plain, sizeof plain, "%.9g", interval_us);
    return words_keep(reader->data->words, plain);
}

static word interval_of(struct reader *reader) {
    if (strcmp(text_of(reader, COLUMN_gil), "cpython") != 0)
        return 0;
    const word text = word_of(reader, COLUMN_gil_interval_us);
    if (text != reader->last_interval_text) {
        reader->last_interval_text = text;
        reader->last_interval = interval_plain(reader, text);
    }
    return reader->last_interval;
}

static bool setup_read(struct reader *reader, struct setup *setup) {
    uint32_t tasks, per_worker, threads, nodes, workers;
    if (!count_read(reader, COLUMN_tasks, 0, &tasks) ||
        !count_read(reader, COLUMN_tasks_per_worker, 0, &per_worker) ||
        !count_read(reader, COLUMN_threads, 0, &threads) ||
        !count_read(reader, COLUMN_nodes, 0, &nodes) ||
        !count_read(reader, COLUMN_workers, 0, &workers))
        return false;
    if (!workers)
        return refuse(reader, COLUMN_workers, "at least one worker is needed");
    *setup = (struct setup){
        .kernel = word_of(reader, COLUMN_kernel),
        .class = word_of(reader, COLUMN_class),
        .variant = word_of(reader, COLUMN_variant),
        .params = word_of(reader, COLUMN_params),
        .scaling = word_of(reader, COLUMN_scaling),
        .size = word_of(reader, COLUMN_size),
        .tasks = per_worker ? 0 : tasks,
        .driver = word_of(reader, COLUMN_driver),
        .gil = strcmp(text_of(reader, COLUMN_gil), "off") ? word_of(reader, COLUMN_gil) : 0,
        .gil_interval_us = interval_of(reader),
        .schedule = word_of(reader, COLUMN_schedule),
        .pin = word_of(reader, COLUMN_pin),
        .threads = strcmp(text_of(reader, COLUMN_driver), "hybrid") == 0 ? threads : 0,
        .nodes = nodes > 1 ? nodes : 0,
        .workers = workers,
    };
    return true;
}

/* One start of the program within a file: the launch's number, or its name where that is no plain
 * number, in one run. */
struct launch_key {
    word run;
    uint32_t number, is_name;
};

/* A launch that is new in this file must not be in one before. */
static bool launch_check(const struct reader *reader, const struct launch_key *key) {
    if (!key->run || (key->is_name && !key->number))
        return true;
    const char *run = words_text(reader->names, key->run);
    const char *name = key->is_name ? words_text(reader->names, key->number) : NULL;
    const char *other = repeats_launch(reader->data->repeats, run, key->number, name);
    return !other ||
           csv_refuse(reader->csv, (size_t)reader->header.where[COLUMN_launch], reader->fault,
                      "launch %.80s of run %.80s is in %s, too: the same samples twice?",
                      text_of(reader, COLUMN_launch), run, other);
}

/*
 * A launch is one start in one run: the number alone repeats between runs and files. Without the
 * column every row is its own launch.
 */
static bool launch_read(struct reader *reader, uint32_t *launch) {
    if (!has(reader, COLUMN_launch)) {
        *launch = reader->data->launch_count++;
        return true;
    }
    const char *text = text_of(reader, COLUMN_launch);
    struct launch_key key = {.run = word_keep(reader, reader->names, COLUMN_run_id)};
    if (!digits_read(text, &key.number) || (*text == '0' && text[1])) {
        key.number = word_keep(reader, reader->names, COLUMN_launch);
        key.is_name = 1;
    }
    const size_t count = keys_count(reader->launches);
    const uint32_t number = keys_keep(reader->launches, &key);
    *launch = reader->data->launch_count + number;
    return number < count || launch_check(reader, &key);
}

static const enum column_index measure_columns[MEASURES] = {
#define MEASURE(name) COLUMN_##name,
#include "measures.def"
#undef MEASURE
};

static bool measures_read(const struct reader *reader, float *measures) {
    for (enum measure measure = 0; measure < MEASURES; measure++) {
        double value;
        if (!number_read(reader, measure_columns[measure], &value))
            return false;
        measures[measure] = (float)value;
    }
    return true;
}

/* Files follow each other: each counts on behind the one before. */
static bool sequence_read(const struct reader *reader, uint32_t *sequence) {
    struct data *data = reader->data;
    uint32_t order;
    if (!count_read(reader, COLUMN_order, (uint32_t)(data->rows - reader->rows_before - 1), &order))
        return false;
    if (order >= UINT32_MAX - reader->sequence_start)
        return refuse(reader, COLUMN_order, "too large behind those of the files before");
    *sequence = reader->sequence_start + order;
    if (*sequence >= data->sequence_end)
        data->sequence_end = *sequence + 1;
    return true;
}

static bool latencies_add(const struct reader *reader, struct histogram *latencies) {
    const char *wrong = histogram_add(latencies, text_of(reader, COLUMN_op_histogram));
    return !wrong || refuse(reader, COLUMN_op_histogram, wrong);
}

static bool node_times_read(const struct reader *reader, struct node_times *times,
                            uint32_t launch) {
    const char *wrong =
        node_times_add(times, reader->data->words, launch, text_of(reader, COLUMN_node_busy_s));
    return !wrong || refuse(reader, COLUMN_node_busy_s, wrong);
}

/* What the row says in unknown columns. A column that is given up makes room for the last one. */
static void labels_read(struct reader *reader, uint32_t configuration) {
    labels_row(reader->data, configuration, word_of(reader, COLUMN_flags));
    for (size_t i = 0; i < reader->label_count;) {
        const struct label_field *at = &reader->label_fields[i];
        if (labels_value(reader->data, at->column, name_clean(reader, at->field)))
            i++;
        else
            reader->label_fields[i] = reader->label_fields[--reader->label_count];
    }
}

static bool row_keep(struct reader *reader, const struct setup *setup, const struct row *row,
                     const float *measures, uint32_t pus) {
    struct data *data = reader->data;
    struct configuration *configuration = data_configuration(data, setup);
    configuration_add(configuration, row, measures);
    if (setup->nodes)
        pus *= setup->nodes; /* the column has those of the first worker's host */
    if (pus > configuration->pus)
        configuration->pus = pus;
    if (labels_recording(data))
        labels_read(reader, (uint32_t)(configuration - data->items));
    else if (*text_of(reader, COLUMN_flags))
        flags_add(data, &configuration->flags, data_text(data, word_of(reader, COLUMN_flags)));
    return latencies_add(reader, &configuration->latencies) &&
           node_times_read(reader, &configuration->node_times, row->launch);
}

static bool row_use(struct reader *reader, double wall_s) {
    struct setup setup = {0};
    struct row row = {.wall_s = wall_s};
    float measures[MEASURES];
    uint32_t pus;
    if (!setup_read(reader, &setup) || !measures_read(reader, measures) ||
        !sequence_read(reader, &row.sequence) || !count_read(reader, COLUMN_pus, 0, &pus))
        return false;
    if (!launch_read(reader, &row.launch) || !row_keep(reader, &setup, &row, measures, pus))
        return false;
    if (*text_of(reader, COLUMN_host))
        tally_add(&reader->data->hosts, word_of(reader, COLUMN_host), 1);
    if (*text_of(reader, COLUMN_binary_id) && reader->data->builds.count < BUILDS_MAX)
        data_build(reader->data, setup.driver, word_of(reader, COLUMN_binary_id));
    return !reader->name_refused;
}

static bool row_skip(struct reader *reader) {
    struct skip skip = {
        .kernel = word_of(reader, COLUMN_kernel),
        .driver = word_of(reader, COLUMN_driver),
        .reason = word_of(reader, COLUMN_flags),
    };
    if (!count_read(reader, COLUMN_workers, 0, &skip.workers))
        return false;
    data_skip(reader->data, &skip);
    return !reader->name_refused;
}

/* Either of the two says so: whoever drops the column must still not mix them. */
static bool is_simulated(const struct reader *reader) {
    return *text_of(reader, COLUMN_simulated) ||
           strcmp(text_of(reader, COLUMN_driver), "simulated") == 0;
}

/* The fate of a row that would count or be passed over, if nobody measured it. */
static enum row_fate fate_apart(const struct reader *reader, enum row_fate fate) {
    const bool apart = fate == ROW_USED || fate == ROW_WARMUP || fate == ROW_SKIPPED;
    return apart && is_simulated(reader) ? ROW_SIMULATED : fate;
}

static bool row_apart(struct reader *reader, double wall_s) {
    struct simulation simulation = {.wall_s = wall_s};
    if (fate_of(reader, wall_s) != ROW_USED)
        return true;
    if (!setup_read(reader, &simulation.setup))
        return false;
    simulation.platform = word_of(reader, COLUMN_simulated);
    ARRAY_PUSH(&reader->data->simulations, simulation);
    return !reader->name_refused;
}

static bool row_wrong(struct reader *reader) {
    const word kernel = word_of(reader, COLUMN_kernel), driver = word_of(reader, COLUMN_driver);
    data_wrong(reader->data, kernel, driver);
    return !reader->name_refused;
}

static void fate_count(const struct reader *reader, enum row_fate fate) {
    struct data *data = reader->data;
    if (!data->fates[fate]++)
        data->first[fate] = (struct place){reader->file, csv_line(reader->csv)};
}

static bool row_read(struct reader *reader) {
    struct data *data = reader->data;
    data->rows++;
    const size_t width = csv_count(reader->csv);
    if (!csv_complete(reader->csv) && width < reader->header.width) {
        fate_count(reader, ROW_TORN);
        return true;
    }
    if (width != reader->header.width)
        return csv_refuse(reader->csv, 0, reader->fault, "%zu fields, the header has %zu", width,
                          reader->header.width);
    double wall_s;
    if (!number_read(reader, COLUMN_wall_s, &wall_s))
        return false;
    const enum row_fate fate = fate_apart(reader, fate_of(reader, wall_s));
    fate_count(reader, fate);
    switch (fate) {
    case ROW_USED:
        return row_use(reader, wall_s);
    case ROW_SKIPPED:
        return row_skip(reader);
    case ROW_SIMULATED:
        return row_apart(reader, wall_s);
    case ROW_WRONG:
        return row_wrong(reader);
    default:
        return true;
    }
}

static bool label_fields_find(struct reader *reader) {
    const struct header *header = &reader->header;
    reader->label_fields = must_alloc(header->unknown.count * sizeof *reader->label_fields);
    for (size_t i = 0; i < header->unknown.count; i++) {
        const size_t field = header->unknown.items[i];
        const int column =
            labels_column(reader->data, name_clean(reader, field), reader->data->files);
        if (column != LABEL_NONE)
            reader->label_fields[reader->label_count++] = (struct label_field){field, column};
    }
    return !reader->name_refused;
}

static bool file_begin(struct reader *reader, const char *name) {
    const enum csv_result result = csv_next(reader->csv, reader->fault);
    if (result == CSV_BROKEN)
        return false;
    if (result == CSV_END)
        return fault_user(reader->fault, "%s:1: the file is empty: a header is needed", name);
    if (!header_read(reader->csv, name, &reader->header, reader->fault))
        return false;
    reader->data->files++;
    reader->data->files_without_ok += !has(reader, COLUMN_ok);
    reader->data->files_without_launch += !has(reader, COLUMN_launch);
    return label_fields_find(reader);
}

static bool rows_read(struct reader *reader) {
    enum csv_result result;
    while ((result = csv_next(reader->csv, reader->fault)) == CSV_RECORD)
        if (!row_read(reader))
            return false;
    return result == CSV_END;
}

static bool file_read(struct data *data, struct csv *csv, const char *name, struct fault *fault) {
    struct reader reader = {
        .csv = csv,
        .data = data,
        .file = words_keep(data->words, name),
        .fault = fault,
        .rows_before = data->rows,
        .sequence_start = data->sequence_end,
        .launches = keys_new(sizeof(struct launch_key)),
        .names = words_new(),
    };
    const bool good = file_begin(&reader, name) && rows_read(&reader);
    data->launch_count += (uint32_t)keys_count(reader.launches);
    header_free(&reader.header);
    free(reader.label_fields);
    keys_free(reader.launches);
    words_free(reader.names);
    csv_close(csv);
    return good;
}

bool load_csv(struct data *data, const char *path, struct fault *fault) {
    struct csv *csv = csv_open(path, fault);
    if (!csv)
        return false;
    struct stat status;
    const bool known = stat(path, &status) == 0;
    const char *same = repeats_file(data->repeats, path, known ? &status : NULL);
    if (!same)
        return file_read(data, csv, path, fault);
    csv_close(csv);
    return fault_user(fault,
                      "%s:1: this is the file %s, which was given before: the same samples "
                      "twice?",
                      path, same);
}

bool load_stream(struct data *data, FILE *file, const char *name, struct fault *fault) {
    repeats_file(data->repeats, name, NULL);
    return file_read(data, csv_open_stream(file, name), name, fault);
}

bool load_finish(struct data *data, const char *name, struct fault *fault) {
    labels_settle(data);
    data_trim(data);
    if (data->fates[ROW_USED])
        return true;
    return fault_user(fault,
                      "%s: none of %" PRIu64 " row%s can be used: measured, verified, with a time",
                      name, data->rows, data->rows == 1 ? "" : "s");
}
