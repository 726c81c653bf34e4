#include "driver.h"

#include "agree.h"
#include "build_info.h"
#include "check.h"
#include "clock.h"
#include "compute.h"
#include "environment.h"
#include "hash.h"
#include "identity.h"
#include "masks.h"
#include "measure.h"
#include "options.h"
#include "output.h"
#include "plan.h"
#include "provenance.h"
#include "record.h"
#include "stop.h"
#include "streams.h"
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Workers that have a PU each spin this long in a barrier before they sleep, and start this long
 * after it. */
enum { SPIN_NS = 50 * 1000, GATE_NS = 100 * 1000 };

/* One launch from the first to the last line of the program. */
struct session {
    const struct driver *driver;
    int argc;
    char **argv;
    struct rank_place place;
    uint64_t began_ns, joined_ns; /* before and after the ranks came together */
    struct utc_text started;
    struct fault fault;
    struct options options;
    struct identity identity;
    struct plan_world world;
    struct plan plan;
    struct plan part; /* what is under way of it; borrows its list */
    struct machine *machine;
    struct masks masks;
    struct placement *placement;
    struct nodes nodes;
    unsigned threads; /* workers in this process */
    bool hybrid;      /* ranks of more than one thread */
    struct record record;
    struct measure measure;
    int stopped_by; /* signal, 0: none */
};

static bool is_root(const struct session *s) {
    return s->place.rank == 0;
}

/* --- words ----------------------------------------------------------------------------------- */

static void print_version(const struct session *s) {
    const char *ranks = s->driver->ranks->version(), *threads = s->driver->threads->version();
    printf("%s %s (%s)\n", s->driver->program, build_version, build_git_revision);
    printf("built with %s, %s: %s\n", build_compiler, build_type, build_flags);
    printf("libraries: %s%s%s%s%s\n", build_libraries, *threads ? ", " : "", threads,
           *ranks ? ", " : "", ranks);
}

/* Answers --help, --version and --list; true if there was such a question. */
static bool answer(const struct session *s) {
    const struct options *options = &s->options;
    const struct cli cli = options_cli(s->driver->program);
    if (!options->help && !options->version && !options->list)
        return false;
    if (!is_root(s))
        return true;
    if (options->help)
        cli_print_help(&cli, stdout);
    else if (options->version)
        print_version(s);
    else
        plan_print_kernels(stdout);
    return true;
}

static void print_pinning(const struct session *s) {
    const struct measure *m = &s->measure;
    printf("%6s %5s %6s  %-16s %-12s %-12s %s\n", "worker", "rank", "thread", "host", "requested",
           "got", "last seen");
    for (unsigned i = 0; i < s->world.available; i++)
        printf("%6u %5u %6u  %-16s %-12s %-12s %s\n", i, m->pins[i].rank, m->pins[i].thread,
               m->pins[i].host, m->pins[i].requested, m->pins[i].got, m->pins[i].last_seen);
    if (s->world.available > s->record.launch.places)
        printf("oversubscribed: %u workers on %u PU%s\n", s->world.available,
               s->record.launch.places, s->record.launch.places == 1 ? "" : "s");
    else if (s->record.crowded_from <= s->world.available)
        printf("overlap: more workers than PUs in a place, from worker %u on\n",
               s->record.crowded_from - 1);
}

/* What may have narrowed the mask before this process could read it: a variable that tells, and
 * what to do. */
static const struct {
    const char *variable, *remedy;
} narrowers[] = {
    {"OMP_PROC_BIND", "unset OMP_PROC_BIND: --pin places workers"},
    {"OMP_PLACES", "unset OMP_PLACES: --pin places workers"},
    {"GOMP_CPU_AFFINITY", "unset GOMP_CPU_AFFINITY: --pin places workers"},
};

/* OMP_PROC_BIND=false, which convoy-run sets, switches the other two off as well. */
static bool openmp_binds(void) {
    const char *bind = getenv("OMP_PROC_BIND");
    return !bind || strcasecmp(bind, "false") != 0;
}

/* `mpirun -n 1` and `-n 2` may bind each process to one core, and a team of threads inside inherits
   that. NULL: nobody known has narrowed the mask. */
static const char *remedy_of_narrow_mask(void) {
    for (size_t i = 0; openmp_binds() && i < sizeof narrowers / sizeof *narrowers; i++)
        if (getenv(narrowers[i].variable))
            return narrowers[i].remedy;
    return environment_is_rank()
               ? "the launcher bound this process: mpirun --bind-to none lifts that"
               : NULL;
}

/* Worth a word, since the numbers would look like threads that do not scale. */
static void hint_at_narrow_mask(const struct session *s) {
    const unsigned pus = machine_pus(s->machine), all = machine_pus_unmasked(s->machine);
    const char *remedy = remedy_of_narrow_mask();
    if (is_root(s) && s->threads > pus && pus < all && remedy)
        fprintf(stderr, "%s: %u workers share PU %s of %u; %s\n", s->driver->program, s->threads,
                machine_mask(s->machine), all, remedy);
}

/* --- getting ready --------------------------------------------------------------------------- */

/* Threads that convoy-mpi makes in each rank; 1 without --threads. */
static bool count_rank_threads(struct session *s) {
    const uint64_t threads = s->options.threads;
    if (!s->driver->threads_in_ranks)
        return !threads || fault_user(&s->fault,
                                      "--threads: %s has no ranks; it is for convoy-mpi, "
                                      "--workers says how many threads convoy-omp has",
                                      s->driver->program);
    s->threads = threads ? (unsigned)threads : 1;
    s->hybrid = s->threads > 1;
    if (s->hybrid && s->options.probe)
        return fault_user(&s->fault, "--threads: probes run in ranks of one thread");
    if ((uint64_t)s->threads * s->place.ranks > WORKERS_MAX)
        return fault_user(&s->fault, "--threads: %u ranks of %u threads are more than %d workers",
                          s->place.ranks, s->threads, WORKERS_MAX);
    return true;
}

static const char *driver_name(const struct session *s) {
    return s->hybrid ? "hybrid" : s->driver->name;
}

/* Threads in this process and workers in all. */
static void count_workers(struct session *s) {
    unsigned most = 0;
    for (size_t i = 0; i < s->options.worker_counts; i++)
        most = s->options.workers[i] > most ? s->options.workers[i] : most;
    const bool in_ranks = s->driver->threads_in_ranks;
    const bool many = !in_ranks && s->driver->threads->limit > 1;
    if (!many)
        s->threads = in_ranks ? s->threads : 1;
    else if (most)
        s->threads = most < s->driver->threads->limit ? most : s->driver->threads->limit;
    else
        s->threads = machine_pus(s->machine);
    if (s->options.probe && many && !most && s->threads < 2)
        s->threads = 2; /* most probes are about what happens between workers */
    s->world = (struct plan_world){
        .driver = driver_name(s),
        .threads = s->hybrid ? s->threads : 0,
        .default_workers = s->place.ranks * s->threads,
        .available = s->place.ranks * s->threads,
        .nodes = s->place.nodes,
        .launch = s->identity.launch,
        .launcher_known = s->identity.exec_ns > 0 && s->identity.exec_ns < s->began_ns,
    };
    s->place.start.exec_ns = s->identity.exec_ns;
}

static bool make_plan(struct session *s) {
    return plan_make(&s->options, &s->world, &s->plan, &s->fault) &&
           (!s->driver->adapt || s->driver->adapt(&s->plan, &s->options, &s->fault));
}

/* Distinct PUs the workers can use: a list narrows the mask. */
static unsigned count_places(const struct session *s) {
    if (s->options.pin.policy != PIN_LIST)
        return s->masks.places;
    return masks_count(s->options.pin.text) * s->place.nodes;
}

static void fault_few_threads(struct session *s, unsigned wanted, unsigned got) {
    fault_environment(&s->fault, "%s: %u threads asked for, the OpenMP runtime gave %u",
                      s->hybrid ? "--threads" : "--workers", wanted, got);
}

/* One rank with a smaller team would let all others wait in the first barrier for ever. */
static bool check_team(struct session *s) {
    const struct threads *threads = s->driver->threads;
    const unsigned most = threads->most ? threads->most() : threads->limit;
    if (s->threads > most)
        fault_few_threads(s, s->threads, most);
    return agree(s->driver->ranks, &s->place, &s->fault);
}

static bool place_workers(struct session *s) {
    s->placement = placement_make_team(s->machine, &s->options.pin, s->masks.first,
                                       s->masks.sharers, s->threads, &s->fault);
    fault_prefix(&s->fault, "--pin: ");
    return agree(s->driver->ranks, &s->place, &s->fault);
}

static char *join_tags(const struct words *tags) {
    char *all = must_strdup("");
    for (size_t i = 0; i < tags->count; i++) {
        char *longer = must_format("%s%s%s", all, i ? ";" : "", tags->list[i]);
        free(all);
        all = longer;
    }
    return all;
}

/* Starting the ranks; what threads add is known when they have met. */
static double spawn_of_ranks_s(const struct session *s, bool *partial) {
    *partial = false;
    if (s->place.ranks == 1 && strcmp(s->driver->ranks->name, "solo") == 0)
        return 0.0;
    *partial = s->identity.exec_ns == 0 || s->identity.exec_ns > s->joined_ns;
    return 1e-9 * (double)(s->joined_ns - (*partial ? s->began_ns : s->identity.exec_ns));
}

static void describe_launch(struct session *s) {
    struct launch *launch = &s->record.launch;
    *launch = (struct launch){
        .study = s->identity.study,
        .run_id = s->identity.run_id,
        .driver = driver_name(s),
        .program = s->driver->program,
        .tags = join_tags(&s->options.tags),
        .number = s->identity.launch,
        .nodes = s->place.nodes,
        .ranks = s->place.ranks,
        .threads = s->threads,
        .pus = s->masks.pus,
        .places = count_places(s),
        .began_ns = s->began_ns,
        .binary_id = identity_binary(),
        .host = s->place.host,
        .map = &s->nodes,
        .simulated = s->driver->simulated,
    };
    launch->spawn_s = spawn_of_ranks_s(s, &launch->spawn_partial);
    s->record.options = &s->options;
    s->record.table = !s->options.output || strcmp(s->options.output, "-") != 0;
}

/* The number of a run by hand: behind the last one; with --resume the last one of these options. */
static void number_launch(struct session *s) {
    const struct output *output = s->record.output;
    uint64_t *launch = &s->identity.launch;
    if (s->identity.numbered ||
        (s->options.resume && output_launch_of(output, s->plan.config_id, launch)))
        return;
    if (output_last_launch(output, launch) && !s->options.resume)
        ++*launch;
}

static bool check_resumed(struct session *s) {
    struct launch *launch = &s->record.launch;
    uint64_t config_id, binary_id;
    if (!output_launch_ids(s->record.output, launch->number, &config_id, &binary_id))
        return true;
    launch->resumed = true;
    s->record.wrong_result = output_launch_wrong(s->record.output, launch->number);
    if (!s->options.resume)
        return fault_user(
            &s->fault, "--output: %s holds rows of launch %llu already; --resume goes on with it",
            s->options.output, (unsigned long long)launch->number);
    if (config_id != s->plan.config_id)
        return fault_user(
            &s->fault,
            "--resume: %s was measured with other options (launch %llu; provenance.json "
            "beside it shows them)",
            s->options.output, (unsigned long long)launch->number);
    if (binary_id != launch->binary_id)
        return fault_user(
            &s->fault,
            "--resume: %s was measured with another build of %s; measure into a new file",
            s->options.output, s->driver->program);
    return true;
}

/* Root: the file, the launch's number in it, the final plan. */
static bool open_output(struct session *s) {
    s->record.output = output_open(s->options.output, &s->fault);
    if (!s->record.output)
        return false;
    number_launch(s);
    return true;
}

/* The order of the plan depends on the launch's number, which the root may have found in the file.
 */
static bool settle_plan(struct session *s) {
    if (s->options.output && is_root(s))
        open_output(s);
    if (!agree(s->driver->ranks, &s->place, &s->fault))
        return false;
    s->driver->ranks->broadcast(&s->identity.launch, sizeof s->identity.launch);
    s->world.launch = s->record.launch.number = s->identity.launch;
    plan_free(&s->plan);
    CHECK(make_plan(s)); /* it was possible before */
    s->record.launch.config_id = s->plan.config_id;
    if (s->record.output)
        check_resumed(s);
    return agree(s->driver->ranks, &s->place, &s->fault);
}

/* --- measuring ------------------------------------------------------------------------------- */

/* The root measures for all: ranks that computed different amounts would not be comparable. */
static double compute_speed_agreed(const struct session *s) {
    double steps_per_ns = 0;
    for (size_t i = 0; i < s->part.count && steps_per_ns == 0; i++)
        if (s->part.list[i].kernel->computes_by_time && is_root(s))
            steps_per_ns = compute_speed(clock_wall_ns);
    s->driver->ranks->broadcast(&steps_per_ns, sizeof steps_per_ns);
    return steps_per_ns;
}

/*
 * Names that no other launch has, here or on another host that uses the same folder. Each node has
 * its own: a server or a database is for the workers of one node, also in a folder that all nodes
 * see.
 */
static void tokens_agree(struct session *s) {
    const uint64_t now_ns = clock_wall_ns(), process = (uint64_t)getpid();
    uint64_t token = hash_bytes(HASH_START, s->place.host, strlen(s->place.host));
    token = hash_bytes(token, &now_ns, sizeof now_ns);
    token = hash_bytes(token, &process, sizeof process);
    s->driver->ranks->broadcast(&token, sizeof token);
    token = hash_bytes(token, &s->place.node, sizeof s->place.node);
    plan_tokens(&s->plan, token);
}

static void open_measure(struct session *s, unsigned threads) {
    struct measure *m = &s->measure;
    const unsigned workers = s->place.ranks * threads;
    bool crowded = workers > s->record.launch.places;
    s->driver->ranks->broadcast(&crowded, sizeof crowded); /* the root's: it counted all places */
    *m = (struct measure){
        .plan = &s->part,
        .options = &s->options,
        .ranks = s->driver->ranks,
        .place = s->place,
        .nodes = &s->nodes,
        .threads = threads,
        .teams = s->driver->threads,
        .machine = s->machine,
        .placement = s->placement,
        .clock = clock_wall_ns,
        .steps_per_ns = compute_speed_agreed(s),
        .gate_ns = crowded || workers == 1 ? 0 : GATE_NS,
        .sink = record_sink(&s->record),
        .trace = s->options.trace != NULL,
    };
    m->board = s->driver->ranks->share(board_bytes(s->plan.shared_bytes));
    if (s->place.node_rank == 0)
        board_init(m->board, s->place.node_size * threads, crowded ? 0 : SPIN_NS);
    measure_init(m);
    /* Nobody may come to the barrier before it is initialised: agreeing is also a meeting. */
    agree(s->driver->ranks, &s->place, &s->fault);
}

/* Starts the team and lets every worker run the loop. */
static void run_team(struct session *s) {
    struct measure *m = &s->measure;
    s->record.team_began_ns = m->threads > 1 ? clock_wall_ns() : 0;
    unsigned got = 1;
    if (m->threads > 1)
        got = s->driver->threads->run(m->threads, measure_worker, m);
    else
        measure_worker(0, m);
    if (got != m->threads)
        fault_few_threads(s, m->threads, got);
    else
        s->fault = m->fault;
    measure_gather_pins(m);
}

static void write_provenance(struct session *s, int exit_code) {
    const struct provenance about = {
        .launch = &s->record.launch,
        .options = &s->options,
        .machine = s->machine,
        .pins = exit_code < 0 ? NULL : s->measure.pins,
        .workers = s->place.ranks * s->measure.threads,
        .threads_version =
            s->threads > 1 || !s->driver->threads_in_ranks ? s->driver->threads->version() : "",
        .ranks_version = s->driver->ranks->version(),
        .argc = s->argc,
        .argv = s->argv,
        .started_utc = s->started.text,
        .exit_code = exit_code,
    };
    const bool wanted = s->record.output && strcmp(s->options.output, "-") != 0;
    if (wanted && exit_code < 0 && provenance_unavailable())
        fprintf(stderr, "%s: no provenance.json: %s\n", s->driver->program,
                provenance_unavailable());
    if (wanted)
        provenance_write(s->options.output, &about, &s->fault);
}

static void write_trace(struct session *s) {
    size_t count;
    if (!s->options.trace)
        return;
    struct trace_event *events = measure_trace(&s->measure, &count);
    if (is_root(s))
        trace_write(s->options.trace, &s->plan, s->threads, events, count, &s->fault);
    free(events);
}

static int code_of(const struct session *s) {
    if (s->fault.code != EXIT_DONE)
        return s->fault.code;
    if ((s->stopped_by || s->record.out_of_time) && !record_complete(&s->record, &s->plan))
        return EXIT_STOPPED;
    return s->record.wrong_result ? EXIT_WRONG_RESULT : EXIT_DONE;
}

/* One line for whoever waits, when the launch ended before its end. */
static void say_stopped(const struct session *s) {
    if (code_of(s) != EXIT_STOPPED)
        return;
    fprintf(stderr, "%s: stopped by %s after %llu row%s%s\n", s->driver->program,
            s->stopped_by ? strsignal(s->stopped_by) : "--max-time",
            (unsigned long long)s->record.rows, s->record.rows == 1 ? "" : "s",
            s->record.output ? "; the same command with --resume goes on" : "");
}

/* Some of the plan's configurations, with that many threads. False, everywhere, if it ended early.
 */
static bool measure_part(struct session *s, size_t first, size_t count, unsigned threads) {
    measure_free(&s->measure);
    s->part = s->plan;
    s->part.list += first;
    s->part.count = count;
    open_measure(s, threads);
    run_team(s);
    s->driver->ranks->unshare();
    s->stopped_by = s->measure.stopped_by;
    return s->fault.code == EXIT_DONE && !s->measure.ended_early;
}

static void measure_all(struct session *s) {
    if (is_root(s) && s->options.trace)
        trace_make(s->options.trace, &s->fault);
    if (is_root(s))
        write_provenance(s, -1);
    if (!agree(s->driver->ranks, &s->place, &s->fault))
        return;
    tokens_agree(s);
    const size_t alone = s->plan.alone;
    const bool go_on = !alone || measure_part(s, 0, alone, 1);
    if (go_on && (s->plan.count > alone || !alone))
        measure_part(s, alone, s->plan.count - alone, s->threads);
    write_trace(s);
    if (is_root(s)) {
        fault_keep(&s->fault, &s->record.fault);
        write_provenance(s, code_of(s));
        say_stopped(s);
    }
}

static void show_pinning(struct session *s) {
    open_measure(s, s->threads);
    run_team(s);
    if (is_root(s) && s->fault.code == EXIT_DONE)
        print_pinning(s);
    s->driver->ranks->unshare();
}

/* Everything between joining and leaving the other ranks; what goes wrong is left in s->fault. */
static void run(struct session *s) {
    if (!options_read(s->driver->program, s->argc, s->argv, &s->options, &s->fault) || answer(s))
        return;
    identity_read(&s->identity, &s->fault);
    s->machine = machine_open(&s->fault);
    if (!agree(s->driver->ranks, &s->place, &s->fault))
        return;
    if (!count_rank_threads(s))
        return;
    count_workers(s);
    if (!s->options.show_pinning && !make_plan(s))
        return;
    nodes_gather(s->driver->ranks, &s->place, &s->nodes);
    s->masks = masks_compare(s->driver->ranks, &s->place, machine_mask(s->machine));
    if (s->options.dry_run) {
        if (is_root(s))
            plan_print(&s->plan, &s->options, &s->world, stdout);
        return;
    }
    if (!check_team(s) || !place_workers(s))
        return;
    describe_launch(s);
    hint_at_narrow_mask(s);
    if (s->options.show_pinning)
        show_pinning(s);
    else if (settle_plan(s))
        measure_all(s);
}

static void release(struct session *s) {
    measure_free(&s->measure);
    record_free(&s->record);
    output_close(s->record.output);
    free(s->record.launch.tags);
    placement_free(s->placement);
    machine_close(s->machine);
    nodes_free(&s->nodes);
    plan_free(&s->plan);
    options_free(&s->options);
}

int driver_main(const struct driver *driver, int argc, char **argv) {
    streams_hold();
    stop_install(); /* before the ranks meet: a signal may come at any time */
    const struct cli cli = options_cli(driver->program);
    if (cli_manual(&cli, build_version, argc, argv))
        return EXIT_DONE;
    struct session s = {.driver = driver, .began_ns = clock_wall_ns(), .started = clock_utc()};
    driver->ranks->start(&argc, &argv, &s.place, &s.fault);
    s.joined_ns = clock_wall_ns();
    s.argc = argc;
    s.argv = argv;
    if (s.fault.code == EXIT_DONE)
        run(&s);
    streams_flush(&s.fault);
    /* Users' mistakes are the same in every rank, the rest is agreed on: the root speaks for all.
     */
    int code = code_of(&s);
    driver->ranks->broadcast(&code, sizeof code);
    if (is_root(&s) && s.fault.code != EXIT_DONE)
        fault_print(&s.fault, driver->program);
    release(&s);
    driver->ranks->finish();
    return code;
}
