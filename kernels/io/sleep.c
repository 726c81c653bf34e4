/*
 * sleep: waits, the purest blocking call: no processor, no device, no memory.
 *
 * Item: one nanosleep of the parameter `time`. Class io: the wait alone takes the time, so that w
 * workers should finish w times as fast however few the processors. Expected: a word per sleep that
 * was slept to its end, mixed from its index. nanosleep(2) is never short, but it is late: by the
 * timer slack of a thread (50 us by default, prctl(2)) and the way back onto a processor.
 *
 * Why the loop stays: system calls.
 */
#include "kernel.h"
#include "mix.h"

#include <errno.h>
#include <time.h>

enum { TIME };

static const struct parameter parameters[] = {
    [TIME] = {"time", "length of one sleep", PARAMETER_TIME_NS, 10000000, 1000, 3600000000000},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

static struct timespec timespec_from(uint64_t time_ns) {
    return (struct timespec){.tv_sec = (time_t)(time_ns / 1000000000),
                             .tv_nsec = (long)(time_ns % 1000000000)};
}

/* One blocking call, also where signals cut it into several. 0 or an errno value. */
static int sleep_once(struct env *env, struct timespec left) {
    env->block_begin(env);
    int error_number = 0;
    do
        error_number = nanosleep(&left, &left) == 0 ? 0 : errno;
    while (error_number == EINTR);
    env->block_end(env);
    return error_number;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    const struct timespec time = timespec_from(problem->settings[TIME].number);
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        const int error_number = sleep_once(env, time);
        if (error_number) {
            env->failed(env, "nanosleep", error_number);
            break;
        }
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
