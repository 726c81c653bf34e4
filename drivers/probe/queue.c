/*
 * queue: producers hand items to consumers. `shared`: one bounded queue (fifo.h) in memory that
 * threads share anyway and the ranks of a node through an MPI window. `message`: no queue in
 * memory; a consumer keeps requests open at every producer, as many in all as the queue would have
 * places, and a producer answers each with its next item or, when there is none, with an end.
 *
 * The latency is the time between an item's being put (sent) and taken. Verified: the sum over all
 * items taken of a hash of producer and number, so nothing is lost and nothing comes twice; and
 * every consumer sees the items of one producer in their order. A single worker is producer and
 * consumer in turn.
 */
#include "probe.h"

#include "fifo.h"
#include "mix.h"
#include "partition.h"
#include "waiting.h"

#include <errno.h>
#include <stdio.h>

enum { SHARED, MESSAGE };
enum { CAPACITY, PRODUCERS };
enum { WORKERS_MOST = 256, LIMIT_S = 60 };

struct shared {
    _Alignas(128) _Atomic uint64_t ready; /* 1: the queue may be used */
    _Alignas(128) struct fifo fifo;
};

static uint64_t capacity_of(const struct problem *problem) {
    return problem->settings[CAPACITY].number;
}

/* The first so many workers; a single worker is both. */
static unsigned producers_of(const struct problem *problem) {
    const uint64_t wanted = problem->settings[PRODUCERS].number;
    return wanted ? (unsigned)wanted : (problem->workers + 1) / 2;
}

static size_t shared_bytes(const struct problem *problem) {
    if (problem->variant != SHARED)
        return 0;
    return sizeof(struct shared) + fifo_bytes(capacity_of(problem));
}

/* So that items of one producer, or with one number, do not cancel out. */
static uint64_t hash_of(uint64_t producer, uint64_t sequence) {
    return mix_pair(producer, sequence);
}

static uint64_t items_of_producer(const struct problem *problem, unsigned producer) {
    const struct range mine = partition(problem->items, producers_of(problem), producer);
    return mine.end - mine.begin;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t sum = 0;
    for (unsigned producer = 0; producer < producers_of(problem); producer++)
        for (uint64_t i = items_of_producer(problem, producer); i-- > 0;)
            sum += hash_of(producer, i);
    return sum;
}

/* --- taking ----------------------------------------------------------------------------------- */

/* What one consumer has seen. */
struct intake {
    uint64_t next[WORKERS_MOST]; /* by producer: nothing below has still to come */
    uint64_t sum;
};

/* An item out of order makes the sum wrong. */
static void take_in(struct probe_seat *seat, struct intake *intake, const struct fifo_item *item) {
    if (seat->place->nodes == 1) /* clocks of nodes have no common zero */
        latency_record(seat->latency, seat->clock() - item->put_ns);
    if (item->sequence < intake->next[item->producer])
        return;
    intake->next[item->producer] = item->sequence + 1;
    intake->sum += hash_of(item->producer, item->sequence);
}

/* --- the shared queue ------------------------------------------------------------------------- */

static struct fifo *open_fifo(struct probe_seat *seat) {
    struct shared *shared = seat->env->shared;
    const struct problem *problem = seat->problem;
    if (seat->env->worker == 0) {
        fifo_init(&shared->fifo, capacity_of(problem), producers_of(problem), LIMIT_S);
        atomic_store_explicit(&shared->ready, 1, memory_order_release);
    }
    if (waiting_for(&shared->ready, 1))
        return &shared->fifo;
    seat->env->failed(seat->env, "waiting for the queue", ETIMEDOUT);
    return NULL;
}

static int produce(struct probe_seat *seat, struct fifo *fifo) {
    const unsigned producer = seat->env->worker;
    const uint64_t count = items_of_producer(seat->problem, producer);
    int error = 0;
    for (uint64_t i = 0; i < count && !error; i++) {
        const struct fifo_item item = {producer, i, seat->clock()};
        error = fifo_put(fifo, &item);
    }
    const int closed = fifo_close(fifo);
    return error ? error : closed;
}

static int consume(struct probe_seat *seat, struct fifo *fifo, struct intake *intake) {
    struct fifo_item item;
    int error;
    while ((error = fifo_take(fifo, &item)) == 0)
        take_in(seat, intake, &item);
    return error == EPIPE ? 0 : error;
}

/* Fills the queue and empties it, until all items are through. */
static int produce_and_consume(struct probe_seat *seat, struct fifo *fifo, struct intake *intake) {
    const uint64_t count = seat->problem->items, capacity = capacity_of(seat->problem);
    struct fifo_item item;
    int error = 0;
    for (uint64_t i = 0; i < count && !error; i++) {
        item = (struct fifo_item){0, i, seat->clock()};
        error = fifo_put(fifo, &item);
        for (uint64_t k = 0; ((i + 1) % capacity == 0) && k < capacity && !error; k++)
            if ((error = fifo_take(fifo, &item)) == 0)
                take_in(seat, intake, &item);
    }
    if (!error)
        error = fifo_close(fifo);
    return error ? error : consume(seat, fifo, intake);
}

static void run_shared(struct probe_seat *seat, struct intake *intake) {
    struct fifo *fifo = open_fifo(seat);
    if (!fifo)
        return;
    int error;
    if (seat->problem->workers == 1)
        error = produce_and_consume(seat, fifo, intake);
    else if (seat->env->worker < producers_of(seat->problem))
        error = produce(seat, fifo);
    else
        error = consume(seat, fifo, intake);
    if (error)
        seat->env->failed(seat->env, "the queue stands still", error);
}

/* --- by messages ------------------------------------------------------------------------------ */

static const uint64_t no_more = UINT64_MAX;

/* Requests a consumer keeps open at each producer. */
static uint64_t requests_open(const struct problem *problem) {
    const unsigned producers = producers_of(problem);
    const uint64_t pairs = (uint64_t)producers * (problem->workers - producers);
    const uint64_t each = capacity_of(problem) / pairs;
    return each ? each : 1;
}

/* No request follows an end: each consumer's open ones are answered by as many ends. */
static void answer_requests(struct probe_seat *seat) {
    const struct messages *messages = seat->ranks->messages;
    const struct problem *problem = seat->problem;
    const unsigned me = seat->env->worker, consumers = problem->workers - producers_of(problem);
    const uint64_t count = items_of_producer(problem, me);
    const uint64_t ends = requests_open(problem) * consumers;
    uint64_t request;
    for (uint64_t i = 0; i < count + ends; i++) {
        const unsigned consumer = messages->receive(MESSAGES_ANY, &request, sizeof request);
        const struct fifo_item item = {me, i < count ? i : no_more, seat->clock()};
        messages->send(consumer, &item, sizeof item);
    }
}

static void request_items(struct probe_seat *seat, struct intake *intake) {
    const struct messages *messages = seat->ranks->messages;
    const unsigned producers = producers_of(seat->problem);
    const uint64_t each = requests_open(seat->problem), request = 1;
    for (uint64_t i = 0; i < each * producers; i++)
        messages->send((unsigned)(i % producers), &request, sizeof request);
    for (uint64_t open = each * producers; open > 0;) {
        struct fifo_item item;
        const unsigned producer = messages->receive(MESSAGES_ANY, &item, sizeof item);
        if (item.sequence == no_more) {
            open--;
            continue;
        }
        take_in(seat, intake, &item);
        messages->send(producer, &request, sizeof request);
    }
}

/* ---------------------------------------------------------------------------------------------- */

static uint64_t run(struct probe_seat *seat) {
    struct intake intake = {.sum = 0};
    if (seat->problem->variant == SHARED)
        run_shared(seat, &intake);
    else if (seat->env->worker < producers_of(seat->problem))
        answer_requests(seat);
    else
        request_items(seat, &intake);
    return intake.sum;
}

static const char *skip(const struct problem *problem, const struct probe_world *world) {
    (void)world;
    if (problem->variant == MESSAGE && problem->workers < 2)
        return "messages need two ranks";
    if (problem->workers > 1 && producers_of(problem) >= problem->workers)
        return "queue.producers leaves no worker to consume";
    return problem->workers == 1 && producers_of(problem) > 1 ? "one worker is one producer" : NULL;
}

static void words(const struct sample *sample, char *text, size_t room) {
    if (sample->op_p50_us > 0)
        snprintf(text, room, "put to taken p50 %.3g us, p99 %.3g us", sample->op_p50_us,
                 sample->op_p99_us);
}

static const struct variant variants[] = {
    [SHARED] = {"shared", "one bounded queue in shared memory: mutex and conditions", 0},
    [MESSAGE] = {"message", "consumers' requests, producers' answers, by MPI", 0},
    {NULL, NULL, 0},
};

static const unsigned variant_drivers[] = {[SHARED] = PROBE_BOTH, [MESSAGE] = PROBE_MPI};

static const struct parameter parameters[] = {
    [CAPACITY] = {"capacity", "places of the queue, or requests open in all", PARAMETER_COUNT, 64,
                  1, 1024 * 1024},
    [PRODUCERS] = {"producers", "workers that produce, the others consume; 0: half of them",
                   PARAMETER_COUNT, 0, 0, WORKERS_MOST},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

const struct probe probe_queue = {
    .kernel = {.name = "queue",
               .summary = "producers hand items to consumers: rate and latency",
               .item = "one item put and taken",
               .default_size = 50 * 1000,
               .items_per_look = 1,
               .nominal_ns_per_item = 3000,
               .runs_unlocked = true,
               .variants = variants,
               .parameters = parameters,
               .shared_bytes = shared_bytes,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .options = PROBE_SIZE | PROBE_PIN,
    .items = PROBE_ITEMS_OWN,
    .workers_min = 1,
    .workers_max = WORKERS_MOST,
    .nominal_s = 0.03,
    .variant_drivers = variant_drivers,
    .skip = skip,
    .run = run,
    .words = words,
};
