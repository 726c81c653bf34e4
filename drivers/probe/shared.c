/*
 * shared: one array that all workers write and read. In every round each worker writes its part,
 * waits until all parts are there, and reads the whole. `window`: one array in memory that threads
 * share anyway and the ranks of a node through an MPI window; a barrier says that all parts are
 * there. `copies`: every rank has an array of its own, and the parts travel by messages, in a ring
 * (Thakur, Rabenseifner, Gropp, "Optimization of Collective Communication Operations in MPICH",
 * IJHPCA 19(1), 2005, section 4.1). The latency is what a worker waits for the others' parts.
 */
#include "probe.h"

#include "mix.h"
#include "partition.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW, COPIES };
enum { ROUNDS };

static uint64_t elements_of(const struct problem *problem) {
    return problem->items;
}

static size_t array_bytes(const struct problem *problem) {
    return elements_of(problem) * sizeof(uint64_t);
}

static size_t shared_bytes(const struct problem *problem) {
    return problem->variant == WINDOW ? array_bytes(problem) : 0;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    if (problem->variant == WINDOW)
        return 0;
    *what = "memory for an array of its own";
    *state = malloc(array_bytes(problem));
    if (!*state)
        return ENOMEM;
    memset(*state, 0, array_bytes(problem));
    return 0;
}

static struct range part_of(const struct problem *problem, unsigned worker) {
    return partition(elements_of(problem), problem->workers, worker);
}

static void write_part(uint64_t *array, struct range part, uint64_t round) {
    for (uint64_t i = part.begin; i < part.end; i++)
        array[i] = mix_pair(round, i);
}

static uint64_t read_all(const uint64_t *array, uint64_t elements) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < elements; i++)
        sum += array[i];
    return sum;
}

static void send_part(const struct probe_seat *seat, unsigned to, unsigned whose) {
    const struct range part = part_of(seat->problem, whose);
    const uint64_t *array = seat->state;
    seat->ranks->messages->send(to, array + part.begin, (part.end - part.begin) * sizeof *array);
}

static void receive_part(const struct probe_seat *seat, unsigned from, unsigned whose) {
    const struct range part = part_of(seat->problem, whose);
    uint64_t *array = seat->state;
    seat->ranks->messages->receive((int)from, array + part.begin,
                                   (part.end - part.begin) * sizeof *array);
}

/* Odd workers receive first: a ring in which all send first may wait for ever. */
static void pass_parts_around(const struct probe_seat *seat) {
    const unsigned me = seat->env->worker, count = seat->problem->workers;
    const unsigned right = (me + 1) % count, left = (me + count - 1) % count;
    for (unsigned step = 0; step + 1 < count; step++) {
        const unsigned mine = (me + count - step) % count, theirs = (mine + count - 1) % count;
        if (me % 2)
            receive_part(seat, left, theirs);
        send_part(seat, right, mine);
        if (me % 2 == 0)
            receive_part(seat, left, theirs);
    }
}

static void wait_for_parts(const struct probe_seat *seat) {
    const uint64_t begin_ns = seat->clock();
    if (seat->problem->variant == WINDOW)
        barrier_wait(&seat->board->barrier);
    else
        pass_parts_around(seat);
    latency_record(seat->latency, seat->clock() - begin_ns);
}

/* The checksum: what this worker read in all rounds. */
static uint64_t run(struct probe_seat *seat) {
    const struct problem *problem = seat->problem;
    uint64_t *array = problem->variant == WINDOW ? seat->env->shared : seat->state;
    uint64_t sum = 0;
    for (uint64_t round = 0; round < problem->settings[ROUNDS].number; round++) {
        write_part(array, part_of(problem, seat->env->worker), round);
        wait_for_parts(seat);
        sum += read_all(array, elements_of(problem));
        /* Nobody may write the next round while others still read this one. */
        if (problem->variant == WINDOW)
            barrier_wait(&seat->board->barrier);
    }
    return sum;
}

/* Everybody reads everything once per round. */
static uint64_t expected(const struct problem *problem) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < elements_of(problem); i++)
        for (uint64_t round = 0; round < problem->settings[ROUNDS].number; round++)
            sum += mix_pair(round, i);
    return sum * problem->workers;
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = problem->settings[ROUNDS].number * array_bytes(problem) *
                                  (1 + (uint64_t)problem->workers)};
}

static void words(const struct sample *sample, char *text, size_t room) {
    snprintf(text, room, "wait for the others' parts p50 %.3g us", sample->op_p50_us);
}

static const struct variant variants[] = {
    [WINDOW] = {"window", "one array in shared memory, barriers between", 0},
    [COPIES] = {"copies", "an array per rank, parts by messages in a ring", 0},
    {NULL, NULL, 0},
};

static const unsigned variant_drivers[] = {[WINDOW] = PROBE_BOTH, [COPIES] = PROBE_MPI};

static const struct parameter parameters[] = {
    [ROUNDS] = {"rounds", "how often all is written and read", PARAMETER_COUNT, 10, 1, 1000 * 1000},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

const struct probe probe_shared = {
    .kernel = {.name = "shared",
               .summary = "one array written and read by all: shared memory against copies",
               .item = "one element of 8 bytes",
               .default_size = 1024 * 1024,
               .items_per_look = 1,
               .nominal_ns_per_item = 30,
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
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .whole = PROBE_BOTH,
    .nominal_s = 0.07,
    .variant_drivers = variant_drivers,
    .run = run,
    .words = words,
};
