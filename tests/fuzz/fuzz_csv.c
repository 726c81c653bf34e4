/* Fuzz target: other people's bytes in the CSV reader and the loader. See run.sh. */
#include "fuzz_csv.h"

#include "check.h"
#include "fault.h"
#include "load.h"
#include "panel.h"
#include "real.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A stream of nothing is no stream for fmemopen(3) of older C libraries. */
static FILE *stream_open(uint8_t *bytes, size_t size) {
    FILE *file = size ? fmemopen(bytes, size, "r") : fopen("/dev/null", "r");
    CHECK(file);
    return file;
}

static void fault_check(const struct fault *fault) {
    CHECK(fault->code == EXIT_USER);
    CHECK(strncmp(fault->text, "fuzz.csv:", 9) == 0);
    CHECK(strtoul(fault->text + 9, NULL, 10) > 0);
}

static void row_check(const struct data *data, const struct row *row) {
    CHECK(isfinite(row->wall_s) && row->wall_s > 0);
    CHECK(row->launch < data->launch_count);
    CHECK(row->sequence < data->sequence_end);
}

static uint64_t tallies_sum(const struct tallies *tallies) {
    uint64_t rows = 0;
    for (size_t i = 0; i < tallies->count; i++)
        rows += tallies->items[i].rows;
    return rows;
}

static void configuration_check(const struct data *data,
                                const struct configuration *configuration) {
    CHECK(configuration->count > 0);
    CHECK(configuration->setup.workers > 0);
    for (size_t i = 0; i < configuration->count; i++)
        row_check(data, &configuration->items[i]);
    for (size_t i = 0; i < configuration->flags.count; i++)
        CHECK(*data_text(data, configuration->flags.items[i].text));
}

static void data_check(const struct data *data) {
    uint64_t fates = 0, rows = 0;
    for (enum row_fate fate = 0; fate < ROW_FATES; fate++)
        fates += data->fates[fate];
    CHECK(fates == data->rows);
    for (size_t i = 0; i < data->count; i++) {
        configuration_check(data, &data->items[i]);
        rows += data->items[i].count;
    }
    CHECK(rows == data->fates[ROW_USED]);
    CHECK(tallies_sum(&data->hosts) <= rows);
}

static void study_check(const struct data *data) {
    struct study *study = study_make(data);
    size_t points = 0;
    for (size_t i = 0; i < study->count; i++) {
        CHECK(*study->items[i].name && *study->items[i].slug);
        for (size_t s = 0; s < study->items[i].count; s++)
            points += study->items[i].items[s].count;
    }
    CHECK(points == data->count);
    study_free(study);
}

/* Text that may be a number is read as strtod reads it, to the last bit. */
static void number_check(const uint8_t *bytes, size_t size) {
    char text[64];
    if (size >= sizeof text)
        return;
    memcpy(text, bytes, size);
    text[size] = '\0';
    char *end;
    double value;
    const double expected = strtod(text, &end);
    const bool is_number = end > text && !*end && !strpbrk(text, "xX");
    CHECK(real_read(text, &value) == is_number);
    if (is_number && !isnan(expected))
        CHECK(value == expected && !signbit(value) == !signbit(expected));
}

bool fuzz_csv(const uint8_t *bytes, size_t size) {
    gsl_set_error_handler_off(); /* as the program has it */
    uint8_t *copy = must_alloc(size);
    memcpy(copy, bytes, size);
    struct fault fault = {0};
    struct data *data = data_new();
    const bool good = load_stream(data, stream_open(copy, size), "fuzz.csv", &fault);
    CHECK(good == (fault.code == EXIT_DONE));
    if (good) {
        load_finish(data, "fuzz.csv", &fault); /* fails where no row is of use */
        data_check(data);
        if (data->count)
            study_check(data);
    } else
        fault_check(&fault);
    data_free(data);
    free(copy);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    number_check(bytes, size);
    fuzz_csv(bytes, size);
    return 0;
}
