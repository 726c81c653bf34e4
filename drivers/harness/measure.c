#include "measure.h"

#include "agree.h"
#include "check.h"
#include "clock.h"
#include "host.h"
#include "partition.h"
#include "probe.h"
#include "reduce.h"
#include "registry.h"
#include "stop.h"
#include "text.h"

#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static bool is_root(const struct lane *lane) {
    return lane->thread == 0 && lane->measure->place.rank == 0;
}

static bool leads_node(const struct lane *lane) {
    return lane->thread == 0 && lane->measure->place.node_rank == 0;
}

/* All workers of all nodes. Returns when the last one of this node arrived. */
static uint64_t meet(const struct lane *lane) {
    const struct measure *m = lane->measure;
    const uint64_t released_ns = barrier_wait(&m->board->barrier);
    if (m->place.nodes == 1)
        return released_ns;
    if (leads_node(lane))
        m->ranks->meet();
    return barrier_wait(&m->board->barrier);
}

/* The root's decision to everybody's board; collective over the threads 0, before the others hear
 * it. */
static void publish(struct lane *lane, struct decision decision) {
    struct measure *m = lane->measure;
    if (m->place.nodes > 1)
        m->ranks->broadcast(&decision, sizeof decision);
    if (m->place.node_rank == 0)
        m->board->decisions[lane->heard % 2] = decision;
}

/* Waits for what the root published. */
static struct decision hear(struct lane *lane) {
    meet(lane);
    return lane->measure->board->decisions[lane->heard++ % 2];
}

/* Workers with a slot: a probe that runs alone has one for each process, however many `workers` it
 * measures with. */
static unsigned seated(const struct measure *m, const struct configuration *configuration) {
    const unsigned seats = m->place.ranks * m->threads;
    return configuration->problem.workers < seats ? configuration->problem.workers : seats;
}

static void gather_slots(struct measure *m) {
    m->ranks->gather(m->slots, m->threads * sizeof *m->slots, m->all_slots);
}

/* Reports the first worker that failed, if one did. Root only. */
static bool anybody_failed(struct measure *m, const struct configuration *configuration) {
    for (unsigned i = 0; i < seated(m, configuration); i++) {
        if (m->all_slots[i].error_number) {
            m->sink.failed(m->sink.context, configuration, &m->all_slots[i], i);
            return true;
        }
    }
    return false;
}

/* --- preparing a configuration ------------------------------------------------------------- */

static void setup(struct lane *lane, const struct configuration *configuration) {
    struct measure *m = lane->measure;
    const struct kernel *kernel = configuration->kernel;
    const char *what = "setup";
    struct slot *slot = lane->worker.slot;
    if (lane->thread != 0)
        return;
    const uint64_t begin = m->clock();
    const int error =
        kernel->setup ? kernel->setup(&configuration->problem, &m->share.state, &what) : 0;
    slot->setup_ns = m->clock() - begin;
    m->set_up = error == 0;
    if (error)
        lane->worker.env.failed(&lane->worker.env, what, error);
}

/*
 * First touch. Under a static schedule a worker touches what it will run. Under the others any
 * worker may run anything: threads, whose memory is one, touch their static share; ranks, whose
 * memories are their own, all of it.
 */
static void touch_items(struct lane *lane, const struct configuration *configuration) {
    const struct measure *m = lane->measure;
    const struct problem *problem = &configuration->problem;
    void (*touch)(void *, struct range) = configuration->kernel->touch;
    if (m->schedule.request.kind != SCHEDULE_STATIC) {
        const struct range mine = m->place.ranks > 1
                                      ? partition(problem->items, m->threads, lane->thread)
                                      : partition(problem->items, problem->workers, lane->index);
        touch(m->share.state, mine);
        return;
    }
    for (uint64_t c = lane->index; c < m->schedule.chunks; c += m->schedule.workers) {
        const struct range tasks = schedule_chunk(&m->schedule, c);
        if (tasks.begin == tasks.end)
            continue;
        const struct range first = partition(problem->items, problem->tasks, tasks.begin);
        const struct range last = partition(problem->items, problem->tasks, tasks.end - 1);
        touch(m->share.state, (struct range){first.begin, last.end});
    }
}

static bool takes_part(const struct lane *lane, const struct configuration *configuration) {
    return lane->index < configuration->problem.workers;
}

/* Processes that have workers among the first `workers`. */
static unsigned ranks_of(const struct measure *m, unsigned workers) {
    const unsigned ranks = (workers - 1) / m->threads + 1;
    return ranks < m->place.ranks ? ranks : m->place.ranks;
}

/* Whether chunks are handed out across nodes. */
static bool deals(const struct measure *m) {
    return m->place.nodes > 1 && m->schedule.request.kind != SCHEDULE_STATIC;
}

static void open_deal(struct measure *m, unsigned workers) {
    const unsigned ranks = ranks_of(m, workers);
    m->deal = (struct deal){
        .ranks = m->ranks,
        .pool = &m->board->pool,
        .schedule = &m->schedule,
        .node = m->place.node,
        .node_workers = m->threads * nodes_ranks_on(m->nodes, m->place.node, ranks),
        .nodes = nodes_taking_part(m->nodes, ranks),
        .leads = m->place.node_rank == 0,
    };
}

static void open_share(struct lane *lane, const struct configuration *configuration) {
    struct measure *m = lane->measure;
    m->schedule = schedule_make(configuration->schedule, configuration->problem.tasks,
                                configuration->problem.workers);
    if (deals(m))
        open_deal(m, configuration->problem.workers);
    m->share = (struct share){
        .kernel = configuration->kernel,
        .problem = &configuration->problem,
        .schedule = &m->schedule,
        .gil = gil_new(configuration->kernel->runs_unlocked ? GIL_OFF : m->options->gil,
                       m->options->gil_interval_ns),
        .board = m->board,
        .lockstep = configuration->kernel->lockstep ? &m->lockstep : NULL,
        .first_worker = m->place.rank * m->threads,
        .deal = deals(m) ? &m->deal : NULL,
        .clock = m->clock,
        .steps_per_ns = m->steps_per_ns,
        .configuration = (unsigned)(configuration - m->plan->list),
    };
    if (m->share.lockstep)
        lockstep_open(m->share.lockstep, m->ranks, m->place.rank, m->threads,
                      configuration->problem.workers);
}

static void close_share(struct lane *lane) {
    struct measure *m = lane->measure;
    if (m->share.lockstep)
        lockstep_close(m->share.lockstep);
    if (m->set_up && m->share.kernel->teardown)
        m->share.kernel->teardown(m->share.state);
    gil_free(m->share.gil);
    schedule_free(&m->schedule);
}

/* Setup by every process, touch by every worker; false (for everybody) if somebody could not. */
static bool prepare(struct lane *lane, const struct configuration *configuration) {
    struct measure *m = lane->measure;
    if (lane->thread == 0)
        open_share(lane, configuration);
    meet(lane);
    worker_reset(&lane->worker, &m->share, lane->index);
    setup(lane, configuration);
    meet(lane);
    const uint64_t begin = m->clock();
    if (configuration->kernel->touch && takes_part(lane, configuration) && m->set_up)
        touch_items(lane, configuration);
    lane->worker.slot->touch_ns = m->clock() - begin;
    meet(lane);
    if (lane->thread == 0) {
        gather_slots(m);
        publish(lane, (struct decision){.stop = is_root(lane) && anybody_failed(m, configuration)});
    }
    return !hear(lane).stop;
}

/* --- one repetition -------------------------------------------------------------------------- */

static void clear_shared(const struct lane *lane, const struct configuration *configuration) {
    const struct measure *m = lane->measure;
    const struct kernel *kernel = configuration->kernel;
    if (m->share.deal)
        deal_reset(m->share.deal);
    atomic_store_explicit(&m->board->next_chunk, 0, memory_order_relaxed);
    if (kernel->shared_bytes)
        memset(m->board->kernel_shared, 0, kernel->shared_bytes(&configuration->problem));
}

/* Yields meanwhile: without placement two workers may have been put on one PU. */
static void wait_until(uint64_t moment_ns) {
    while (clock_wall_ns() < moment_ns)
        sched_yield();
}

static void count_usage(struct slot *slot, const struct rusage *before) {
    struct rusage now;
    getrusage(RUSAGE_THREAD, &now);
    slot->nvcsw = (uint64_t)(now.ru_nvcsw - before->ru_nvcsw);
    slot->nivcsw = (uint64_t)(now.ru_nivcsw - before->ru_nivcsw);
    slot->minflt = (uint64_t)(now.ru_minflt - before->ru_minflt);
    slot->majflt = (uint64_t)(now.ru_majflt - before->ru_majflt);
}

static void run_probe(struct lane *lane, const struct configuration *configuration) {
    struct measure *m = lane->measure;
    struct worker *worker = &lane->worker;
    struct probe_seat seat = {
        .env = &worker->env,
        .problem = &configuration->problem,
        .state = m->share.state,
        .place = &m->place,
        .ranks = m->ranks,
        .board = m->board,
        .threads = m->teams,
        .clock = m->clock,
        .latency = worker->latency,
        .slot = worker->slot,
    };
    worker->slot->start_ns = m->clock();
    worker->slot->checksum = configuration->probe->run(&seat);
    if (!worker->slot->stop_ns)
        worker->slot->stop_ns = m->clock();
}

/* The timed part of a worker that takes part, between two meetings. */
static void work(struct lane *lane, const struct configuration *configuration,
                 uint64_t released_ns) {
    const struct measure *m = lane->measure;
    struct slot *slot = lane->worker.slot;
    struct rusage before;
    if (m->gate_ns)
        wait_until(released_ns + m->gate_ns);
    getrusage(RUSAGE_THREAD, &before);
    const int pu = sched_getcpu();
    lane->cpu_begin_ns = clock_thread_cpu_ns();
    if (configuration->probe && configuration->probe->run)
        run_probe(lane, configuration);
    else
        worker_run(&lane->worker);
    count_usage(slot, &before);
    slot->migrated = sched_getcpu() != pu;
}

/* What is known only after everybody has stopped. */
static void close_slot(struct lane *lane, const struct configuration *configuration,
                       struct slot prepared, uint64_t switches_before) {
    const struct measure *m = lane->measure;
    struct slot *slot = lane->worker.slot;
    if (takes_part(lane, configuration))
        slot->cpu_ns = clock_thread_cpu_ns() - lane->cpu_begin_ns;
    slot->setup_ns = prepared.setup_ns;
    slot->touch_ns = prepared.touch_ns;
    slot->node = m->place.node;
    slot->stop_signal = stop_signal();
    if (lane->thread != 0)
        return;
    slot->gil_switches = m->share.gil ? gil_switches(m->share.gil) - switches_before : 0;
    slot->rss_peak_bytes = host_rss_peak_bytes();
    /* Walking all page tables takes long: once per configuration, whose memory stays the same. */
    slot->pss_bytes = prepared.pss_bytes ? prepared.pss_bytes : host_pss_bytes();
}

static bool asked_to_stop(struct measure *m) {
    for (unsigned i = 0; i < m->place.ranks * m->threads && !m->stopped_by; i++)
        m->stopped_by = m->all_slots[i].stop_signal;
    return m->stopped_by != 0;
}

/* The root makes a row of what it gathered. Returns whether to stop. */
static bool conclude(struct measure *m, const struct configuration *configuration,
                     struct repetition repetition, bool record) {
    const struct kernel *kernel = configuration->kernel;
    const struct probe *probe = configuration->probe;
    const unsigned workers = seated(m, configuration);
    struct sample sample = {.lost = NAN,
                            .uss_bytes = NAN,
                            .bound_s = NAN,
                            .metg_us = NAN,
                            .bare_p50_us = NAN,
                            .bare_p90_us = NAN,
                            .bare_p99_us = NAN,
                            .bare_metg_us = NAN,
                            .exit_code = NAN};
    char histogram[LATENCY_TEXT]; /* borrowed by the sample until its row is written below */
    if (anybody_failed(m, configuration))
        return true;
    char *node_busy = m->place.nodes > 1 ? reduce_node_busy(m->all_slots, workers, m->nodes) : NULL;
    sample.node_busy_s = node_busy;
    reduce_slots(kernel, m->all_slots, workers, m->place.nodes, &sample);
    reduce_latencies(m->all_latencies, workers, histogram, &sample);
    if (kernel->collect)
        sample.checksum =
            kernel_combine(kernel, sample.checksum,
                           kernel->collect(m->board->kernel_shared, &configuration->problem));
    if (probe && probe->conclude)
        probe->conclude(&configuration->problem, m->board->kernel_shared, &sample);
    const bool go_on = !record || m->sink.row(m->sink.context, configuration, repetition, &sample);
    free(node_busy);
    return !go_on || asked_to_stop(m);
}

static void gather_and_conclude(struct lane *lane, const struct configuration *configuration,
                                struct repetition repetition, bool record) {
    struct measure *m = lane->measure;
    gather_slots(m);
    m->ranks->gather(m->latencies, m->threads * sizeof *m->latencies, m->all_latencies);
    const bool stop = is_root(lane) && conclude(m, configuration, repetition, record);
    publish(lane, (struct decision){.stop = stop});
}

/* Returns whether to go on. `record` is false for warm-ups that a resumed launch repeats. */
static bool repeat(struct lane *lane, const struct configuration *configuration,
                   struct repetition repetition, bool record) {
    struct measure *m = lane->measure;
    const struct slot prepared = *lane->worker.slot;
    const uint64_t switches = m->share.gil ? gil_switches(m->share.gil) : 0;
    worker_reset(&lane->worker, &m->share, lane->index);
    if (leads_node(lane))
        clear_shared(lane, configuration);
    const uint64_t released_ns = meet(lane);
    if (takes_part(lane, configuration))
        work(lane, configuration, released_ns);
    meet(lane);
    close_slot(lane, configuration, prepared, switches);
    meet(lane);
    if (lane->thread == 0)
        gather_and_conclude(lane, configuration, repetition, record);
    return !hear(lane).stop;
}

/* `done` rows are on file: a resumed launch warms up again, unrecorded, and goes on behind them. */
static bool repeat_all(struct lane *lane, const struct configuration *configuration,
                       uint64_t done) {
    const struct options *options = lane->measure->options;
    const uint64_t warmup = configuration_warmup(options, configuration);
    const uint64_t reps = configuration_reps(options, configuration);
    for (uint64_t i = 0; i < warmup; i++)
        if (!repeat(lane, configuration, (struct repetition){i, true}, i >= done))
            return false;
    for (uint64_t i = done > warmup ? done - warmup : 0; i < reps; i++)
        if (!repeat(lane, configuration, (struct repetition){i, false}, true))
            return false;
    return true;
}

/* --- the loop ------------------------------------------------------------------------------------
 */

/* The root looks up what is on file; everybody hears of it. */
static struct decision announce(struct lane *lane, const struct configuration *configuration) {
    const struct sink *sink = &lane->measure->sink;
    struct decision decision = {0};
    if (is_root(lane)) {
        decision.rows_done = sink->rows_done(sink->context, configuration);
        const struct options *options = lane->measure->options;
        decision.stop = decision.rows_done < configuration_rows(options, configuration) &&
                        !sink->begin(sink->context, configuration);
        if (!decision.stop && configuration->skip && !decision.rows_done)
            decision.stop = !sink->skipped(sink->context, configuration);
    }
    if (lane->thread == 0)
        publish(lane, decision);
    return hear(lane);
}

static bool finish(struct lane *lane, const struct configuration *configuration, bool go_on) {
    struct measure *m = lane->measure;
    meet(lane);
    if (lane->thread == 0)
        close_share(lane);
    if (is_root(lane) && !m->sink.finished(m->sink.context, configuration))
        go_on = false;
    if (lane->thread == 0)
        publish(lane, (struct decision){.stop = !go_on});
    return !hear(lane).stop;
}

/* Returns whether to go on with the next configuration. */
static bool measure_configuration(struct lane *lane, const struct configuration *configuration) {
    const struct options *options = lane->measure->options;
    const struct decision decision = announce(lane, configuration);
    if (decision.stop)
        return false;
    if (configuration->skip || decision.rows_done >= configuration_rows(options, configuration))
        return true;
    const bool go_on =
        prepare(lane, configuration) && repeat_all(lane, configuration, decision.rows_done);
    return finish(lane, configuration, go_on);
}

static void place_worker(struct lane *lane) {
    const struct measure *m = lane->measure;
    lane->pin.rank = m->place.rank;
    lane->pin.thread = lane->thread;
    text_copy(lane->pin.host, sizeof lane->pin.host, m->place.host);
    if (!m->placement)
        return;
    text_copy(lane->pin.requested, sizeof lane->pin.requested,
              placement_requested(m->placement, lane->thread));
    placement_bind(m->placement, lane->thread, &lane->fault);
    text_copy(lane->pin.got, sizeof lane->pin.got, machine_got(m->machine).text);
}

void measure_gather_pins(struct measure *m) {
    struct pin_report *mine = must_alloc(m->threads * sizeof *mine);
    for (unsigned i = 0; i < m->threads; i++)
        mine[i] = m->lanes[i].pin;
    m->ranks->gather(mine, m->threads * sizeof *mine, m->pins);
    free(mine);
}

/* After the team has met: whether everybody has its place. */
static bool all_placed(struct lane *lane) {
    struct measure *m = lane->measure;
    if (lane->thread == 0) {
        for (unsigned i = 0; i < m->threads && m->fault.code == EXIT_DONE; i++)
            m->fault = m->lanes[i].fault;
        agree(m->ranks, &m->place, &m->fault);
        measure_gather_pins(m);
        if (is_root(lane) && m->placement && m->sink.placed)
            m->sink.placed(m->sink.context, m->pins, m->place.ranks * m->threads);
    }
    meet(lane);
    return m->fault.code == EXIT_DONE;
}

void measure_worker(unsigned thread, void *measure) {
    struct measure *m = measure;
    struct lane *lane = &m->lanes[thread];
    lane->measure = m;
    lane->thread = thread;
    lane->index = m->place.rank * m->threads + thread;
    worker_init(&lane->worker, &m->slots[thread], &m->latencies[thread],
                m->trace ? &lane->trace : NULL);
    meet(lane);
    if (is_root(lane))
        m->sink.ready(m->sink.context, m->clock());
    place_worker(lane);
    meet(lane);
    bool go_on = all_placed(lane);
    for (size_t i = 0; go_on && i < m->plan->count; i++)
        go_on = measure_configuration(lane, &m->plan->list[i]);
    if (lane->thread == 0)
        m->ended_early = !go_on;
    if (m->placement)
        text_copy(lane->pin.last_seen, sizeof lane->pin.last_seen,
                  machine_last_seen(m->machine).text);
}

void measure_init(struct measure *m) {
    const unsigned workers = m->place.ranks * m->threads;
    m->lanes = must_alloc_aligned(_Alignof(struct lane), m->threads * sizeof *m->lanes);
    m->slots = must_alloc_aligned(_Alignof(struct slot), m->threads * sizeof *m->slots);
    m->latencies = must_alloc(m->threads * sizeof *m->latencies);
    if (m->place.rank == 0) {
        m->all_slots = must_alloc_aligned(_Alignof(struct slot), workers * sizeof *m->all_slots);
        m->all_latencies = must_alloc(workers * sizeof *m->all_latencies);
        m->pins = must_alloc(workers * sizeof *m->pins);
    }
}

void measure_free(struct measure *m) {
    for (unsigned i = 0; i < m->threads; i++)
        free(m->lanes[i].trace.list);
    free(m->lanes);
    free(m->slots);
    free(m->latencies);
    free(m->all_slots);
    free(m->all_latencies);
    free(m->pins);
}

/* Events of several nodes in one picture: as good as the estimate of the offset is. */
static void put_on_root_clock(struct trace_event *events, size_t count, int64_t offset_ns) {
    for (size_t i = 0; i < count; i++) {
        events[i].begin_ns -= (uint64_t)offset_ns;
        events[i].end_ns -= (uint64_t)offset_ns;
    }
}

struct trace_event *measure_trace(struct measure *m, size_t *count) {
    size_t mine = 0, at = 0;
    for (unsigned i = 0; i < m->threads; i++)
        mine += m->lanes[i].trace.count;
    const unsigned ranks = m->place.ranks;
    const bool root = m->place.rank == 0;
    size_t *counts = must_alloc(ranks * sizeof *counts), most = 0;
    m->ranks->gather(&mine, sizeof mine, counts);
    m->ranks->broadcast(counts, ranks * sizeof *counts);
    for (unsigned i = 0; i < ranks; i++)
        most = counts[i] > most ? counts[i] : most;
    /* Gather takes the same size from everybody: the longest list decides. */
    struct trace_event *own = must_alloc(most * sizeof *own);
    struct trace_event *all = root ? must_alloc(ranks * most * sizeof *all) : NULL;
    for (unsigned i = 0; i < m->threads; at += m->lanes[i++].trace.count)
        if (m->lanes[i].trace.count)
            memcpy(own + at, m->lanes[i].trace.list, m->lanes[i].trace.count * sizeof *own);
    put_on_root_clock(own, at, m->place.clock_offset_ns);
    m->ranks->gather(own, most * sizeof *own, all);
    *count = 0;
    for (unsigned i = 0; root && i < ranks; *count += counts[i++])
        memmove(all + *count, all + i * most, counts[i] * sizeof *all);
    free(own);
    free(counts);
    return all;
}
