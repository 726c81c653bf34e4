/*
 * metg: the search, and the probe that shows what it finds for the harness's own dispatching of
 * tasks. All workers of the launch take part, between barriers of their own inside one repetition.
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
            .tasks = workers * (uint64_t)(RUN_NS / guess_ns),
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
    double metg_ns;
};

static size_t shared_bytes(const struct problem *problem) {
    return problem->workers * sizeof(struct tally) + sizeof(struct found);
}

static const struct found *found_of(const void *shared, const struct problem *problem) {
    return (const struct found *)((const struct tally *)shared + problem->workers);
}

/* The checksum: workers that took part; duel_run checks that every task was done. */
static uint64_t run(struct probe_seat *seat) {
    const struct problem *problem = seat->problem;
    struct found *found = (struct found *)((struct tally *)seat->env->shared + problem->workers);
    struct crew crew = {.board = seat->board, .index = seat->env->worker, .size = problem->workers};
    if (crew.index == 0)
        found->ns_per_item = spin_calibrate_ns();
    barrier_wait(&seat->board->barrier);
    crew.ns_per_item = found->ns_per_item;
    const struct metg metg =
        metg_find(&crew, &way_ours, (enum schedule_kind)problem->variant, problem->workers);
    if (crew.index == 0)
        found->metg_ns = metg.ours_ns;
    return 1;
}

static uint64_t expected(const struct problem *problem) {
    return problem->workers;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    sample->metg_us = 1e-3 * found_of(shared, problem)->metg_ns;
}

static void words(const struct sample *sample, char *text, size_t room) {
    snprintf(text, room, "METG(50 %%) %.3g us", sample->metg_us);
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
