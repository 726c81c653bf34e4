#include "record.h"

#include "check.h"
#include "clock.h"
#include "host.h"
#include "masks.h"
#include "nominal.h"
#include "probe.h"
#include "registry.h"
#include "text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A start that is spread over more than this part of the repetition is said in the row. */
#define SKEW_SHARE_MAX 0.01
/* A repetition is called noisy when the hypervisor took more than this part of the PUs' time ... */
#define STEAL_SHARE_MAX 0.01
/* ... or when workers that have a PU each were interrupted more often than this, per second. */
#define PREEMPTIONS_PER_S_MAX 20.0
/* Shorter than this many readings of the clock: the clock itself is part of the result (method:
 * 1000 x its cost). */
#define SHORT_NS (1000 * 25)

enum { FLAGS_MAX = 256 };

static void add_flag(char *flags, const char *flag) {
    const size_t used = strlen(flags);
    snprintf(flags + used, FLAGS_MAX - used, "%s%s", used ? ";" : "", flag);
}

static bool is_noisy(const struct launch *launch, const struct sample *sample) {
    if (sample->steal_s > STEAL_SHARE_MAX * sample->wall_s * launch->pus)
        return true;
    const double allowed = 1.0 + PREEMPTIONS_PER_S_MAX * sample->wall_s;
    return sample->workers <= launch->places &&
           (double)sample->nivcsw > allowed * (double)sample->workers;
}

static void make_flags(const struct record *record, const struct sample *sample, char *flags) {
    const struct launch *launch = &record->launch;
    if (sample->workers > launch->places)
        add_flag(flags, "oversubscribed");
    else if (record->crowded_from && sample->workers >= record->crowded_from)
        add_flag(flags, "overlap");
    if (sample->skew_us * 1e-6 > SKEW_SHARE_MAX * sample->wall_s)
        add_flag(flags, "skew");
    if (is_noisy(launch, sample))
        add_flag(flags, "noisy");
    if (sample->wall_s * 1e9 < SHORT_NS)
        add_flag(flags, "short");
    if (sample->nodes > 1)
        add_flag(flags, "local_clocks");
    if (launch->spawn_partial)
        add_flag(flags, "spawn_partial");
    if (launch->resumed)
        add_flag(flags, "resumed");
}

static void add_probe_flag(const struct configuration *configuration, char *flags) {
    char flag[128] = "";
    configuration->probe->flag(&configuration->problem, flag, sizeof flag);
    if (*flag)
        add_flag(flags, flag);
}

/* Where the ranks that computed are. */
static void describe_nodes(struct record *record, struct sample *sample) {
    const struct nodes *map = record->launch.map;
    sample->nodes = record->launch.nodes;
    sample->ranks_per_node = sample->ranks;
    sample->hosts = record->launch.host;
    sample->clock_offset_us = sample->clock_bound_us = NAN;
    if (!map)
        return;
    const unsigned ranks = (unsigned)sample->ranks;
    const struct node *farthest = nodes_farthest_clock(map, ranks);
    free(record->hosts);
    sample->hosts = record->hosts = nodes_hosts(map, ranks);
    sample->nodes = nodes_taking_part(map, ranks);
    sample->ranks_per_node = nodes_ranks_most(map, ranks);
    if (!farthest)
        return;
    sample->clock_offset_us = 1e-3 * (double)farthest->clock_offset_ns;
    sample->clock_bound_us = 1e-3 * (double)farthest->clock_bound_ns;
}

/* The columns that describe the configuration and the launch rather than the measurement. */
static void describe(struct record *record, const struct configuration *configuration,
                     struct sample *sample) {
    const struct launch *launch = &record->launch;
    const struct options *options = record->options;
    const struct kernel *kernel = configuration->kernel;
    const struct problem *problem = &configuration->problem;
    const struct work work = kernel->work ? kernel->work(problem) : (struct work){0};
    sample->schema_version = SCHEMA_VERSION;
    sample->study = launch->study;
    sample->run_id = launch->run_id;
    sample->driver = launch->driver;
    sample->kernel = kernel->name;
    sample->class = configuration->probe ? "probe" : kernel_class_name(kernel->class);
    sample->scaling = scaling_names[options->scaling];
    sample->gil = gil_kind_names[options->gil];
    sample->gil_interval_us =
        options->gil == GIL_CPYTHON ? 1e-3 * (double)options->gil_interval_ns : NAN;
    sample->threads = launch->ranks > 1 ? launch->threads : problem->workers;
    sample->ranks = launch->ranks > 1 ? problem->workers / launch->threads : 1;
    describe_nodes(record, sample);
    sample->workers = problem->workers;
    sample->tasks = problem->tasks;
    sample->size = configuration->size;
    sample->pin = options->pin.text;
    sample->launch = launch->number;
    sample->spawn_s = launch->spawn_s;
    sample->items = problem->items;
    sample->bytes = work.bytes;
    sample->flops = work.flops;
    sample->blocking_calls = work.blocking_calls;
    sample->host = launch->host;
    sample->simulated = launch->simulated;
    sample->tags = launch->tags;
    sample->variant = kernel_variant_name(kernel, problem->variant);
    sample->params = configuration->params;
    sample->tasks_per_worker = configuration->tasks_per_worker;
    sample->seed = problem->seed;
    sample->pus = launch->pus;
    sample->load_1min = host_load_1min();
    sample->config_id = launch->config_id;
    sample->binary_id = launch->binary_id;
    sample->work_id = configuration->id;
}

static bool write_row(struct record *record, const struct configuration *configuration,
                      struct repetition repetition, const char *flags,
                      const struct sample *sample) {
    char schedule[32];
    const struct utc_text now = clock_utc();
    struct sample row = *sample;
    schedule_text(configuration->schedule, schedule);
    row.schedule = schedule;
    row.timestamp_utc = now.text;
    row.flags = flags;
    row.rep = repetition.rep;
    row.phase = repetition.warmup ? "warmup" : "measure";
    row.order = record->rows + (record->output ? output_rows(record->output) : 0);
    record->rows++;
    return !record->output || output_append(record->output, &row, &record->fault);
}

/* Computed once per configuration, outside of any timing. */
static uint64_t expected_of(struct record *record, const struct configuration *configuration) {
    if (!record->expected_known)
        record->expected = configuration->kernel->expected(&configuration->problem);
    record->expected_known = true;
    return record->expected;
}

static void note_wrong(struct record *record, const struct configuration *configuration,
                       const struct sample *sample) {
    if (!record->wrong_result)
        fprintf(stderr,
                "%s: %s with %u workers: checksum %016" PRIx64 ", expected %016" PRIx64
                ": the result is wrong\n",
                record->launch.program, configuration->kernel->name, configuration->problem.workers,
                sample->checksum, record->expected);
    record->wrong_result = true;
}

/* Whether another repetition as long as the longest so far would pass --max-time. */
static bool time_is_up(struct record *record) {
    if (!record->options->max_time_ns)
        return false;
    const uint64_t now = clock_wall_ns();
    const double took_s = 1e-9 * (double)(now - record->configuration_began_ns);
    record->configuration_began_ns = now;
    if (took_s > record->longest_s)
        record->longest_s = took_s;
    const double used_s = 1e-9 * (double)(now - record->launch.began_ns);
    record->out_of_time = used_s + record->longest_s > 1e-9 * (double)record->options->max_time_ns;
    return record->out_of_time;
}

/* Nothing is known of a configuration's time before its first repetition but the kernel's tables.
 */
static bool may_begin(void *context, const struct configuration *configuration) {
    struct record *record = context;
    /* The first row is always taken, so that --resume in a loop with a short limit gets on. */
    if (!record->options->max_time_ns || configuration->skip || record->rows == 0)
        return true;
    const double next_s =
        nominal_repetition_s(configuration->kernel, &configuration->problem, record->launch.places);
    const double used_s = 1e-9 * (double)(clock_wall_ns() - record->launch.began_ns);
    record->out_of_time = used_s + next_s > 1e-9 * (double)record->options->max_time_ns;
    return !record->out_of_time;
}

static bool take_row(void *context, const struct configuration *configuration,
                     struct repetition repetition, struct sample *sample) {
    struct record *record = context;
    char flags[FLAGS_MAX] = "";
    const double steal_s = host_steal_s();
    describe(record, configuration, sample);
    sample->steal_s = fmax(0.0, steal_s - record->steal_before_s);
    make_flags(record, sample, flags);
    if (configuration->probe && configuration->probe->flag)
        add_probe_flag(configuration, flags);
    sample->ok = sample->checksum == expected_of(record, configuration);
    if (!sample->ok)
        note_wrong(record, configuration, sample);
    if (!repetition.warmup && sample->ok) {
        record->walls_s =
            must_realloc(record->walls_s, (record->wall_count + 1) * sizeof *record->walls_s);
        record->walls_s[record->wall_count++] = sample->wall_s;
        if (configuration->probe && configuration->probe->words)
            configuration->probe->words(sample, record->words, sizeof record->words);
    }
    const bool written = write_row(record, configuration, repetition, flags, sample);
    record->steal_before_s = host_steal_s();
    return written && !time_is_up(record);
}

static bool take_skipped(void *context, const struct configuration *configuration) {
    struct record *record = context;
    struct sample sample = {
        .wall_s = NAN,
        .cpu_s = NAN,
        .setup_s = NAN,
        .skew_us = NAN,
        .busy_min_s = NAN,
        .busy_max_s = NAN,
        .gil_wait_s = NAN,
        .op_p50_us = NAN,
        .op_p99_us = NAN,
        .op_max_us = NAN,
        .steal_s = NAN,
        .lost = NAN,
        .uss_bytes = NAN,
        .bound_s = NAN,
        .metg_us = NAN,
        .comm_wait_s = NAN,
        .op_p90_us = NAN,
        .bare_p50_us = NAN,
        .bare_p90_us = NAN,
        .bare_p99_us = NAN,
        .bare_metg_us = NAN,
        .exit_code = NAN,
    };
    char *flags = must_format("skipped: %s", configuration->skip);
    describe(record, configuration, &sample);
    const bool written =
        write_row(record, configuration, (struct repetition){0, false}, flags, &sample);
    fprintf(stderr, "%s: %s skipped: %s\n", record->launch.program, configuration->kernel->name,
            configuration->skip);
    free(flags);
    return written;
}

static void ready(void *context, uint64_t now_ns) {
    struct record *record = context;
    if (record->team_began_ns)
        record->launch.spawn_s += 1e-9 * (double)(now_ns - record->team_began_ns);
}

static void placed(void *context, const struct pin_report *pins, unsigned workers) {
    struct record *record = context;
    record->crowded_from = masks_crowded_from(pins, workers);
}

/* Rows of a configuration that a launch writes in all. */
static uint64_t rows_wanted(const struct options *options,
                            const struct configuration *configuration) {
    return configuration->skip ? 1 : configuration_rows(options, configuration);
}

/* Warm-ups come first; a skipped configuration has one row, which counts as kept. */
static uint64_t rows_on_file(const struct record *record,
                             const struct configuration *configuration) {
    const uint64_t warmup =
        configuration->skip ? 0 : configuration_warmup(record->options, configuration);
    const uint64_t wanted = rows_wanted(record->options, configuration);
    for (uint64_t done = 0; done < wanted; done++) {
        const struct row_key key = {
            .launch = record->launch.number,
            .work_id = configuration->id,
            .warmup = done < warmup,
            .rep = done < warmup ? done : done - warmup,
        };
        if (!output_holds(record->output, key))
            return done;
    }
    return wanted;
}

static uint64_t rows_done(void *context, const struct configuration *configuration) {
    struct record *record = context;
    record->expected_known = false;
    record->wall_count = 0;
    record->words[0] = '\0';
    record->longest_s = 0.0;
    record->configuration_began_ns = clock_wall_ns();
    record->steal_before_s = host_steal_s();
    const uint64_t done = record->launch.resumed ? rows_on_file(record, configuration) : 0;
    record->rows_found += done;
    return done;
}

bool record_complete(const struct record *record, const struct plan *plan) {
    uint64_t wanted = 0;
    for (size_t i = 0; i < plan->count; i++)
        wanted += rows_wanted(record->options, &plan->list[i]);
    return record->rows + record->rows_found >= wanted;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *sorted, size_t count) {
    return 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
}

static void print_line(struct record *record, const struct configuration *configuration) {
    const char *variant =
        kernel_variant_name(configuration->kernel, configuration->problem.variant);
    char name[64], middle[32], least[32], most[32];
    qsort(record->walls_s, record->wall_count, sizeof *record->walls_s, ascending);
    const double median_s = median(record->walls_s, record->wall_count);
    snprintf(name, sizeof name, "%s%s%s", configuration->kernel->name, *variant ? ":" : "",
             variant);
    text_for_people_s(median_s, middle);
    text_for_people_s(record->walls_s[0], least);
    text_for_people_s(record->walls_s[record->wall_count - 1], most);
    if (!record->header_printed)
        printf("%-26s %7s %10s %10s %10s %10s %12s\n", "kernel", "workers", "tasks", "median",
               "min", "max", "items/s");
    record->header_printed = true;
    printf("%-26s %7u %10" PRIu64 " %10s %10s %10s %12.4g%s%s\n", name,
           configuration->problem.workers, configuration->problem.tasks, middle, least, most,
           (double)configuration->problem.items / median_s, *record->words ? "  " : "",
           record->words);
    fflush(stdout);
}

static bool finished(void *context, const struct configuration *configuration) {
    struct record *record = context;
    if (record->table && record->wall_count)
        print_line(record, configuration);
    return !record->output || output_sync(record->output, &record->fault);
}

static void failed(void *context, const struct configuration *configuration,
                   const struct slot *slot, unsigned worker) {
    struct record *record = context;
    fault_environment(&record->fault, "%s: worker %u: %s: %s", configuration->kernel->name, worker,
                      slot->failed,
                      slot->error_number > 0 ? strerror(slot->error_number) : "failed");
}

struct sink record_sink(struct record *record) {
    return (struct sink){.context = record,
                         .ready = ready,
                         .placed = placed,
                         .begin = may_begin,
                         .rows_done = rows_done,
                         .row = take_row,
                         .skipped = take_skipped,
                         .finished = finished,
                         .failed = failed};
}

void record_free(struct record *record) {
    free(record->walls_s);
    free(record->hosts);
}
