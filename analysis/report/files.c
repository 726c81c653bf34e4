#include "files.h"

#include "csvline.h"
#include "files_inside.h"
#include "outfile.h"

const char files_series_columns[] = "panel,series,kernel,class,variant,params,scaling,size,tasks,"
                                    "driver,gil,gil_interval_us,schedule,"
                                    "pin,threads,labels";

void file_number(FILE *out, double number) {
    fputc(',', out);
    if (!isnan(number))
        fprintf(out, "%.9g", number);
}

void file_measure(FILE *out, struct estimate measure) {
    fputc(',', out);
    if (isnan(measure.value))
        return;
    const double unit = pow(10, floor(log10(fabs(measure.value))) - 6);
    if (unit > 1)
        fprintf(out, "%.0f", round(measure.value / unit) * unit);
    else
        fprintf(out, "%.7g", measure.value);
}

void file_estimate(FILE *out, struct estimate estimate) {
    file_number(out, estimate.value);
    file_number(out, estimate.low);
    file_number(out, estimate.high);
}

void file_count(FILE *out, uint32_t count) {
    file_number(out, count ? count : NAN);
}

static void print_words(FILE *out, const struct data *data, const word *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fputc(',', out);
        csv_write_field(out, data_text(data, words[i]));
    }
}

void file_series(FILE *out, const struct data *data, const struct panel *panel,
                 const struct series *series) {
    const struct setup *setup = series->setup;
    const word work[] = {setup->kernel, setup->class,   setup->variant,
                         setup->params, setup->scaling, setup->size};
    const word how[] = {setup->gil_interval_us, setup->schedule, setup->pin};
    csv_write_field(out, panel->name);
    fputc(',', out);
    csv_write_field(out, series->name);
    print_words(out, data, work, sizeof work / sizeof *work);
    file_count(out, setup->tasks);
    print_words(out, data, &setup->driver, 1);
    fprintf(out, ",%s", *series->lock ? series->lock : "off");
    print_words(out, data, how, sizeof how / sizeof *how);
    file_count(out, setup->threads);
    print_words(out, data, &setup->labels, 1);
}

bool files_write(const char *folder, const struct study *study, const struct scaling *scaling,
                 const struct verdicts *verdicts, struct fault *fault) {
    FILE *summary = outfile_open(folder, "summary", "csv", fault);
    if (!summary)
        return false;
    summary_print(summary, study);
    FILE *models =
        outfile_close(summary, folder, fault) ? outfile_open(folder, "models", "csv", fault) : NULL;
    if (!models)
        return false;
    models_print(models, scaling);
    FILE *answers = outfile_close(models, folder, fault)
                        ? outfile_open(folder, "verdicts", "csv", fault)
                        : NULL;
    if (!answers)
        return false;
    verdicts_print(answers, verdicts);
    return outfile_close(answers, folder, fault);
}
