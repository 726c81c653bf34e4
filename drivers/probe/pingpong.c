/*
 * pingpong: a message goes to and fro between two workers. `memory`: copied into shared memory by
 * one and out by the other, who learns of it by a number beside it; the same for threads and for
 * the ranks of a node. `message`: send and receive of MPI. The latencies are half of a round trip,
 * as in the OSU Micro-Benchmarks (osu_latency). The `bare` variants do the same without looking at
 * the clock in between; of short messages only one in 16 round trips is timed, so that the looks
 * cost a few percent at most.
 */
#include "probe.h"

#include "waiting.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY, MEMORY_BARE, MESSAGE, MESSAGE_BARE };
enum { BYTES };
/* Long messages go less often, but often enough for a 99th percentile. */
/* Round trips of messages up to SHORT_BYTES are timed one in SHORT_EVERY. */
enum { SHORT_BYTES = 4096, SHORT_EVERY = 16 };
enum { VOLUME_MAX = 256 * 1024 * 1024, ROUNDS_MIN = 100 };

struct shared {
    _Alignas(128) _Atomic uint64_t turn; /* messages sent so far, both directions */
    _Alignas(128) unsigned char message[];
};

static bool by_memory(const struct problem *problem) {
    return problem->variant == MEMORY || problem->variant == MEMORY_BARE;
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

/* The sum of the stamps that came back. */
static uint64_t play_first(struct probe_seat *seat, const struct end *end, bool timed) {
    const uint64_t every = end->bytes > SHORT_BYTES ? 1 : SHORT_EVERY;
    uint64_t sum = 0;
    for (uint64_t round = 1; round <= seat->problem->items; round++) {
        const bool look = timed && round % every == 0;
        const uint64_t before_ns = look ? seat->clock() : 0;
        stamp(end->own, end->bytes, round);
        give(end, 2 * round - 1);
        if (!take(end, 2 * round)) {
            seat->env->failed(seat->env, "waiting for the answer", ETIMEDOUT);
            break;
        }
        sum += read_stamp(end->own, end->bytes);
        if (look)
            latency_record(seat->latency, (seat->clock() - before_ns) / 2);
    }
    return sum;
}

static uint64_t play_second(struct probe_seat *seat, const struct end *end) {
    uint64_t sum = 0;
    for (uint64_t round = 1; round <= seat->problem->items; round++) {
        if (!take(end, 2 * round - 1)) {
            seat->env->failed(seat->env, "waiting for a message", ETIMEDOUT);
            break;
        }
        sum += read_stamp(end->own, end->bytes);
        give(end, 2 * round);
    }
    return sum;
}

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
    const bool timed = problem->variant == MEMORY || problem->variant == MESSAGE;
    return worker == 0 ? play_first(seat, &end, timed) : play_second(seat, &end);
}

/* Either sees every stamp 1 .. items once. */
static uint64_t expected(const struct problem *problem) {
    return problem->items * (problem->items + 1);
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = 2 * problem->items * bytes_of(problem)};
}

static void words(const struct sample *sample, char *text, size_t room) {
    const int used = snprintf(text, room, "%s", sample->params);
    if (sample->op_p50_us > 0)
        snprintf(text + used, room - (size_t)used, ", one way p50 %.3g us, p99 %.3g us",
                 sample->op_p50_us, sample->op_p99_us);
}

static const struct variant variants[] = {
    [MEMORY] = {"memory", "through shared memory, round trips timed", 0},
    [MEMORY_BARE] = {"memory_bare", "the same, timed as a whole only", 0},
    [MESSAGE] = {"message", "MPI send and receive, round trips timed", 0},
    [MESSAGE_BARE] = {"message_bare", "the same, timed as a whole only", 0},
    {NULL, NULL, 0},
};

static const unsigned variant_drivers[] = {
    [MEMORY] = PROBE_BOTH,
    [MEMORY_BARE] = PROBE_BOTH,
    [MESSAGE] = PROBE_MPI,
    [MESSAGE_BARE] = PROBE_MPI,
};

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
    .words = words,
};
