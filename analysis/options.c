#include "options.h"

#include "array.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SLOWDOWN_DEFAULT 0.05

/* "5%" and "5" are five per cent. What "0.05" means people do not agree on. */
static bool set_slowdown(const struct cli_use *use, struct fault *fault) {
    struct options *options = use->target;
    const size_t length = strlen(use->text);
    const bool sign = length && use->text[length - 1] == '%';
    char *digits = must_format("%.*s", (int)(length - sign), use->text);
    double percent;
    const char *wrong =
        strpbrk(digits, "+-") ? "must not have a sign" : text_real(digits, &percent);
    free(digits);
    if (!wrong && percent > 1000)
        wrong = "more than 1000 %";
    if (!wrong && !sign && percent > 0 && percent < 1)
        wrong = "below 1 a % sign is needed: 5% or 0.05%";
    if (wrong)
        return cli_refuse(use, wrong, fault);
    options->max_slowdown = percent / 100;
    return options->max_slowdown_given = true;
}

static bool path_add(const char *text, void *target, struct fault *fault) {
    struct options *options = target;
    if (!*text)
        return fault_user(fault, "the name of a CSV file or folder is empty");
    ARRAY_PUSH(&options->paths, text);
    return true;
}

static bool format_set(const struct cli_use *use, struct fault *fault) {
    int format;
    if (!cli_choose(use, "format", format_names, &format, fault))
        return false;
    *(enum format *)use->field = (enum format)format;
    return true;
}

static const struct cli_option report_options[] = {
    {'o', "output", "DIR",
     "Folder for the report. Default, beside the first CSV file: report for samples.csv, "
     "NAME-report for NAME.csv.",
     cli_set_text, offsetof(struct options, output)},
    {0, "title", "TEXT", "Heading of the page. Default: the title of the study.", cli_set_text,
     offsetof(struct options, title)},
    {0, "format", "table|csv|json|md",
     "How the short table, or what --compare finds, is printed. With csv, json and md standard "
     "output has nothing else. Default: table.",
     format_set, offsetof(struct options, format)},
    {0, "verbose", NULL, "Print the times and the words for every panel, however many there are.",
     cli_set_flag, offsetof(struct options, verbose)},
    {0, "no-plots", NULL, "Do not draw; the page has no pictures.", cli_set_flag,
     offsetof(struct options, no_plots)},
    {0, "compare", NULL,
     "Instead of a report: compare two data sets, OLD NEW, configuration by configuration. Ends "
     "with code 1 if one has become slower than --max-slowdown, limits included. With -o also "
     "writes compare.csv.",
     cli_set_flag, offsetof(struct options, compare)},
    {0, "max-slowdown", "PERCENT",
     "With --compare: how much longer NEW may take before it is a regression. Default: 5%.",
     set_slowdown, 0},
    {0, "despite-differences", NULL,
     "With --compare: compare other work and other machines, too, and say in what they differ.",
     cli_set_flag, offsetof(struct options, despite)},
    {0, "lint", NULL,
     "Instead of a report: check the data against the twelve rules of Hoefler and Belli and "
     "Bailey's twelve ways to fool the masses, a line each.",
     cli_set_flag, offsetof(struct options, lint)},
    {0, "version", NULL, "Show the version.", cli_set_flag, offsetof(struct options, version)},
    {0, "help", NULL, "Show this help.", cli_set_flag, offsetof(struct options, help)},
};

const struct cli report_cli = {
    .program = "convoy-report",
    .synopsis = "[OPTION]... CSV-OR-FOLDER...",
    .summary = "from raw samples to answers: threads or processes, by how much, how sure",
    .details =
        "A folder stands for the samples.csv in it and in its runs/*; provenance.json and "
        "trace-*.json beside\na CSV are used, too. Needed columns: kernel, driver, workers, "
        "wall_s; "
        "all others of the drivers' CSV\nare used when they are there.\n"
        "\n"
        "Written: report.html, summary.csv, models.csv, verdicts.csv, plots/ and extrap/ (for "
        "Extra-P).\nBefore pictures are drawn, those of an earlier report in plots/ are removed "
        "with their data and\nscripts.\n"
        "\n"
        "Exit codes: 0 done; 1 --compare found a regression; 2 a mistake in the options or a CSV "
        "file, or\ndata that cannot be compared; 4 a file cannot be written.\n",
    .options = report_options,
    .option_count = sizeof report_options / sizeof *report_options,
    .positional = path_add,
};

/* An option that the mode asked for would pass over is a mistake. */
static bool mode_check(const struct options *options, struct fault *fault) {
    const bool compare = options->compare, lint = options->lint;
    const struct {
        const char *name;
        bool given, fits;
    } uses[] = {
        {"--lint", lint, !compare},
        {"--max-slowdown", options->max_slowdown_given, compare},
        {"--despite-differences", options->despite, compare},
        {"--output", options->output, !lint},
        {"--title", options->title, !compare && !lint},
        {"--no-plots", options->no_plots, !compare && !lint},
        {"--format", options->format != FORMAT_TABLE, !lint},
        {"--verbose", options->verbose, !compare && !lint},
    };
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (uses[i].given && !uses[i].fits)
            return fault_user(fault, "%s goes %s", uses[i].name,
                              compare ? "without --compare"
                              : lint  ? "without --lint"
                                      : "with --compare only");
    if (compare && options->paths.count != 2)
        return fault_user(fault, "--compare needs two CSV files or folders, OLD and NEW; %zu given",
                          options->paths.count);
    return true;
}

bool options_read(int argc, char **argv, struct options *options, struct fault *fault) {
    *options = (struct options){.max_slowdown = MAX_SLOWDOWN_DEFAULT};
    if (!cli_parse(&report_cli, argc, argv, options, fault))
        return false;
    if (options->help || options->version)
        return true;
    if (!mode_check(options, fault))
        return false;
    if (options->paths.count)
        return true;
    return fault_user(fault, "name a CSV file or a folder with samples.csv; --help says more");
}

void options_free(struct options *options) {
    free(options->paths.items);
    *options = (struct options){0};
}
