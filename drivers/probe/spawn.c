/*
 * spawn: what it costs to get workers.
 *
 * Threads, each with every repetition: bare pthread_create and join; bare fork, _exit and wait; the
 * first team of a process (in a child that has had none: libgomp keeps its threads for the next
 * one) and a later team of the same size. The region's end belongs to both.
 *
 * Ranks, once per launch, since a process starts once, in phases that follow each other, each until
 * the last rank is through:
 *
 *   launcher   from the start of the launcher until the process of the rank exists (birth.h)
 *   exec       execve, the dynamic linker, constructors, until main()
 *   init       MPI_Init
 *   barrier    the first barrier
 *
 * The launcher's begin is known where convoy-run started it (CONVOY_EXEC_NS). Beside them a bare
 * MPI program (bare/mpi.c) under the same launcher and settings, measured by convoy-omp, which
 * starts it as a child once per launch and number of ranks and takes all its phases from that one
 * start.
 */
#include "probe.h"

#include "check.h"
#include "clock.h"
#include "environment.h"
#include "forked.h"
#include "launched.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PTHREAD,
    FORK,
    FIRST_TEAM,
    LATER_TEAM,
    LAUNCHER,
    EXEC,
    INIT,
    BARRIER,
    BARE_LAUNCHER,
    BARE_EXEC,
    BARE_INIT,
    BARE_BARRIER
};
enum { WORKERS_MAX_HERE = 256 };

/* A team that does not stand after this time never will. */
static const uint64_t team_limit_ns = UINT64_C(30) * 1000 * 1000 * 1000;

/* --- threads and processes ------------------------------------------------------------------- */

struct counter {
    _Atomic unsigned count;
};

static void *be_counted(void *counter) {
    atomic_fetch_add(&((struct counter *)counter)->count, 1);
    return NULL;
}

static unsigned create_threads(struct env *env, unsigned count) {
    struct counter counter = {0};
    pthread_t threads[WORKERS_MAX_HERE];
    unsigned made = 0;
    for (int error = 0; made < count && !error; made += !error) {
        error = pthread_create(&threads[made], NULL, be_counted, &counter);
        if (error)
            env->failed(env, "pthread_create", error);
    }
    for (unsigned i = 0; i < made; i++)
        pthread_join(threads[i], NULL);
    return counter.count;
}

static unsigned fork_processes(struct env *env, unsigned count) {
    pid_t children[WORKERS_MAX_HERE];
    unsigned made = 0, good = 0;
    for (; made < count; made++) {
        children[made] = fork();
        if (children[made] == 0)
            _exit(0);
        if (children[made] < 0) {
            env->failed(env, "fork", errno);
            break;
        }
    }
    for (unsigned i = 0; i < made; i++) {
        int status;
        good += waitpid(children[i], &status, 0) == children[i] && status == 0;
    }
    return good;
}

struct team {
    const struct threads *threads;
    unsigned size;
    struct counter counter;
};

static void be_in_team(unsigned thread, void *team) {
    (void)thread;
    be_counted(&((struct team *)team)->counter);
}

/* What a child reports. */
struct report {
    uint64_t took_ns[2]; /* first team, later team */
    unsigned ran[2];
};

static void form_teams(void *argument, void *page) {
    struct team *team = argument;
    struct report *report = page;
    for (int i = 0; i < 2; i++) {
        team->counter.count = 0;
        const uint64_t begin_ns = clock_wall_ns();
        team->threads->run(team->size, be_in_team, team);
        report->took_ns[i] = clock_wall_ns() - begin_ns;
        report->ran[i] = team->counter.count;
    }
}

static unsigned measure_team(struct probe_seat *seat, int which) {
    struct team team = {.threads = seat->threads, .size = seat->problem->workers};
    struct report report;
    const int error = forked_run(form_teams, &team, &report, sizeof report, team_limit_ns);
    if (error) {
        seat->env->failed(seat->env, "a child that forms a team", error);
        return 0;
    }
    seat->slot->stop_ns = seat->slot->start_ns + report.took_ns[which];
    return report.ran[which];
}

/* --- ranks ------------------------------------------------------------------------------------ */

static void keep_latest(struct rank_start *latest, const struct rank_start *one) {
    if (one->born_ns > latest->born_ns)
        latest->born_ns = one->born_ns;
    if (one->main_ns > latest->main_ns)
        latest->main_ns = one->main_ns;
    if (one->init_ns > latest->init_ns)
        latest->init_ns = one->init_ns;
    if (one->met_ns > latest->met_ns)
        latest->met_ns = one->met_ns;
}

/* A phase ends when the last rank is through: that is what the others wait for. */
static struct rank_start latest_of_all(const struct probe_seat *seat) {
    const struct rank_place *place = seat->place;
    struct rank_start *all = must_alloc(place->ranks * sizeof *all);
    struct rank_start latest = place->start;
    seat->ranks->gather(&place->start, sizeof place->start, all);
    for (unsigned i = 0; i < place->ranks && place->rank == 0; i++)
        keep_latest(&latest, &all[i]);
    seat->ranks->broadcast(&latest, sizeof latest);
    free(all);
    return latest;
}

/* What a phase lasts from and until. */
static void span_of_phase(const struct rank_start *at, unsigned phase, struct slot *slot) {
    const uint64_t moments_ns[] = {at->exec_ns, at->born_ns, at->main_ns, at->init_ns, at->met_ns};
    slot->start_ns = moments_ns[phase];
    slot->stop_ns = moments_ns[phase + 1];
}

static unsigned measure_phase(struct probe_seat *seat) {
    const struct rank_start at = latest_of_all(seat);
    span_of_phase(&at, seat->problem->variant - LAUNCHER, seat->slot);
    if (seat->slot->start_ns == 0) {
        seat->env->failed(seat->env, "CONVOY_EXEC_NS does not say when the launcher began", EINVAL);
        return 0;
    }
    return 1;
}

/* --- a bare MPI program ----------------------------------------------------------------------- */

/* The last start of this process's bare jobs: its phases are rows of their own. */
static struct {
    unsigned ranks; /* 0: none yet */
    struct rank_start at;
} bare;

/* The line of bare/mpi.c. */
static bool read_moments(const struct launched *launched, unsigned ranks, struct rank_start *at) {
    unsigned met;
    *at = (struct rank_start){.exec_ns = launched->exec_ns};
    return sscanf(launched->output, "%u %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64, &met,
                  &at->born_ns, &at->main_ns, &at->init_ns, &at->met_ns) == 5 &&
           met == ranks;
}

static void start_bare(struct env *env, unsigned ranks) {
    const struct launch_order order = {.ranks = ranks, .program = LAUNCHED_BARE};
    struct launched launched;
    const int error = launched_run(&order, &launched);
    if (!error && launched.exit_code == 0 && read_moments(&launched, ranks, &bare.at)) {
        bare.ranks = ranks;
        return;
    }
    if (*launched.message)
        fprintf(stderr, "%s: %s\n", LAUNCHED_BARE, launched.message);
    env->failed(env, "a bare MPI program", error);
}

/* Ranks that were there. */
static unsigned measure_bare(struct probe_seat *seat) {
    const unsigned ranks = seat->problem->workers;
    if (bare.ranks != ranks)
        start_bare(seat->env, ranks);
    if (bare.ranks != ranks)
        return 0;
    span_of_phase(&bare.at, seat->problem->variant - BARE_LAUNCHER, seat->slot);
    return ranks;
}

/* The checksum: workers that were there. */
static uint64_t run(struct probe_seat *seat) {
    switch (seat->problem->variant) {
    case PTHREAD:
        return create_threads(seat->env, seat->problem->workers);
    case FORK:
        return fork_processes(seat->env, seat->problem->workers);
    case FIRST_TEAM:
        return measure_team(seat, 0);
    case LATER_TEAM:
        return measure_team(seat, 1);
    case LAUNCHER:
    case EXEC:
    case INIT:
    case BARRIER:
        return measure_phase(seat);
    default:
        return measure_bare(seat);
    }
}

static uint64_t expected(const struct problem *problem) {
    return problem->workers;
}

/* On several nodes the phases of a launch begin and end by different clocks. */
static const char *skip(const struct problem *problem, const struct probe_world *world) {
    if (world->nodes > 1)
        return "its phases begin and end on different nodes, whose clocks differ";
    if (problem->variant >= BARE_LAUNCHER)
        return launched_unavailable(LAUNCHED_BARE);
    return problem->variant == LAUNCHER && !world->launcher_known
               ? "nobody told when the launcher began (CONVOY_EXEC_NS, set by convoy-run)"
               : NULL;
}

static const unsigned variant_drivers[] = {
    [PTHREAD] = PROBE_OMP,    [FORK] = PROBE_OMP,      [FIRST_TEAM] = PROBE_OMP,
    [LATER_TEAM] = PROBE_OMP, [LAUNCHER] = PROBE_MPI,  [EXEC] = PROBE_MPI,
    [INIT] = PROBE_MPI,       [BARRIER] = PROBE_MPI,   [BARE_LAUNCHER] = PROBE_OMP,
    [BARE_EXEC] = PROBE_OMP,  [BARE_INIT] = PROBE_OMP, [BARE_BARRIER] = PROBE_OMP,
};

static const bool variant_once[] = {
    [BARE_LAUNCHER] = true, [BARE_EXEC] = true, [BARE_INIT] = true, [BARE_BARRIER] = true};

/* Start-up is a question of transport. */
static void flag(const struct problem *problem, char *text, size_t room) {
    if (problem->variant >= BARE_LAUNCHER)
        launched_transport(text, room);
    else if (variant_drivers[problem->variant] == PROBE_MPI)
        environment_transport(environ, text, room);
}

static const struct variant variants[] = {
    [PTHREAD] = {"pthread", "threads: pthread_create and pthread_join, no runtime", 0},
    [FORK] = {"fork", "processes: fork, _exit and wait", 0},
    [FIRST_TEAM] = {"first_team", "threads: the first OpenMP team of a process", 0},
    [LATER_TEAM] = {"later_team", "threads: another team of the same size", 0},
    [LAUNCHER] = {"launcher", "ranks: from the launcher's start until the last process exists", 0},
    [EXEC] = {"exec", "ranks: from there until the last one is in main()", 0},
    [INIT] = {"init", "ranks: from there to the last one's end of MPI_Init", 0},
    [BARRIER] = {"barrier", "ranks: from there through the first barrier", 0},
    [BARE_LAUNCHER] = {"bare_launcher", "a bare MPI program: the same phase", 0},
    [BARE_EXEC] = {"bare_exec", "a bare MPI program: the same phase", 0},
    [BARE_INIT] = {"bare_init", "a bare MPI program: the same phase", 0},
    [BARE_BARRIER] = {"bare_barrier", "a bare MPI program: the same phase", 0},
    {NULL, NULL, 0},
};

const struct probe probe_spawn = {
    .kernel = {.name = "spawn",
               .summary = "what it costs to get workers, phase by phase",
               .item = "one worker",
               .default_size = 1,
               .items_per_look = 1,
               .nominal_ns_per_item = 100 * 1000,
               .runs_unlocked = true,
               .variants = variants,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .items = PROBE_ITEMS_ARE_WORKERS,
    .workers_min = 1,
    .workers_max = WORKERS_MAX_HERE,
    .alone = true,
    .whole = PROBE_MPI,
    .once = PROBE_MPI,
    .variant_once = variant_once,
    .nominal_s = 0.005,
    .variant_drivers = variant_drivers,
    .skip = skip,
    .run = run,
    .flag = flag,
};
