#include "run_options.h"

#include "check.h"

#include <ctype.h>
#include <string.h>

static bool set_times(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 1, STUDY_REPS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_warmup(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 0, STUDY_REPS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

/* Adds to what earlier uses named. */
static bool set_only(const struct cli_use *use, struct fault *fault) {
    struct text_list *only = use->field;
    struct text_list words = text_split(use->text);
    bool good = true;
    for (size_t i = 0; i < words.count; i++) {
        good = good && (*words.items[i] || cli_refuse(use, "a list with a hole", fault));
        only->items = must_realloc(only->items, (only->count + 1) * sizeof *only->items);
        only->items[only->count++] = must_strdup(words.items[i]);
    }
    text_list_free(&words);
    return good;
}

static bool set_rounds(const struct cli_use *use, struct fault *fault) {
    struct amount_list amounts = {NULL, 0};
    number_list_free(use->field);
    const char *wrong = amount_list_read(use->text, &amounts);
    if (!wrong)
        wrong = amount_list_numbers(&amounts, (struct machine_size){1, 1, 1}, STUDY_REPS_MAX,
                                    use->field);
    amount_list_free(&amounts);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

/* A name becomes a folder. */
static bool set_run(const struct cli_use *use, struct fault *fault) {
    const char *text = use->text;
    bool good = isalnum((unsigned char)*text);
    for (; good && *text; text++)
        good = isalnum((unsigned char)*text) || strchr("-_.", *text);
    if (!good)
        return cli_refuse(use, "letters, digits, '-', '_' and '.' make a name", fault);
    return cli_set_text(use, fault);
}

/* One word for the launcher, as it is. */
static bool set_word(const struct cli_use *use, struct fault *fault) {
    struct text_list *words = use->field;
    if (!*use->text)
        return cli_refuse(use, "must not be empty", fault);
    words->items = must_realloc(words->items, (words->count + 1) * sizeof *words->items);
    words->items[words->count++] = must_strdup(use->text);
    return true;
}

static bool set_nodes(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 1, STUDY_WORKERS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool take_study(const char *text, void *target, struct fault *fault) {
    struct run_options *options = target;
    if (options->study)
        return fault_user(fault, "one study at a time: '%s' and '%s' were named", options->study,
                          text);
    if (!*text)
        return fault_user(fault, "STUDY: must not be empty");
    options->study = text;
    return true;
}

#define AT(field) offsetof(struct run_options, field)
static const struct cli_option table[] = {
    {'o', "output", "DIR",
     "Folder of the results, made if need be. Default results/NAME-STAMP; with --resume the "
     "youngest of "
     "those.",
     cli_set_text, AT(output)},
    {0, "dry-run", NULL, "Show the plan with an estimate of the time, and end.", cli_set_flag,
     AT(dry_run)},
    {0, "quick", NULL, "Fewer rounds and repetitions, as the study says: a first look, no limits.",
     cli_set_flag, AT(choices.quick)},
    {0, "resume", NULL,
     "Go on where an earlier run stopped. Refused when the study or anything that shapes its rows "
     "has "
     "changed.",
     cli_set_flag, AT(resume)},
    {0, "only", "LIST", "Only these sections. May be repeated.", set_only, AT(only)},
    {0, "seed", "N", "Seed of data and order, instead of the study's.", cli_set_count,
     AT(choices.seed)},
    {0, "launches", "N", "Rounds of every section, instead of the study's.", set_times,
     AT(choices.launches)},
    {'r', "reps", "N", "Repetitions kept per launch, instead of the study's.", set_times,
     AT(choices.reps)},
    {0, "warmup", "N", "Warm-up repetitions, instead of the study's.", set_warmup,
     AT(choices.warmup)},
    {0, "round", "LIST",
     "Only these rounds (3, 2-5): an element each of an array job, together the rows of the whole "
     "study.",
     set_rounds, AT(rounds)},
    {0, "run", "NAME",
     "One of several runs, at once or not, that share the folder DIR: its files go to "
     "DIR/runs/NAME. convoy-report DIR reads them all.",
     set_run, AT(run)},
    {0, "max-time", "TIME",
     "Stop (code 75) before a launch that would end later than this after the start.",
     cli_set_time_ns, AT(max_time_ns)},
    {0, "launcher", "COMMAND",
     "What starts ranks: mpirun (Open MPI, MPICH), srun, or any command that takes -n RANKS "
     "PROGRAM and finds nodes, ranks per node and threads in CONVOY_NODES, CONVOY_RANKS_PER_NODE "
     "and CONVOY_THREADS. Default mpirun of the MPI this was built with.",
     cli_set_text, AT(launcher)},
    {0, "launcher-option", "WORD", "One more word for the launcher, as it is. May be repeated.",
     set_word, AT(launcher_options)},
    {0, "hostfile", "FILE", "Hosts for mpirun, one a line; of more than --nodes the first.",
     cli_set_text, AT(hostfile)},
    {0, "nodes", "N",
     "Run on so many nodes. Default: those of the Slurm allocation, else the hosts of the file, "
     "else 1.",
     set_nodes, AT(nodes)},
    {0, "list", NULL, "Show the studies that are known by name.", cli_set_flag, AT(list)},
    {0, "help-study", NULL, "Show how a study is written: sections, keys, values.", cli_set_flag,
     AT(help_study)},
    {0, "version", NULL, "Show the version.", cli_set_flag, AT(version)},
    {0, "help", NULL, "Show this help.", cli_set_flag, AT(help)},
};
#undef AT

static const char details[] =
    "STUDY is a path (with a / in it or ending in .study) or a name that --list shows.\n"
    "\n"
    "The folder then holds samples.csv (one row per repetition), provenance.json, traces, "
    "launches.csv\n"
    "(how every launch ended), log.txt (what it printed), study.study and run.ini (what it was).\n"
    "\n"
    "SIGINT, SIGTERM, SIGHUP and SIGUSR1 let the current row be finished; a second one ends it at "
    "once.\n"
    "\n"
    "Exit codes: 0 done; 2 a mistake in study or options; 3 a kernel's result was wrong; 4 a "
    "launch\n"
    "failed or something was missing; 75 stopped, the same command with --resume goes on.\n"
    "\n"
    "CONVOY_BIN names the folder of the drivers, if they are not beside this program.\n";

const struct cli run_cli = {
    .program = "convoy-run",
    .synopsis = "[OPTION]... STUDY",
    .summary = "run a study: launch the drivers in rounds of random order, show progress, resume",
    .details = details,
    .options = table,
    .option_count = sizeof table / sizeof *table,
    .positional = take_study,
};

bool run_options_read(int argc, char **argv, struct run_options *options, struct fault *fault) {
    *options = (struct run_options){
        .choices = {.seed = NOT_GIVEN,
                    .launches = NOT_GIVEN,
                    .reps = NOT_GIVEN,
                    .warmup = NOT_GIVEN,
                    .only = &options->only,
                    .rounds = &options->rounds},
    };
    if (!cli_parse(&run_cli, argc, argv, options, fault))
        return false;
    if (options->run && !options->output)
        return fault_user(fault, "--run: needs -o, the folder that the runs share");
    if (options->study || options->list || options->help || options->help_study || options->version)
        return true;
    return fault_user(fault,
                      "which study? Name one (--list shows them) or the path of a .study file");
}

void run_options_free(struct run_options *options) {
    text_list_free(&options->only);
    text_list_free(&options->launcher_options);
    number_list_free(&options->rounds);
}
