/*
 * sleep: waits, the purest blocking call: no processor, no device, no memory.
 *
 * Item: one nanosleep of the parameter `time`. Class io: the wait alone takes the time, so that w
 * workers should finish w times as fast however few the processors. Expected: a word per sleep that
 * was slept to its end, mixed from its index. Sleeps are a little late (pause.h).
 *
 * Why the loop stays: system calls.
 */
#include "kernel.h"
#include "mix.h"
#include "pause.h"

enum { TIME };

static const struct parameter parameters[] = {
    [TIME] = {"time", "length of one sleep", PARAMETER_TIME_NS, 10000000, 1000, 3600000000000},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        if (!pause_once(env, problem->settings[TIME].number))
            break;
        checksum += mix_word(i + 1);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t slept = 1; slept <= problem->items; slept++)
        checksum += mix_word(slept);
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.blocking_calls = problem->items};
}

const struct kernel kernel_sleep = {
    .name = "sleep",
    .summary = "sleeps: a wait that needs nothing",
    .item = "one sleep",
    .class = CLASS_IO,
    .default_size = 12,
    .items_per_look = 1,
    .nominal_ns_per_item = 10000000.0,
    .parameters = parameters,
    .run = run,
    .expected = expected,
    .work = work,
};
