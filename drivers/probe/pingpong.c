/*
 * pingpong: a message goes to and fro between two workers. `memory`: copied into shared memory by
 * one and out by the other, who learns of it by a number beside it; the same for threads and for
 * the ranks of a node. `message`: send and receive of MPI. The latencies are half of a round trip,
 * as in the OSU Micro-Benchmarks (osu_latency).
 *
 * In every repetition a bare loop takes turns with ours, block by block, so that whatever else the
 * machine does meets both alike: two copies and a number, or MPI_Send and MPI_Recv, nothing
 * else. Both look at the clock equally often, of short messages at one round trip in 16, so that
 * the looks disturb little; percentiles are those of all looks, not of a histogram.
 */
#include "probe.h"

#include "check.h"
#include "partition.h"
#include "waiting.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY, MESSAGE };
enum { BYTES };
/* Round trips of messages up to SHORT_BYTES are timed one in SHORT_EVERY. */
enum { SHORT_BYTES = 4096, SHORT_EVERY = 16 };
/* Of either loop, in turn. */
enum { BLOCKS = 20 };
/* Percentiles of so few values would be single values: p99 from 100 up, as reduce.c has it. */
enum { P99_LOOKS_MIN = 100 };
/* Long messages go less often, but often enough for a 99th percentile. */
enum { VOLUME_MAX = 256 * 1024 * 1024, ROUNDS_MIN = 100 };

struct shared {
    _Alignas(128) _Atomic uint64_t turn; /* messages sent so far, both loops and directions */
    _Alignas(128) unsigned char message[];
};

static bool by_memory(const struct problem *problem) {
    return problem->variant == MEMORY;
}

static size_t bytes_of(const struct problem *problem) {
    return (size_t)problem->settings[BYTES].number;
}

static size_t shared_bytes(const struct problem *problem) {
    return by_memory(problem) ? sizeof(struct shared) + bytes_of(problem) : 0;
}

static uint64_t items_of(const struct problem *problem, uint64_t size) {
    const uint64_t most = VOLUME_MAX / bytes_of(problem);
    const uint64_t rounds = most < ROUNDS_MIN ? ROUNDS_MIN : most;
    return size < rounds ? size : rounds;
}

/* One buffer per worker of this process. */
static int setup(const struct problem *problem, void **state, const char **what) {
    const size_t bytes = 2 * bytes_of(problem);
    *what = "memory for two messages";
    *state = malloc(bytes);
    if (!*state)
        return ENOMEM;
    memset(*state, 0, bytes);
    return 0;
}

/* Round numbers from 1 at both ends of a message show that it is the one awaited. */
static void stamp(unsigned char *message, size_t bytes, uint64_t round) {
    memcpy(message, &round, sizeof round);
    memcpy(message + bytes - sizeof round, &round, sizeof round);
}

static uint64_t read_stamp(const unsigned char *message, size_t bytes) {
    uint64_t first, last;
    memcpy(&first, message, sizeof first);
    memcpy(&last, message + bytes - sizeof last, sizeof last);
    return first == last ? first : 0;
}

/* What one of the two needs to send and to receive. */
struct end {
    struct shared *shared; /* NULL: by messages */
    const struct messages *messages;
    unsigned other; /* rank */
    unsigned char *own;
    size_t bytes;
};

static void give(const struct end *end, uint64_t turn) {
    if (!end->shared) {
        end->messages->send(end->other, end->own, end->bytes);
        return;
    }
    memcpy(end->shared->message, end->own, end->bytes);
    atomic_store_explicit(&end->shared->turn, turn, memory_order_release);
}

static bool take(const struct end *end, uint64_t turn) {
    if (!end->shared) {
        end->messages->receive((int)end->other, end->own, end->bytes);
        return true;
    }
    if (!waiting_for(&end->shared->turn, turn))
        return false;
    memcpy(end->own, end->shared->message, end->bytes);
    return true;
}

/* --- looks at the clock ------------------------------------------------------------------------
 */

enum { OURS, BARE, WAYS };

/* One way in us of the round trips looked at: of the first worker, who is the root, too. */
static struct {
    double *us[WAYS];
    size_t count[WAYS];
} looks;

static void looks_open(uint64_t most) {
    for (int way = 0; way < WAYS; way++) {
        looks.us[way] = must_realloc(looks.us[way], most * sizeof *looks.us[way]);
        looks.count[way] = 0;
    }
}

static void look_add(int way, uint64_t round_trip_ns) {
    looks.us[way][looks.count[way]++] = 1e-3 * (double)round_trip_ns / 2;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The smallest that a fraction q of the looks does not exceed; they are sorted. */
static double look_quantile_us(int way, double q) {
    if (!looks.count[way])
        return NAN;
    return looks.us[way][(size_t)ceil(q * (double)looks.count[way]) - 1];
}

static uint64_t every_of(const struct problem *problem) {
    return bytes_of(problem) > SHORT_BYTES ? 1 : SHORT_EVERY;
}

/* Round trips of a block: numbers begin + 1 .. end, after so many messages of earlier ones. */
struct block {
    uint64_t begin, end, messages;
};

/* The turn after the first message of a round trip; after its answer it is one more. */
static uint64_t turn_of(const struct block *block, uint64_t round) {
    return block->messages + 2 * (round - block->begin) - 1;
}

/* --- ours --------------------------------------------------------------------------------------
 */

/* The sum of the stamps that came back. */
static uint64_t play_first(struct probe_seat *seat, const struct end *end,
                           const struct block *block) {
    const uint64_t every = every_of(seat->problem);
    uint64_t sum = 0;
    for (uint64_t round = block->begin + 1; round <= block->end; round++) {
        const bool look = round % every == 0;
        const uint64_t before_ns = look ? seat->clock() : 0;
        stamp(end->own, end->bytes, round);
        give(end, turn_of(block, round));
        if (!take(end, turn_of(block, round) + 1)) {
            seat->env->failed(seat->env, "waiting for the answer", ETIMEDOUT);
            break;
        }
        sum += read_stamp(end->own, end->bytes);
        if (look) {
            const uint64_t took_ns = seat->clock() - before_ns;
            look_add(OURS, took_ns);
            latency_record(seat->latency, took_ns / 2);
        }
    }
    return sum;
}

static uint64_t play_second(struct probe_seat *seat, const struct end *end,
                            const struct block *block) {
    uint64_t sum = 0;
    for (uint64_t round = block->begin + 1; round <= block->end; round++) {
        if (!take(end, turn_of(block, round))) {
            seat->env->failed(seat->env, "waiting for a message", ETIMEDOUT);
            break;
        }
        sum += read_stamp(end->own, end->bytes);
        give(end, turn_of(block, round) + 1);
    }
    return sum;
}

/* --- bare --------------------------------------------------------------------------------------
 */

/* Waits as ours does: on a crowded machine all else is nothing beside it. A partner that never
 * comes is told by ours. */
static void bounce_memory_first(struct shared *shared, unsigned char *own, size_t bytes,
                                const struct block *block, uint64_t every,
                                uint64_t (*clock)(void)) {
    for (uint64_t round = block->begin + 1; round <= block->end; round++) {
        const bool look = round % every == 0;
        const uint64_t before_ns = look ? clock() : 0;
        memcpy(shared->message, own, bytes);
        atomic_store_explicit(&shared->turn, turn_of(block, round), memory_order_release);
        waiting_for(&shared->turn, turn_of(block, round) + 1);
        memcpy(own, shared->message, bytes);
        if (look)
            look_add(BARE, clock() - before_ns);
    }
}

static void bounce_memory_second(struct shared *shared, unsigned char *own, size_t bytes,
                                 const struct block *block) {
    for (uint64_t round = block->begin + 1; round <= block->end; round++) {
        waiting_for(&shared->turn, turn_of(block, round));
        memcpy(own, shared->message, bytes);
        memcpy(shared->message, own, bytes);
        atomic_store_explicit(&shared->turn, turn_of(block, round) + 1, memory_order_release);
    }
}

static void bounce_messages(const struct probe_seat *seat, const struct end *end,
                            const struct block *block) {
    const bool first = seat->env->worker == 0;
    const uint64_t count = block->end - block->begin, every = every_of(seat->problem);
    uint64_t *took_ns = must_alloc((count / every + 1) * sizeof *took_ns);
    end->messages->bounce(end->other, first, end->own, end->bytes, count, every, took_ns);
    for (uint64_t i = 0; first && i < count / every; i++)
        look_add(BARE, took_ns[i]);
    free(took_ns);
}

static void bounce(const struct probe_seat *seat, const struct end *end,
                   const struct block *block) {
    if (!end->shared)
        bounce_messages(seat, end, block);
    else if (seat->env->worker == 0)
        bounce_memory_first(end->shared, end->own, end->bytes, block, every_of(seat->problem),
                            seat->clock);
    else
        bounce_memory_second(end->shared, end->own, end->bytes, block);
}

/* ---------------------------------------------------------------------------------------------- */

static uint64_t play(struct probe_seat *seat, const struct end *end, const struct block *block) {
    return seat->env->worker == 0 ? play_first(seat, end, block) : play_second(seat, end, block);
}

/* Blocks begin behind a look at the clock, so that either loop looks equally often. */
static struct range rounds_of_block(const struct problem *problem, unsigned block) {
    const uint64_t every = every_of(problem);
    const struct range turns = partition(problem->items / every, BLOCKS, block);
    return (struct range){turns.begin * every,
                          block + 1 == BLOCKS ? problem->items : turns.end * every};
}

/* Both workers go through the same blocks; which loop comes first changes from block to block. */
static uint64_t run(struct probe_seat *seat) {
    const struct problem *problem = seat->problem;
    const unsigned worker = seat->env->worker;
    const struct end end = {
        .shared = by_memory(problem) ? seat->env->shared : NULL,
        .messages = seat->ranks->messages,
        .other = 1 - worker,
        .own = (unsigned char *)seat->state + worker * bytes_of(problem),
        .bytes = bytes_of(problem),
    };
    uint64_t sum = 0;
    if (worker == 0)
        looks_open(problem->items);
    for (unsigned i = 0; i < BLOCKS && !seat->slot->error_number; i++) {
        const struct range rounds = rounds_of_block(problem, i);
        const uint64_t count = rounds.end - rounds.begin;
        const struct block early = {rounds.begin, rounds.end, 4 * rounds.begin};
        const struct block late = {rounds.begin, rounds.end, 4 * rounds.begin + 2 * count};
        if (i % 2)
            bounce(seat, &end, &early);
        sum += play(seat, &end, i % 2 ? &late : &early);
        if (i % 2 == 0)
            bounce(seat, &end, &late);
    }
    return sum;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    (void)problem;
    (void)shared;
    for (int way = 0; way < WAYS; way++)
        qsort(looks.us[way], looks.count[way], sizeof *looks.us[way], ascending);
    const bool many = looks.count[OURS] >= P99_LOOKS_MIN;
    sample->op_p50_us = look_quantile_us(OURS, 0.50);
    sample->op_p90_us = look_quantile_us(OURS, 0.90);
    sample->op_p99_us = many ? look_quantile_us(OURS, 0.99) : NAN;
    sample->bare_p50_us = look_quantile_us(BARE, 0.50);
    sample->bare_p90_us = look_quantile_us(BARE, 0.90);
    sample->bare_p99_us = many ? look_quantile_us(BARE, 0.99) : NAN;
}

/* Either sees every stamp 1 .. items once. */
static uint64_t expected(const struct problem *problem) {
    return problem->items * (problem->items + 1);
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = 2 * WAYS * problem->items * bytes_of(problem)};
}

static void words(const struct sample *sample, char *text, size_t room) {
    const int used = snprintf(text, room, "%s", sample->params);
    if (sample->op_p50_us > 0)
        snprintf(text + used, room - (size_t)used, ", one way p50 %.3g us, bare loop %.3g us",
                 sample->op_p50_us, sample->bare_p50_us);
}

static const struct variant variants[] = {
    [MEMORY] = {"memory", "through shared memory, beside a bare loop", 0},
    [MESSAGE] = {"message", "MPI send and receive, beside a bare loop", 0},
    {NULL, NULL, 0},
};

static const unsigned variant_drivers[] = {[MEMORY] = PROBE_BOTH, [MESSAGE] = PROBE_MPI};

static const struct parameter parameters[] = {
    {"bytes", "length of a message; default: 8 to 4Mi, all of them", PARAMETER_BYTES, 8, 8,
     64 * 1024 * 1024},
    {NULL, NULL, PARAMETER_BYTES, 0, 0, 0},
};

static const uint64_t lengths[] = {
    8, 64, 512, 4 * 1024, 32 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024, 0};

const struct probe probe_pingpong = {
    .kernel = {.name = "pingpong",
               .summary = "a message to and fro between two workers: latency by length",
               .item = "one round trip, at most 256 MiB in one direction",
               .default_size = 10 * 1000,
               .items_per_look = 1,
               .nominal_ns_per_item = 10 * 1000,
               .runs_unlocked = true,
               .variants = variants,
               .parameters = parameters,
               .shared_bytes = shared_bytes,
               .setup = setup,
               .teardown = free,
               .expected = expected,
               .work = work},
    .drivers = PROBE_BOTH,
    .options = PROBE_SIZE | PROBE_PIN,
    .items = PROBE_ITEMS_OWN,
    .items_of = items_of,
    .workers_min = 2,
    .workers_max = 2,
    .nominal_s = 0.1,
    .variant_drivers = variant_drivers,
    .swept = lengths,
    .run = run,
    .conclude = conclude,
    .words = words,
};
