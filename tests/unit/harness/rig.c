#include "rig.h"

#include "agree.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_ullong readings;

uint64_t rig_clock(void) {
    return ++readings;
}

static void ready(void *context, uint64_t now_ns) {
    const struct rig *rig = context;
    assert_true(now_ns > 0);
    if (rig->noted)
        journal_add("ready");
}

static bool begin(void *context, const struct configuration *configuration) {
    const struct rig *rig = context;
    (void)configuration;
    return !rig->refuse_begin;
}

static uint64_t rows_done(void *context, const struct configuration *configuration) {
    const struct rig *rig = context;
    if (rig->noted)
        journal_add("%s?", configuration->kernel->name);
    return rig->rows_done;
}

static bool row(void *context, const struct configuration *configuration,
                struct repetition repetition, struct sample *sample) {
    struct rig *rig = context;
    (void)configuration;
    assert_true(rig->row_count < RIG_ROWS_MAX);
    if (rig->noted)
        journal_add("row(%c%d)", repetition.warmup ? 'w' : 'm', (int)repetition.rep);
    rig->repetitions[rig->row_count] = repetition;
    rig->rows[rig->row_count++] = *sample;
    snprintf(rig->histogram, sizeof rig->histogram, "%s", sample->op_histogram);
    return rig->row_count < rig->rows_wanted;
}

static bool skipped(void *context, const struct configuration *configuration) {
    const struct rig *rig = context;
    if (rig->noted)
        journal_add("skipped(%s)", configuration->skip);
    return !rig->stops_at_skipped;
}

static bool finished(void *context, const struct configuration *configuration) {
    const struct rig *rig = context;
    (void)configuration;
    if (rig->noted)
        journal_add("finished");
    return !rig->stops_at_finished;
}

static void failed(void *context, const struct configuration *configuration,
                   const struct slot *slot, unsigned worker) {
    struct rig *rig = context;
    (void)configuration;
    if (rig->noted)
        journal_add("failed");
    rig->failed_slot = *slot;
    rig->failed_worker = worker;
}

void rig_size(struct configuration *configuration, uint64_t items, uint64_t tasks,
              unsigned workers) {
    configuration->problem.items = items;
    configuration->problem.tasks = tasks;
    configuration->problem.workers = workers;
}

void rig_init(struct rig *rig, const struct kernel *kernel, unsigned threads) {
    *rig = (struct rig){.threads = threads, .rows_wanted = RIG_TAKES_ALL};
    rig->options = (struct options){
        .warmup = 1, .reps = 2, .seed = 5, .gil_interval_ns = 100000, .pin = {.text = "none"}};
    for (size_t i = 0; i < RIG_CONFIGURATIONS_MAX; i++) {
        rig->list[i] = (struct configuration){.kernel = kernel, .id = i, .size = 10};
        rig->list[i].problem.seed = 5;
        rig_size(&rig->list[i], 10, threads, threads);
    }
    rig->plan = (struct plan){.list = rig->list, .count = 1, .workers_max = threads};
    made_up_reset();
}

void rig_run(struct rig *rig) {
    enum { SPIN_NS = 2000 };
    const struct threads *team = rig->threads == 1 ? &threads_solo : &threads_plain;
    const struct ranks *ranks = rig->ranks ? rig->ranks : &ranks_solo;
    struct fault fault = {0};
    int argc = 0;
    char **argv = NULL;
    assert_true(ranks->start(&argc, &argv, &rig->place, &fault));
    struct measure measure = {
        .plan = &rig->plan,
        .options = &rig->options,
        .ranks = ranks,
        .place = rig->place,
        .threads = rig->threads,
        .clock = rig_clock,
        .steps_per_ns = 1,
        .sink = {rig, ready, NULL, begin, rows_done, row, skipped, finished, failed},
        .trace = rig->traced,
    };
    if (rig->sink.row)
        measure.sink = rig->sink;
    measure.board = ranks->share(board_bytes(64));
    if (rig->place.node_rank == 0)
        board_init(measure.board, rig->place.node_size * rig->threads, SPIN_NS);
    measure_init(&measure);
    assert_true(agree(ranks, &rig->place, &fault)); /* also a meeting: the barrier is there */
    assert_int_equal(team->run(rig->threads, measure_worker, &measure), rig->threads);
    rig->stopped_by = measure.stopped_by;
    if (rig->traced)
        rig->events = measure_trace(&measure, &rig->event_count);
    measure_free(&measure);
    ranks->unshare();
    ranks->finish();
}

void rig_free(struct rig *rig) {
    free(rig->events);
}
