/*
 * metg: the search, and the probe that shows what it finds for the harness's own dispatching of
 * tasks, beside a bare loop that takes turns with it: `omp for` for threads; for ranks, which have
 * no such thing, a loop over a block, or one that draws from a shared counter. All workers of the
 * launch take part, between barriers of their own inside one repetition.
 */
#include "metg.h"

#include "clock.h"
#include "probe.h"
#include "spin.h"

#include <math.h>
#include <stdio.h>

/* Tasks of 1, 2, 4 ... 32768 rounds; the last, some 10 us, is the peak. */
enum { SIZES = METG_SIZES, RUN_NS = 500 * 1000, PAIRS = 21, OVERHEAD_GUESS_NS = 50 };

/* Work done per time relative to the longest tasks. */
static double efficiency(const double *task_ns, int at) {
    return ldexp(task_ns[SIZES - 1], at - (SIZES - 1)) / task_ns[at];
}

double metg_half_peak_ns(const double *task_ns) {
    int at = SIZES - 1;
    while (at > 0 && efficiency(task_ns, at - 1) >= 0.5)
        at--;
    if (at == 0)
        return task_ns[0];
    const double below = efficiency(task_ns, at - 1), above = efficiency(task_ns, at);
    return task_ns[at - 1] + (task_ns[at] - task_ns[at - 1]) * (0.5 - below) / (above - below);
}

struct metg metg_find(const struct crew *crew, const struct way *bare, enum schedule_kind schedule,
                      unsigned workers) {
    double bare_ns[SIZES], ours_ns[SIZES];
    for (int at = 0; at < SIZES; at++) {
        const uint64_t items = UINT64_C(1) << at;
        const double guess_ns = (double)items * crew->ns_per_item + OVERHEAD_GUESS_NS;
        const struct duel duel = {
            .bare = *bare,
            .ours = way_ours,
            .clock = clock_thread_cpu_ns,
            .schedule = schedule,
            .workers = workers,
            /* At least one each, also where the machine was too busy to be calibrated. */
            .tasks = workers * (uint64_t)fmax(1, RUN_NS / guess_ns),
            .items_per_task = items,
            .pairs = PAIRS,
        };
        const struct verdict verdict = duel_run(crew, &duel);
        bare_ns[at] = verdict.bare_ns;
        ours_ns[at] = verdict.ours_ns;
    }
    if (crew->index != 0)
        return (struct metg){0};
    return (struct metg){metg_half_peak_ns(bare_ns), metg_half_peak_ns(ours_ns)};
}

/* --- the probe -------------------------------------------------------------------------------- */

/* Behind it: what crew.h needs. */
struct found {
    _Alignas(128) double ns_per_item; /* of the first worker, for all */
    double metg_ns, bare_ns;
};

static size_t shared_bytes(const struct problem *problem) {
    return problem->workers * sizeof(struct tally) + sizeof(struct found);
}

static const struct found *found_of(const void *shared, const struct problem *problem) {
    return (const struct found *)((const struct tally *)shared + problem->workers);
}

/* The runtime whose loop is the bare one; NULL: there is none, or it knows only a part of the
 * workers, a rank's. Set by the first worker before all meet; other ranks keep NULL. */
static const struct threads *teams;

/* What a bare loop knows. */
struct bare {
    struct worker *worker;
    uint64_t size; /* items per task */
};

static struct bare bare_of(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    return (struct bare){worker, problem->items / problem->tasks};
}

static uint64_t run_task(uint64_t task, void *argument) {
    const struct bare *bare = argument;
    const struct range items = {task * bare->size, (task + 1) * bare->size};
    return spin_run(NULL, bare->worker->share->problem, items, &bare->worker->env);
}

static void run_runtime(struct worker *worker, bool dynamic) {
    struct bare bare = bare_of(worker);
    worker->slot->start_ns = worker->share->clock();
    worker->slot->checksum =
        teams->bare_for(dynamic, worker->share->problem->tasks, run_task, &bare);
    worker->slot->stop_ns = worker->share->clock();
}

static void run_runtime_static(struct worker *worker) {
    run_runtime(worker, false);
}

static void run_runtime_dynamic(struct worker *worker) {
    run_runtime(worker, true);
}

static void run_block(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t tasks = problem->tasks, index = worker->env.worker, workers = problem->workers;
    struct bare bare = bare_of(worker);
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t task = tasks * index / workers; task < tasks * (index + 1) / workers; task++)
        sum += run_task(task, &bare);
    worker->slot->checksum = sum;
    worker->slot->stop_ns = worker->share->clock();
}

static void run_counter(struct worker *worker) {
    const uint64_t tasks = worker->share->problem->tasks;
    _Atomic uint64_t *next = &worker->share->board->next_chunk;
    struct bare bare = bare_of(worker);
    uint64_t sum = 0;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t task; (task = atomic_fetch_add_explicit(next, 1, memory_order_relaxed)) < tasks;)
        sum += run_task(task, &bare);
    worker->slot->checksum = sum;
    worker->slot->stop_ns = worker->share->clock();
}

static void reset_counter(struct board *board) {
    atomic_store_explicit(&board->next_chunk, 0, memory_order_relaxed);
}

/* By whether there is a runtime, and by schedule: static, dynamic. */
static const struct way bare_ways[2][2] = {
    {{.run = run_block}, {.run = run_counter, .reset = reset_counter}},
    {{.run = run_runtime_static}, {.run = run_runtime_dynamic}},
};

/* The checksum: workers that took part; duel_run checks that every task was done. */
static uint64_t run(struct probe_seat *seat) {
    const struct problem *problem = seat->problem;
    struct found *found = (struct found *)((struct tally *)seat->env->shared + problem->workers);
    struct crew crew = {.board = seat->board, .index = seat->env->worker, .size = problem->workers};
    if (crew.index == 0)
        found->ns_per_item = spin_calibrate_ns();
    if (crew.index == 0)
        teams = seat->place->ranks == 1 && seat->threads->bare_for ? seat->threads : NULL;
    barrier_wait(&seat->board->barrier);
    crew.ns_per_item = found->ns_per_item;
    const struct metg metg = metg_find(&crew, &bare_ways[teams != NULL][problem->variant],
                                       (enum schedule_kind)problem->variant, problem->workers);
    if (crew.index == 0) {
        found->metg_ns = metg.ours_ns;
        found->bare_ns = metg.bare_ns;
    }
    return 1;
}

static uint64_t expected(const struct problem *problem) {
    return problem->workers;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    const struct found *found = found_of(shared, problem);
    sample->metg_us = 1e-3 * found->metg_ns;
    sample->bare_metg_us = 1e-3 * found->bare_ns;
}

static void words(const struct sample *sample, char *text, size_t room) {
    snprintf(text, room, "METG(50 %%) %.3g us, bare loop %.3g us", sample->metg_us,
             sample->bare_metg_us);
}

static const struct variant variants[] = {
    {"static", "a block of tasks for each worker", 0},
    {"dynamic", "the next task to whoever asks", 0},
    {NULL, NULL, 0},
};

const struct probe probe_metg = {
    .kernel = {.name = "metg",
               .summary = "shortest task at which half of the peak is reached",
               .item = "one worker",
               .default_size = 1,
               .items_per_look = 1,
               .nominal_ns_per_item = 500 * 1000 * 1000,
               .runs_unlocked = true,
               .variants = variants,
               .shared_bytes = shared_bytes,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .options = PROBE_PIN,
    .items = PROBE_ITEMS_ARE_WORKERS,
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .whole = PROBE_BOTH,
    .nominal_s = 1.2,
    .variants_are_schedules = true,
    .run = run,
    .conclude = conclude,
    .words = words,
};
