#include "duel.h"

#include "check.h"
#include "spin.h"

#include <math.h>
#include <stdlib.h>

static void reset_counter(struct board *board) {
    atomic_store_explicit(&board->next_chunk, 0, memory_order_relaxed);
}

const struct way way_ours = {.run = worker_run, .reset = reset_counter};

/* Nobody is faster by leaving tasks out. */
static double sum_up(const struct crew *crew, const struct duel *duel) {
    const struct tally *all = crew_tallies(crew);
    uint64_t busy_ns = 0, checksum = 0;
    for (unsigned i = 0; i < duel->workers; i++) {
        busy_ns += all[i].busy_ns;
        checksum += all[i].checksum;
    }
    CHECK(checksum == duel->tasks * duel->items_per_task);
    return (double)busy_ns / (double)duel->tasks;
}

/* One run by all; ns per task, for the first worker. */
static double run(const struct crew *crew, const struct duel *duel, const struct way *way,
                  struct worker *worker, const struct share *share) {
    struct board *board = crew->board;
    struct tally *mine = &crew_tallies(crew)[crew->index];
    worker_reset(worker, share, crew->index);
    if (crew->index == 0 && way->reset)
        way->reset(board);
    barrier_wait(&board->barrier);
    if (crew->index < duel->workers)
        way->run(worker);
    mine->busy_ns = worker->slot->stop_ns - worker->slot->start_ns;
    mine->checksum = worker->slot->checksum;
    barrier_wait(&board->barrier);
    return crew->index == 0 ? sum_up(crew, duel) : 0.0;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sort_median(double *values, unsigned count) {
    qsort(values, count, sizeof *values, ascending);
    return (values[(count - 1) / 2] + values[count / 2]) / 2.0;
}

static struct verdict judge(double *bare_ns, double *ours_ns, unsigned pairs) {
    double ratios[DUEL_PAIRS_MAX], added_ns[DUEL_PAIRS_MAX];
    for (unsigned i = 0; i < pairs; i++) {
        ratios[i] = ours_ns[i] / bare_ns[i];
        added_ns[i] = ours_ns[i] - bare_ns[i];
    }
    struct verdict verdict = {
        .ratio = sort_median(ratios, pairs),
        .added_ns = sort_median(added_ns, pairs),
        .bare_ns = sort_median(bare_ns, pairs),
        .ours_ns = sort_median(ours_ns, pairs),
    };
    /* Binomial ranks by the normal approximation: David & Nagaraja, Order Statistics, 7.1. */
    const double rank = floor((pairs - 1.96 * sqrt(pairs)) / 2.0);
    const unsigned low = rank < 1.0 ? 0 : (unsigned)rank - 1;
    verdict.ratio_low = ratios[low];
    verdict.ratio_high = ratios[pairs - 1 - low];
    return verdict;
}

/* The first pair is a warm-up; which way goes first changes from pair to pair. */
static void run_pairs(const struct crew *crew, const struct duel *duel, const struct share *share,
                      double *bare_ns, double *ours_ns) {
    struct slot slot;
    struct latency latency = {0};
    struct worker worker;
    worker_init(&worker, &slot, &latency, NULL);
    for (unsigned i = 0; i <= duel->pairs; i++) {
        const unsigned at = i ? i - 1 : 0;
        if (i % 2)
            bare_ns[at] = run(crew, duel, &duel->bare, &worker, share);
        ours_ns[at] = run(crew, duel, &duel->ours, &worker, share);
        if (i % 2 == 0)
            bare_ns[at] = run(crew, duel, &duel->bare, &worker, share);
    }
}

struct verdict duel_run(const struct crew *crew, const struct duel *duel) {
    double bare_ns[DUEL_PAIRS_MAX], ours_ns[DUEL_PAIRS_MAX];
    CHECK(duel->pairs >= 1 && duel->pairs <= DUEL_PAIRS_MAX);
    const struct problem problem = {
        .items = duel->tasks * duel->items_per_task,
        .tasks = duel->tasks,
        .workers = duel->workers,
    };
    const struct schedule_request request = {.kind = duel->schedule};
    struct schedule schedule = schedule_make(request, duel->tasks, duel->workers);
    const struct share share = {
        .kernel = &kernel_spin,
        .problem = &problem,
        .schedule = &schedule,
        .board = crew->board,
        .clock = duel->clock,
    };
    run_pairs(crew, duel, &share, bare_ns, ours_ns);
    schedule_free(&schedule);
    if (crew->index != 0)
        return (struct verdict){0};
    return judge(bare_ns, ours_ns, duel->pairs);
}
