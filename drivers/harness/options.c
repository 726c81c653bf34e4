#include "options.h"

#include "check.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { REPS_MAX = 1000 * 1000 };

const char *const scaling_names[] = {"strong", "weak", NULL};

static bool set_choice(const struct cli_use *use, const char *noun, const char *const *names,
                       struct fault *fault) {
    int index;
    if (!cli_choose(use, noun, names, &index, fault))
        return false;
    *(unsigned *)use->field = (unsigned)index;
    return true;
}

static bool set_scaling(const struct cli_use *use, struct fault *fault) {
    return set_choice(use, "scaling", scaling_names, fault);
}

static bool set_gil(const struct cli_use *use, struct fault *fault) {
    return set_choice(use, "lock", gil_kind_names, fault);
}

static bool set_workers(const struct cli_use *use, struct fault *fault) {
    struct options *options = use->target;
    const char *wrong = text_count_list(use->text, WORKERS_MAX, options->workers, WORKERS_MAX,
                                        &options->worker_counts);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_threads(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 1, WORKERS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_repetitions(const struct cli_use *use, struct fault *fault) {
    const bool may_be_none = strcmp(use->option, "--warmup") == 0;
    const char *wrong = text_count(use->text, may_be_none ? 0 : 1, REPS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_schedule(const struct cli_use *use, struct fault *fault) {
    struct schedule_request *request = use->field;
    char kind[16] = "";
    const size_t length = strcspn(use->text, ",");
    if (length < sizeof kind)
        memcpy(kind, use->text, length);
    const struct cli_use name = {use->option, length < sizeof kind ? kind : use->text, NULL, NULL};
    int index;
    if (!cli_choose(&name, "schedule", schedule_names, &index, fault))
        return false;
    request->kind = (enum schedule_kind)index;
    request->chunk = 0;
    const char *wrong = use->text[length]
                            ? text_count(use->text + length + 1, 1, INT64_MAX, &request->chunk)
                            : NULL;
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_pin(const struct cli_use *use, struct fault *fault) {
    struct pin_request *request = use->field;
    pin_request_free(request);
    *request = (struct pin_request){0};
    const char *wrong = pin_request_read(use->text, request);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_word(const struct cli_use *use, struct fault *fault) {
    struct words *words = use->field;
    const char *sign = strchr(use->text, '=');
    if (!sign || sign == use->text)
        return cli_refuse(use, "must look like NAME=VALUE", fault);
    if (strpbrk(use->text, ";\n\r"))
        return cli_refuse(use, "must not hold a semicolon or a line break", fault);
    words->list = must_realloc(words->list, (words->count + 1) * sizeof *words->list);
    words->list[words->count++] = use->text;
    return true;
}

#define AT(field) offsetof(struct options, field)

static const struct cli_option table[] = {
    {'k', "kernel", "LIST",
     "What to compute: kernel names (sum, or sum:lock for a variant), classes (cpu, memory, os, "
     "io, "
     "comm, mixed) or all, joined by commas. --list shows them.",
     cli_set_text, AT(kernels)},
    {'w', "workers", "LIST",
     "Worker counts to measure inside this launch, 1,2,4 or 1-8. Default: one thread per PU in the "
     "inherited mask for convoy-omp, all ranks for convoy-mpi, whose launcher decides how many "
     "there are: here only smaller teams can be picked from them.",
     set_workers, 0},
    {'t', "threads", "T",
     "convoy-mpi only: each rank is a team of T threads, with a lock of its own; the rows say "
     "driver=hybrid from 2 threads up. -w picks whole ranks then. Default 1.",
     set_threads, AT(threads)},
    {'n', "tasks", "N",
     "Tasks the work is cut into; with weak scaling, tasks per worker. Default: one per worker.",
     cli_set_positive, AT(tasks)},
    {'s', "size", "N",
     "Items per task, with an optional suffix k M G (1000) or Ki Mi Gi (1024). Without --tasks: "
     "items "
     "of the whole for strong scaling, items per worker for weak scaling. Default: the kernel's "
     "own.",
     cli_set_positive, AT(size)},
    {0, "scaling", "strong|weak",
     "strong: the total work stays the same as workers grow; weak: the work per worker does. "
     "Default "
     "strong.",
     set_scaling, AT(scaling)},
    {0, "schedule", "KIND[,CHUNK]",
     "How tasks reach workers: static, dynamic or guided, the same for threads and ranks. Default "
     "static.",
     set_schedule, AT(schedule)},
    {0, "gil", "off|mutex|cpython",
     "Global lock as interpreters have one: off; mutex, one plain mutex held while a worker "
     "computes; "
     "cpython, CPython's own protocol. Each rank has its own. Default off.",
     set_gil, AT(gil)},
    {0, "gil-interval", "TIME", "Switch interval of the cpython lock. Default 5ms.",
     cli_set_time_ns, AT(gil_interval_ns)},
    {'p', "pin", "POLICY",
     "Where workers run inside the inherited mask: none, compact (neighbours share cores), scatter "
     "(neighbours far apart), numa (whole nodes in turn), or a list of PU numbers such as 0,2,4-7. "
     "Default none.",
     set_pin, AT(pin)},
    {'r', "reps", "N", "Repetitions kept. Default 5.", set_repetitions, AT(reps)},
    {0, "warmup", "N", "Repetitions before, marked as warm-up. Default 1.", set_repetitions,
     AT(warmup)},
    {0, "max-time", "TIME", "Stop cleanly (code 75) before this much wall time has passed.",
     cli_set_time_ns, AT(max_time_ns)},
    {0, "seed", "N", "Seed of data and of the order of measurements. Default 1.", cli_set_count,
     AT(seed)},
    {'o', "output", "FILE",
     "Append raw samples to this CSV file, and provenance.json beside it; - is standard output.",
     cli_set_text, AT(output)},
    {0, "variant", "NAME",
     "Variant for every kernel named that has one of this name (-k NAME:VARIANT goes before).",
     cli_set_text, AT(variant)},
    {0, "set", "KERNEL.NAME=VALUE",
     "A kernel's own parameter, for example sleep.time=1ms; --list shows them. May be repeated.",
     set_word, AT(settings)},
    {0, "probe", "NAME",
     "Run probes of the model itself instead of kernels: names (race, or race:lock for one "
     "variant) "
     "joined by commas, or all. --list shows them.",
     cli_set_text, AT(probe)},
    {0, "resume", NULL,
     "Skip what the output file already holds; refuse when configuration or program differ.",
     cli_set_flag, AT(resume)},
    {0, "trace", "FILE",
     "Write who ran which task from when to when, as Trace Event JSON (opens in Perfetto).",
     cli_set_text, AT(trace)},
    {0, "tag", "KEY=VALUE", "A column of your own, kept in tags. May be repeated.", set_word,
     AT(tags)},
    {0, "list", NULL,
     "Show kernels and probes with class, unit, default size, variants and parameters.",
     cli_set_flag, AT(list)},
    {0, "dry-run", NULL, "Show what would be measured, in order, and end.", cli_set_flag,
     AT(dry_run)},
    {0, "show-pinning", NULL,
     "Place the workers, read the placement back, show it as a table, and end.", cli_set_flag,
     AT(show_pinning)},
    {0, "version", NULL, "Show versions of the program and its libraries.", cli_set_flag,
     AT(version)},
    {0, "help", NULL, "Show this help.", cli_set_flag, AT(help)},
};

static const struct {
    const char *program, *synopsis, *summary;
} programs[] = {
    {"convoy-serial", "-k KERNEL [OPTION]...",
     "measure kernels with one worker and no parallel runtime"},
    {"convoy-omp", "-k KERNEL [-w LIST] [OPTION]...", "measure kernels with OpenMP threads"},
    {"convoy-mpi", "-k KERNEL [-t THREADS] [OPTION]...   (started by mpirun or srun)",
     "measure kernels with MPI processes, one worker or a team of threads per rank"},
};

static const char details[] =
    "Times take the units us, ms, s and min.\n"
    "\n"
    "Exit codes: 0 done and every row verified; 2 your mistake; 3 a result was wrong;\n"
    "4 the environment cannot do it; 75 stopped by a signal or --max-time, everything so\n"
    "far is on disk and the same command with --resume goes on.\n";

struct cli options_cli(const char *program) {
    size_t i = 0;
    while (i + 1 < sizeof programs / sizeof *programs && strcmp(programs[i].program, program) != 0)
        i++;
    return (struct cli){
        .program = programs[i].program,
        .synopsis = programs[i].synopsis,
        .summary = programs[i].summary,
        .details = details,
        .options = table,
        .option_count = sizeof table / sizeof *table,
    };
}

bool options_read(const char *program, int argc, char **argv, struct options *options,
                  struct fault *fault) {
    *options = (struct options){
        .gil_interval_ns = 5 * 1000 * 1000, /* sys.getswitchinterval() of CPython */
        .reps = 5,
        .warmup = 1,
        .seed = 1,
        .pin = {.policy = PIN_NONE, .text = "none"},
    };
    const struct cli cli = options_cli(program);
    if (!cli_parse(&cli, argc, argv, options, fault))
        return false;
    if (options->resume && (!options->output || strcmp(options->output, "-") == 0))
        return fault_user(fault, "--resume needs --output FILE to look at");
    return true;
}

void options_free(struct options *options) {
    pin_request_free(&options->pin);
    free(options->settings.list);
    free(options->tags.list);
}
