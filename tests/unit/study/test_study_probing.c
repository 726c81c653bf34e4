/* Sections with probes: what is read, planned, counted, passed on and refused. */
#include "cmocka_head.h"
#include "command.h"
#include "estimate.h"
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

/* What omp has of it: threads and children in every repetition, a bare MPI program once. */
#define SPAWN_OMP                                                                     \
    "spawn:pthread,spawn:fork,spawn:first_team,spawn:later_team,spawn:bare_launcher," \
    "spawn:bare_exec,spawn:bare_init,spawn:bare_barrier"
#define PROBES "[p]\nsummary = P\nprobe = "

static struct rounds *plan_of(struct study **study, const char *lines) {
    char text[1024];
    const struct round_choices choices = no_choices();
    snprintf(text, sizeof text, "%s%s", HEAD, lines);
    *study = study_good(text);
    return rounds_good(*study, 2, 4, &choices);
}

/* The only variant of that name. */
static const struct variant_plan *variant_of(const struct rounds *rounds, const char *name) {
    for (size_t v = 0; v < rounds->variant_count; v++)
        if (strcmp(rounds->variants[v].name, name) == 0)
            return &rounds->variants[v];
    return NULL;
}

static void expect(const struct rounds *rounds, const char *name, const char *probes,
                   unsigned rows) {
    const struct variant_plan *variant = variant_of(rounds, name);
    if (!variant)
        fail_msg("no variant '%s'", name);
    char *there = variant_kernels(variant);
    assert_string_equal(there, probes);
    assert_int_equal(variant_rows(variant), rows);
    free(there);
}

/* 5 + 1 repetitions; ranks are spawned once per launch, those of a bare program, too; pingpong goes
 * through eight lengths. */
static void each_launch_gets_what_its_driver_can(void **state) {
    struct study *study;
    struct rounds *rounds =
        plan_of(&study, PROBES "spawn, race:lock, pingpong\ndrivers = omp, mpi\n"
                               "workers = 1, 2\n");
    (void)state;
    assert_int_equal(rounds->variant_count, 4);
    expect(rounds, "omp x1", SPAWN_OMP ",race:lock", 5 * 6 + 4);
    expect(rounds, "omp x2",
           SPAWN_OMP ",race:lock,"
                     "pingpong:memory",
           5 * 6 + 4 + 8 * 6);
    expect(rounds, "mpi x1", "spawn:launcher,spawn:exec,spawn:init,spawn:barrier,race:lock", 4 + 6);
    expect(rounds, "mpi x2",
           "spawn:launcher,spawn:exec,spawn:init,spawn:barrier,race:lock,pingpong:memory,"
           "pingpong:message",
           4 + 6 + 2 * 8 * 6);
    rounds_free(rounds);
    study_free(study);
}

static void settings_and_variants_narrow(void **state) {
    struct study *study;
    struct rounds *rounds =
        plan_of(&study, PROBES "pingpong\nvariant = message\ndrivers = omp, mpi\nworkers = 2, 4\n"
                               "set = pingpong.bytes=64\n");
    (void)state;
    assert_int_equal(rounds->variant_count, 1);
    expect(rounds, "mpi x2", "pingpong:message", 6);
    assert_true(rounds_need_ranks(rounds));
    rounds_free(rounds);
    study_free(study);
}

/* A message needs somebody else, as the driver's own plan says. */
static void what_a_probe_would_skip_is_left_out(void **state) {
    struct study *study;
    struct rounds *rounds =
        plan_of(&study, PROBES "queue\ndrivers = mpi\nworkers = 1, 2\nreps = 1\nwarmup = 0\n");
    (void)state;
    expect(rounds, "mpi x1", "queue:shared", 1);
    expect(rounds, "mpi x2", "queue:shared,queue:message", 2);
    rounds_free(rounds);
    study_free(study);
}

static char *command_of(const char *lines, const char *name) {
    static const struct launcher mpirun = {
        LAUNCHER_OPENMPI, "mpirun", NULL, NULL, 1, 4, false, NULL};
    static const struct command_places places = {"/b", &mpirun, "out", true};
    struct study *study;
    struct rounds *rounds = plan_of(&study, lines);
    char *command = NULL;
    for (size_t i = 0; i < rounds->launch_count && !command; i++) {
        const struct launch *launch = &rounds->launches[i];
        if (strcmp(launch->variant->name, name) != 0)
            continue;
        char **argv = command_make(rounds, launch, &places);
        command = command_text(argv);
        command_free(argv);
    }
    rounds_free(rounds);
    study_free(study);
    return command;
}

#define ENDING " --reps 5 --warmup 1 --seed 1 --output out/samples.csv --tag section=p --resume"

static void commands_hold_what_means_something(void **state) {
    static const struct {
        const char *lines, *name, *command;
    } cases[] = {
        {PROBES "spawn\ndrivers = mpi\nworkers = 3\n", "mpi x3",
         "mpirun -n 3 /b/convoy-mpi --probe "
         "spawn:launcher,spawn:exec,spawn:init,spawn:barrier" ENDING},
        {PROBES "race:atomic\ndrivers = omp\nworkers = 2\ngil = cpython\nsize = 1k\n",
         "omp x2 gil=cpython",
         "/b/convoy-omp --workers 2 --probe race:atomic --size 1000 --scaling strong --schedule "
         "static --gil cpython --pin none" ENDING},
        {PROBES "pool:static\ndrivers = omp\nworkers = 2\npin = compact\n", "omp x2",
         "/b/convoy-omp --workers 2 --probe pool:static --gil off --pin compact" ENDING},
        {PROBES "race:atomic, footprint\ndrivers = omp\nworkers = 2\n", "omp x2",
         "/b/convoy-omp --workers 2 --probe race:atomic,footprint --pin none" ENDING},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *command = command_of(cases[i].lines, cases[i].name);
        assert_non_null(command);
        assert_string_equal(command, cases[i].command);
        free(command);
    }
}

static double estimate_of(const char *lines) {
    struct study *study;
    struct rounds *rounds = plan_of(&study, lines);
    const double estimate_s = rounds_estimate_s(rounds) / (double)rounds->launch_count;
    rounds_free(rounds);
    study_free(study);
    return estimate_s;
}

static void estimates_grow_with_rows_and_size(void **state) {
    static const char *const growing[] = {
        PROBES "pool:static\ndrivers = omp\nworkers = 2\nsize = 100\n",
        PROBES "pool:static\ndrivers = omp\nworkers = 2\n",
        PROBES "pool:static\ndrivers = omp\nworkers = 2\nsize = 1k\n",
        PROBES "pool\ndrivers = omp\nworkers = 2\nsize = 1k\n",
        PROBES "pool\ndrivers = omp\nworkers = 2\nsize = 1k\nreps = 9\n",
    };
    (void)state;
    for (size_t i = 1; i < sizeof growing / sizeof *growing; i++)
        assert_true(estimate_of(growing[i]) > estimate_of(growing[i - 1]));
}

static const struct {
    const char *lines, *message;
} bad[] = {
    {PROBES "spwan\ndrivers = omp\n",
     "t.study:7: probe: unknown probe 'spwan'; did you mean spawn?"},
    {PROBES "sum\ndrivers = omp\n", "t.study:7: probe: unknown probe 'sum'"},
    {PROBES "race:lokc\ndrivers = omp\n",
     "t.study:7: probe: race has no variant 'lokc'; did you mean lock?"},
    {PROBES "race,\ndrivers = omp\n", "t.study:7: probe: a list with a hole: 'race,'"},
    {PROBES "spawn:fork\ndrivers = mpi\n", "t.study:7: probe: spawn:fork runs under omp only"},
    {PROBES "queue:message\ndrivers = omp\n",
     "t.study:7: probe: queue:message runs under mpi only"},
    {PROBES "race\nkernels = sum\ndrivers = omp\n",
     "t.study:7: probe: this section has kernels too; one launch measures one or the other"},
    {PROBES "race\ndrivers = serial, omp\n",
     "t.study:8: drivers: serial has one worker and nothing to probe; omp and mpi run probes"},
    {PROBES "race, spawn\ndrivers = omp\ngil = off, cpython\n",
     "t.study:9: gil: means nothing to probe spawn"},
    {PROBES "queue\ndrivers = omp\n\ntasks = 4\n",
     "t.study:10: tasks: means nothing to probe queue"},
    {PROBES "metg\ndrivers = omp\nsize = 4\n", "t.study:9: size: means nothing to probe metg"},
    {PROBES "pool\ndrivers = omp\nschedule = static\n",
     "t.study:9: schedule: means nothing to probe pool"},
    {PROBES "shared\ndrivers = omp\nscaling = weak\n",
     "t.study:9: scaling: means nothing to probe shared"},
    {PROBES "crash\ndrivers = omp\npin = none\n", "t.study:9: pin: means nothing to probe crash"},
    {PROBES "crash\ndrivers = omp\ntrace = yes\n",
     "t.study:9: trace: means nothing to probe crash"},
    {PROBES "race\ndrivers = omp\nvariant = fast\n",
     "t.study:9: variant: no kernel of this section waits for a variant 'fast'"},
    {PROBES "crash\ndrivers = omp\nset = crash.tim=1ms\n",
     "t.study:9: set: crash has no parameter 'tim'"},
};

static void messages_name_file_line_and_key(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[1024];
        struct fault fault = {EXIT_DONE, ""};
        snprintf(text, sizeof text, "%s%s", HEAD, bad[i].lines);
        struct study *study = study_parse("t.study", text, &fault);
        if (study)
            fail_msg("accepted: %s", bad[i].lines);
        assert_int_equal(fault.code, EXIT_USER);
        assert_string_equal(fault.text, bad[i].message);
    }
}

/* A section that this machine leaves empty is not a mistake, but a plan of nothing is. */
static void nothing_to_run_is_said(void **state) {
    struct study *study = study_good(HEAD PROBES "pingpong\ndrivers = omp\nworkers = cores\n");
    const struct round_choices choices = no_choices();
    struct fault fault = {EXIT_DONE, ""};
    (void)state;
    assert_null(rounds_make(study, (struct machine_size){4, 4, 1}, &choices, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    study_free(study);
}

static void dry_run_looks_like_this(void **state) {
    struct study *study;
    struct rounds *rounds = plan_of(&study, PROBES "pingpong, race:atomic\ndrivers = omp, mpi\n"
                                                   "workers = 2\nlaunches = 1\nreps = 1\n");
    char *plan = rounds_text(rounds);
    (void)state;
    assert_string_equal(
        plan,
        "study     t: T\n"
        "machine   2 cores, 4 PUs\n"
        "section   p: 2 variants: P\n"
        "            pingpong: 2 workers only\n"
        "plan      1 round, 2 launches, 52 rows; order shuffled with seed 1\n"
        "estimate  about 5.2 s, from nominal costs\n"
        "\n"
        " launch round section      variant                       rows  about s  kernels or "
        "probes\n"
        "      1     1 p            mpi x2                          34      3.5  pingpong:memory,"
        "pingpong:message,race:atomic\n"
        "      2     1 p            omp x2                          18      1.7  pingpong:memory,"
        "race:atomic\n");
    free(plan);
    rounds_free(rounds);
    study_free(study);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_launch_gets_what_its_driver_can),
        cmocka_unit_test(settings_and_variants_narrow),
        cmocka_unit_test(what_a_probe_would_skip_is_left_out),
        cmocka_unit_test(commands_hold_what_means_something),
        cmocka_unit_test(estimates_grow_with_rows_and_size),
        cmocka_unit_test(messages_name_file_line_and_key),
        cmocka_unit_test(nothing_to_run_is_said),
        cmocka_unit_test(dry_run_looks_like_this),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
