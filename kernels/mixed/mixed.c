/*
 * mixed: computes for a while, waits for a while, again and again: the question "what if my code
 * computes 2 ms and then waits 10 ms for an answer?"
 *
 * Item: one round of computing for the parameter `compute`, then one wait of the parameter `wait`.
 * Class mixed: with w workers computing is bound by the cores and, under a global lock, by the
 * lock, while waits overlap without limit. How long a stretch of computing takes is the harness's
 * to know: it measures the speed of a loop once and the kernel asks for so much time of it; on a
 * core that is shared the same work takes longer.
 *
 * Checksum: a word per round, mixed from its index. Expected: the same words, without a round.
 *
 * Why the loop stays: calls through pointers and system calls.
 */
#include "kernel.h"
#include "mix.h"
#include "pause.h"

enum { COMPUTE, WAIT };

static const struct parameter parameters[] = {
    [COMPUTE] = {"compute", "computing per round", PARAMETER_TIME_NS, 2000000, 1000, 3600000000000},
    [WAIT] = {"wait", "waiting per round", PARAMETER_TIME_NS, 10000000, 1000, 3600000000000},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)state;
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        env->compute(env, problem->settings[COMPUTE].number);
        if (!pause_once(env, problem->settings[WAIT].number))
            break;
        checksum += mix_word(i + 1);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t done = 1; done <= problem->items; done++)
        checksum += mix_word(done);
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.blocking_calls = problem->items};
}

const struct kernel kernel_mixed = {
    .name = "mixed",
    .summary = "computes, waits, repeats: both times can be chosen",
    .item = "one round of computing and waiting",
    .class = CLASS_MIXED,
    .default_size = 8,
    .items_per_look = 1,
    .computes_by_time = true,
    .nominal_ns_per_item = 12000000.0,
    .parameters = parameters,
    .run = run,
    .expected = expected,
    .work = work,
};
