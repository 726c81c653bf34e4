#include "files.h"

#include "check.h"
#include "csvline.h"
#include "model.h"
#include "outfile.h"

#include <stdlib.h>
#include <string.h>

/* What tells a series from all others; the head of every row. */
static const char series_columns[] = "panel,series,kernel,class,variant,params,scaling,size,tasks,"
                                     "driver,gil,gil_interval_us,schedule,"
                                     "pin,threads";

static void print_number(FILE *out, double number) {
    fputc(',', out);
    if (!isnan(number))
        fprintf(out, "%.9g", number);
}

static void print_estimate(FILE *out, struct estimate estimate) {
    print_number(out, estimate.value);
    print_number(out, estimate.low);
    print_number(out, estimate.high);
}

/* 0 stands for "does not apply". */
static void print_count(FILE *out, uint32_t count) {
    print_number(out, count ? count : NAN);
}

static void print_words(FILE *out, const struct data *data, const word *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        fputc(',', out);
        csv_write_field(out, data_text(data, words[i]));
    }
}

static void print_series(FILE *out, const struct data *data, const struct panel *panel,
                         const struct series *series) {
    const struct setup *setup = series->setup;
    const word work[] = {setup->kernel, setup->class,   setup->variant,
                         setup->params, setup->scaling, setup->size};
    const word how[] = {setup->gil_interval_us, setup->schedule, setup->pin};
    csv_write_field(out, panel->name);
    fputc(',', out);
    csv_write_field(out, series->name);
    print_words(out, data, work, sizeof work / sizeof *work);
    print_count(out, setup->tasks);
    print_words(out, data, &setup->driver, 1);
    fprintf(out, ",%s", *series->lock ? series->lock : "off");
    print_words(out, data, how, sizeof how / sizeof *how);
    print_count(out, setup->threads);
}

static void print_point(FILE *out, const struct panel *panel, const struct point *point) {
    print_number(out, point->workers);
    print_number(out, (double)point->configuration->count);
    print_number(out, (double)point->launches);
    print_estimate(out, point->time_s);
    print_number(out, point->min_s);
    print_number(out, point->max_s);
    print_estimate(out, point->speedup);
    print_estimate(out, point->efficiency);
    print_estimate(out, point->karp_flatt);
    print_number(out, point->cpu_s);
    print_number(out, point->spawn_s);
    print_number(out, point->memory_bytes);
    char *base = panel_base_name(panel);
    fputc(',', out);
    csv_write_field(out, base);
    free(base);
    print_number(out, panel_base(panel)->time_s.value);
    fputc('\n', out);
}

void summary_print(FILE *out, const struct study *study) {
    fprintf(
        out,
        "%s,workers,rows,launches,time_s,time_low_s,time_high_s,min_s,max_s,speedup,speedup_low,"
        "speedup_high,efficiency,efficiency_low,efficiency_high,karp_flatt,karp_flatt_low,"
        "karp_flatt_high,cpu_s,spawn_s,memory_bytes,base,base_s\n",
        series_columns);
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct panel *panel = &study->items[i];
                print_series(out, study->data, panel, &panel->items[s]);
                print_point(out, panel, &panel->items[s].items[p]);
            }
}

/* One row per parameter, so that models of any size fit; a model without any has one row. */
static void print_fit(FILE *out, const struct data *data, const struct panel *panel,
                      const struct series *series, const struct fit *fit) {
    const struct model *model = fit->model;
    for (size_t i = 0; i == 0 || model->parameters[i]; i++) {
        const bool known = model->parameters[i] && !fit->unfit;
        print_series(out, data, panel, series);
        fprintf(out, ",%s,", model->name);
        csv_write_field(out, model->formula);
        print_number(out, (double)fit->points);
        fprintf(out, ",%s", model->parameters[i] ? model->parameters[i] : "");
        print_number(out, known ? fit->parameters[i] : NAN);
        print_number(out, fit->unfit ? NAN : fit->error);
        fputc(',', out);
        csv_write_field(out, fit->unfit ? fit->unfit : "");
        fputc('\n', out);
    }
}

void models_print(FILE *out, const struct study *study) {
    fprintf(out, "%s,model,formula,points,parameter,value,relative_error,not_fitted_because\n",
            series_columns);
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t m = 0; models_all[m]; m++) {
                const struct panel *panel = &study->items[i];
                const struct fit fit = model_fit(models_all[m], panel, &panel->items[s]);
                print_fit(out, study->data, panel, &panel->items[s], &fit);
            }
}

static void print_comparison(FILE *out, const struct verdict *verdict,
                             const struct comparison *comparison) {
    csv_write_field(out, verdict->panel->name);
    fprintf(out, ",%s", comparison->question->name);
    print_number(out, comparison->point_a->workers);
    fputc(',', out);
    csv_write_field(out, comparison->a->name);
    fputc(',', out);
    csv_write_field(out, comparison->b->name);
    print_number(out, (double)comparison->point_a->launches);
    print_number(out, (double)comparison->point_b->launches);
    print_number(out, comparison->point_a->time_s.value);
    print_number(out, comparison->point_b->time_s.value);
    print_estimate(out, comparison->ratio);
    fprintf(out, ",%s", outcome_names[comparison->outcome]);
    print_count(out, comparison->equal_percent);
    print_count(out, comparison->launches_wanted);
    char *sentence = comparison_sentence(comparison);
    fputc(',', out);
    csv_write_field(out, sentence);
    free(sentence);
    fputc('\n', out);
}

void verdicts_print(FILE *out, const struct verdicts *verdicts) {
    fputs("panel,question,workers,a,b,launches_a,launches_b,time_a_s,time_b_s,ratio,ratio_low,"
          "ratio_high,outcome,equal_within_percent,launches_wanted,sentence\n",
          out);
    for (size_t i = 0; i < verdicts->count; i++)
        for (size_t j = 0; j < verdicts->items[i].count; j++)
            print_comparison(out, &verdicts->items[i], &verdicts->items[i].items[j]);
}

bool files_write(const char *folder, const struct study *study, const struct verdicts *verdicts,
                 struct fault *fault) {
    FILE *summary = outfile_open(folder, "summary", "csv", fault);
    if (!summary)
        return false;
    summary_print(summary, study);
    FILE *models =
        outfile_close(summary, folder, fault) ? outfile_open(folder, "models", "csv", fault) : NULL;
    if (!models)
        return false;
    models_print(models, study);
    FILE *answers = outfile_close(models, folder, fault)
                        ? outfile_open(folder, "verdicts", "csv", fault)
                        : NULL;
    if (!answers)
        return false;
    verdicts_print(answers, verdicts);
    return outfile_close(answers, folder, fault);
}
