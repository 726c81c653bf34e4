/*
 * convoy-report: samples -> data set -> panels -> verdicts -> tables, pictures, page; or, instead
 * of a report, a comparison of two data sets (compare/) or a check of one (lint/).
 */
#include "check.h"
#include "compare.h"
#include "extrap.h"
#include "files.h"
#include "forecast_print.h"
#include "lint.h"
#include "load.h"
#include "number.h"
#include "options.h"
#include "origin.h"
#include "outfile.h"
#include "page.h"
#include "source.h"
#include "streams.h"
#include "table.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>

/* Everything between command line and output. Zeroed at first, freed in one place. */
struct report {
    struct options options;
    struct source *sources;
    size_t source_count;
    char *folder, *plots, *title;
    struct data *data;
    struct study *study;
    struct scaling scaling;
    struct verdicts verdicts;
    struct notes notes;
    struct pictures pictures;
};

static bool source_load(struct report *report, const char *path, struct fault *fault) {
    report->sources =
        must_realloc(report->sources, (report->source_count + 1) * sizeof *report->sources);
    struct source *source = &report->sources[report->source_count++];
    return source_find(path, source, fault) && load_csv(report->data, source->csv, fault) &&
           (!source->simulated || load_csv(report->data, source->simulated, fault));
}

static bool samples_load(struct report *report, struct fault *fault) {
    bool good = true;
    report->data = data_new();
    for (size_t i = 0; i < report->options.paths.count && good; i++) {
        struct text_list paths = source_paths(report->options.paths.items[i]);
        for (size_t p = 0; p < paths.count && good; p++)
            good = source_load(report, paths.items[p], fault);
        text_list_free(&paths);
    }
    return good && load_finish(report->data, report->sources[0].csv, fault);
}

/* As the user wishes, else the title of the first study that has one. */
static char *title_make(const struct report *report) {
    if (report->options.title)
        return must_strdup(report->options.title);
    for (size_t i = 0; i < report->source_count; i++) {
        const char *provenance = report->sources[i].provenance;
        char *title = provenance ? origin_title(provenance) : NULL;
        if (title)
            return title;
    }
    return must_strdup("Threads or processes?");
}

static bool folders_make(struct report *report, struct fault *fault) {
    report->folder = report->options.output ? must_strdup(report->options.output)
                                            : source_report(report->options.paths.items[0]);
    report->plots = must_format("%s/plots", report->folder);
    report->title = title_make(report);
    return outfile_folder(report->folder, fault);
}

/* The traces of all sources in one array, which the caller frees; the paths stay the sources'. */
static char **traces_collect(const struct report *report, size_t *count) {
    *count = 0;
    for (size_t i = 0; i < report->source_count; i++)
        *count += report->sources[i].trace_count;
    char **traces = must_alloc((*count + 1) * sizeof *traces);
    size_t used = 0;
    for (size_t i = 0; i < report->source_count; i++)
        for (size_t t = 0; t < report->sources[i].trace_count; t++)
            traces[used++] = report->sources[i].traces[t];
    return traces;
}

/* The texts of the provenance of all sources, ends with NULL; the caller frees the array only. */
static const char **provenances_collect(const struct report *report) {
    const char **texts = must_alloc((report->source_count + 1) * sizeof *texts);
    size_t count = 0;
    for (size_t i = 0; i < report->source_count; i++)
        if (report->sources[i].provenance)
            texts[count++] = report->sources[i].provenance;
    return texts;
}

static bool pictures_draw(struct report *report, struct fault *fault) {
    if (report->options.no_plots)
        return true;
    size_t count;
    char **traces = traces_collect(report, &count);
    const char **provenances = provenances_collect(report);
    const struct picture_input input = {
        .study = report->study,
        .scaling = &report->scaling,
        .traces = traces,
        .trace_count = count,
        .provenances = provenances,
    };
    const bool good = pictures_make(&input, report->plots, &report->pictures, fault);
    free(traces);
    free(provenances);
    if (good && report->pictures.missing) {
        char *sentence = must_format("Pictures are missing: %s.", report->pictures.missing);
        notes_add(&report->notes, sentence);
        free(sentence);
    }
    return good;
}

static bool page_make(const struct report *report, struct fault *fault) {
    const char **provenances = provenances_collect(report);
    const struct page page = {
        .title = report->title,
        .study = report->study,
        .scaling = &report->scaling,
        .verdicts = &report->verdicts,
        .pictures = &report->pictures,
        .notes = &report->notes,
        .provenances = provenances,
        .version = CONVOY_VERSION,
    };
    const bool good = page_write(&page, report->folder, fault);
    free(provenances);
    return good;
}

/* What other programs read is alone on standard output. */
static void answers_print(const struct report *report) {
    struct short_table table = short_table_make(&report->verdicts);
    const enum format format = report->options.format;
    if (format == FORMAT_TABLE)
        table_print(stdout, report->study, &report->verdicts, &report->notes, &table,
                    report->options.verbose);
    else
        format_print(stdout, &table, format);
    if (format == FORMAT_TABLE)
        forecast_print(stdout, report->data);
    fprintf(format == FORMAT_TABLE ? stdout : stderr, "Report: %s/report.html\n", report->folder);
    short_table_clear(&table);
}

static bool report_make(struct report *report, struct fault *fault) {
    if (!samples_load(report, fault) || !folders_make(report, fault))
        return false;
    report->study = study_make(report->data);
    report->scaling = scaling_make(report->study);
    report->verdicts = verdicts_make(report->study, &report->scaling);
    report->notes = notes_make(report->study, &report->verdicts);
    if (!pictures_draw(report, fault) ||
        !files_write(report->folder, report->study, &report->scaling, &report->verdicts, fault) ||
        !extrap_write(report->folder, report->study, fault) || !page_make(report, fault))
        return false;
    answers_print(report);
    return fflush(stdout) == 0 || fault_environment(fault, "cannot write to standard output");
}

static void report_free(struct report *report) {
    for (size_t i = 0; i < report->source_count; i++)
        source_free(&report->sources[i]);
    free(report->sources);
    free(report->folder);
    free(report->plots);
    free(report->title);
    pictures_free(&report->pictures);
    notes_free(&report->notes);
    verdicts_free(&report->verdicts);
    scaling_free(&report->scaling);
    study_free(report->study);
    data_free(report->data);
    options_free(&report->options);
}

static enum exit_code compare_answer(const struct options *options, struct fault *fault) {
    static void (*const printers[])(FILE *, const struct compare *) = {
        [FORMAT_TABLE] = compare_print_table,
        [FORMAT_CSV] = compare_print_csv,
        [FORMAT_JSON] = compare_print_json,
        [FORMAT_MD] = compare_print_md,
    };
    const struct compare_order order = {
        .before = options->paths.items[0],
        .after = options->paths.items[1],
        .output = options->output,
        .max_slowdown = options->max_slowdown,
        .despite = options->despite,
        .print = printers[options->format],
    };
    bool regressed = false;
    compare_run(&order, &regressed, fault);
    return regressed ? EXIT_REGRESSION : EXIT_DONE;
}

/* Does what the options ask for; the code for when there is no fault. */
static enum exit_code answer(struct report *report, struct fault *fault) {
    const struct options *options = &report->options;
    if (options->help)
        cli_print_help(&report_cli, stdout);
    else if (options->version)
        printf("convoy-report %s\n", CONVOY_VERSION);
    else if (options->compare)
        return compare_answer(options, fault);
    else if (options->lint)
        lint_run(options->paths.items, options->paths.count, fault);
    else
        report_make(report, fault);
    return EXIT_DONE;
}

int main(int argc, char **argv) {
    if (cli_manual(&report_cli, CONVOY_VERSION, argc, argv))
        return EXIT_DONE;
    streams_hold();
    gsl_set_error_handler_off();
    struct report report = {0};
    struct fault fault = {0};
    enum exit_code code = EXIT_DONE;
    if (options_read(argc, argv, &report.options, &fault))
        code = answer(&report, &fault);
    report_free(&report);
    streams_flush(&fault);
    if (fault.code)
        fault_print(&fault, report_cli.program);
    return fault.code ? fault.code : code;
}
