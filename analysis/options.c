#include "options.h"

#include "array.h"

#include <stdlib.h>

static bool path_add(const char *text, void *target, struct fault *fault) {
    struct options *options = target;
    if (!*text)
        return fault_user(fault, "the name of a CSV file or folder is empty");
    ARRAY_PUSH(&options->paths, text);
    return true;
}

static const struct cli_option report_options[] = {
    {'o', "output", "DIR",
     "Folder for the report. Default, beside the first CSV file: report for samples.csv, "
     "NAME-report for NAME.csv.",
     cli_set_text, offsetof(struct options, output)},
    {0, "title", "TEXT", "Heading of the page.", cli_set_text, offsetof(struct options, title)},
    {0, "no-plots", NULL, "Do not draw; the page has no pictures.", cli_set_flag,
     offsetof(struct options, no_plots)},
    {0, "version", NULL, "Show the version.", cli_set_flag, offsetof(struct options, version)},
    {0, "help", NULL, "Show this help.", cli_set_flag, offsetof(struct options, help)},
};

const struct cli report_cli = {
    .program = "convoy-report",
    .synopsis = "[OPTION]... CSV-OR-FOLDER...",
    .summary = "from raw samples to answers: threads or processes, by how much, how sure",
    .details =
        "A folder stands for the samples.csv in it; provenance.json and trace-*.json beside the "
        "CSV are\nused, too. Needed columns: kernel, driver, workers, wall_s; all others of the "
        "drivers' CSV are used\nwhen they are there.\n"
        "\n"
        "Written: report.html, summary.csv, models.csv, verdicts.csv and plots/. Before pictures "
        "are drawn,\nthose of an earlier report in plots/ are removed with their data and "
        "scripts.\n"
        "\n"
        "Exit codes: 0 done; 2 a mistake in the options or a CSV file; 4 a file cannot be "
        "written.\n",
    .options = report_options,
    .option_count = sizeof report_options / sizeof *report_options,
    .positional = path_add,
};

bool options_read(int argc, char **argv, struct options *options, struct fault *fault) {
    *options = (struct options){0};
    if (!cli_parse(&report_cli, argc, argv, options, fault))
        return false;
    if (options->help || options->version || options->paths.count)
        return true;
    return fault_user(fault, "name a CSV file or a folder with samples.csv; --help says more");
}

void options_free(struct options *options) {
    free(options->paths.items);
    *options = (struct options){0};
}
