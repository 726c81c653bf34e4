#include "lock_signatures.h"

#include "check.h"

#include <math.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 3, CALL_MS = 50 };

/* Batches per second of a set-up. */
typedef double rate_of(const struct lab *);

static double rate_of_threads(const struct lab *lab) {
    return lab_compute(lab, 0.25).batches_per_s;
}

/* A child that measures one group and writes its rate; the end to read from. */
static int group_fork(const struct lab *group) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child > 0) {
        close(ends[1]);
        return ends[0];
    }
    const double rate = rate_of_threads(group);
    _exit(write(ends[1], &rate, sizeof rate) == sizeof rate ? 0 : 1);
}

/* Every group in a process of its own. Called while this process has one thread only. */
static double rate_of_processes(const struct lab *lab) {
    struct lab group = *lab;
    group.groups = 1;
    int results[LAB_THREADS_MAX];
    for (unsigned i = 0; i < lab->groups; i++)
        results[i] = group_fork(&group);
    double sum = 0;
    for (unsigned i = 0; i < lab->groups; i++) {
        double rate;
        CHECK(read(results[i], &rate, sizeof rate) == sizeof rate);
        close(results[i]);
        CHECK(wait(NULL) > 0);
        sum += rate;
    }
    return sum;
}

/* Taken in turns, so that a drift of the machine meets both; the ratio of the medians. */
static double rate_ratio(rate_of *above, const struct lab *top, rate_of *below,
                         const struct lab *bottom) {
    double tops[ROUNDS], bottoms[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        bottoms[round] = below(bottom);
        tops[round] = above(top);
    }
    return lab_median(tops, ROUNDS) / lab_median(bottoms, ROUNDS);
}

static void measure_throughput(const struct lab *lab, double *values) {
    struct lab one = *lab;
    one.groups = one.threads = 1;
    values[0] = rate_ratio(rate_of_threads, lab, rate_of_threads, &one);
}

static void measure_groups(const struct lab *lab, double *values) {
    struct lab one = *lab;
    one.groups = one.threads = 1;
    values[0] = rate_ratio(rate_of_threads, lab, rate_of_threads, &one);
    values[1] = rate_ratio(rate_of_threads, lab, rate_of_processes, lab);
}

static void measure_switches(const struct lab *lab, double *values) {
    values[0] = lab_compute(lab, 1.5).switches_per_s;
}

static void measure_long_calls(const struct lab *lab, double *values) {
    values[0] = lab_compute_long_calls(lab, CALL_MS * UINT64_C(1000000), 2).switches_per_s;
}

static void measure_sleep_beside(const struct lab *lab, double *values) {
    values[0] = lab_call_beside(lab, lab_sleep_1ms, 1).median_s * 1e3;
}

static void measure_quick_sleeps(const struct lab *lab, double *values) {
    values[0] = lab_call_beside(lab, lab_sleep_1ms, 1).p05_s * 1e3;
}

static void measure_sleep_tail(const struct lab *lab, double *values) {
    const struct lab_latency latency = lab_call_beside(lab, lab_sleep_1ms, 3);
    values[0] = latency.mean_s * 1e6 / lab->interval_us;
    values[1] = latency.p95_s / latency.median_s;
}

static void measure_read_beside(const struct lab *lab, double *values) {
    struct lab alone = *lab;
    alone.threads = 0;
    const struct lab_latency idle = lab_call_beside(&alone, lab_read_byte, 0.2);
    const struct lab_latency busy = lab_call_beside(lab, lab_read_byte, 1.5);
    values[0] = busy.median_s * 1e6;
    values[1] = idle.calls_per_s / busy.calls_per_s;
    values[2] = busy.max_s * 1e6 / lab->interval_us;
}

/* The same number of calls by one thread and by all of them. */
static void measure_sleep_together(const struct lab *lab, double *values) {
    enum { CALLS = 10 };
    struct lab one = *lab;
    one.threads = 1;
    double together[ROUNDS], alone[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        alone[round] = lab_sleep_together_s(&one, CALLS * lab->threads);
        together[round] = lab_sleep_together_s(lab, CALLS);
    }
    values[0] = lab_median(alone, ROUNDS) / lab_median(together, ROUNDS);
}

#define CPYTHON(us, count) \
    { .lock = LAB_CPYTHON, .interval_us = (us), .groups = 1, .threads = (count) }
#define UNFORCED(us, count) \
    { .lock = LAB_UNFORCED, .interval_us = (us), .groups = 1, .threads = (count) }

const struct experiment experiments[] = {
    {
        .measure = measure_throughput,
        .lab = CPYTHON(5000, 2),
        .script = "throughput",
        .rows = {{"CPU throughput, 2 threads", "x", 0.80, 1.10}},
    },
    {
        .measure = measure_throughput,
        .lab = CPYTHON(5000, 4),
        .script = "throughput",
        .rows = {{"CPU throughput, 4 threads", "x", 0.80, 1.10}},
    },
    {
        .measure = measure_throughput,
        .lab = CPYTHON(5000, 8),
        .script = "throughput",
        .rows = {{"CPU throughput, 8 threads", "x", 0.80, 1.10}},
    },
    {
        .measure = measure_switches,
        .lab = CPYTHON(5000, 2),
        .script = "switches",
        .rows = {{"switches, 2 threads, 5 ms", "/s", 160, 205}},
    },
    {
        .measure = measure_switches,
        .lab = CPYTHON(500, 2),
        .script = "switches",
        .rows = {{"switches, 2 threads, 0.5 ms", "/s", 1200, 1900}},
    },
    {
        .measure = measure_switches,
        .lab = CPYTHON(20000, 2),
        .script = "switches",
        .rows = {{"switches, 2 threads, 20 ms", "/s", 44, 52}},
    },
    {
        .measure = measure_sleep_beside,
        .lab = CPYTHON(5000, 1),
        .script = "sleep_beside",
        .rows = {{"sleep(1 ms) beside 1 thread, 5 ms: median", "ms", 5.8, 7.5}},
    },
    {
        .measure = measure_sleep_beside,
        .lab = CPYTHON(1000, 1),
        .script = "sleep_beside",
        .rows = {{"sleep(1 ms) beside 1 thread, 1 ms: median", "ms", 2.0, 3.0}},
    },
    {
        .measure = measure_sleep_tail,
        .lab = CPYTHON(5000, 4),
        .script = "sleep_tail",
        .rows = {{"sleep(1 ms) beside 4 threads: mean", "intervals", 2, 8},
                 {"    95th percentile / median", "x", 2, INFINITY}},
    },
    {
        .measure = measure_read_beside,
        .lab = CPYTHON(5000, 1),
        .script = "read_beside",
        .rows = {{"read(1 byte) beside 1 thread: median", "us", 0, 20},
                 {"    calls per second, alone / beside", "x", 20, INFINITY},
                 {"    longest", "intervals", 1, INFINITY}},
    },
    {
        .measure = measure_sleep_together,
        .lab = CPYTHON(5000, 8),
        .script = "sleep_together",
        .rows = {{"blocking only, 8 threads: speed-up", "x", 7, 8.5}},
    },
    {
        .measure = measure_throughput,
        .lab = {.lock = LAB_OFF, .groups = 1, .threads = 2},
        .needs_two = true,
        .rows = {{"lock off, 2 threads: speed-up", "x", 1.6, 2.15}},
    },
    {
        .measure = measure_groups,
        .lab = {.lock = LAB_CPYTHON, .interval_us = 5000, .groups = 2, .threads = 2},
        .script = "groups",
        .needs_two = true,
        .rows = {{"2 groups of 2 threads, a lock each / 1 thread", "x", 1.6, 2.15},
                 {"    the same / 2 processes of 2 threads", "x", 0.85, 1.15}},
    },
    {
        .measure = measure_long_calls,
        .lab = CPYTHON(5000, 2),
        .script = "long_calls",
        .rows = {{"calls of 50 ms that never look: switches", "/s", 15, 22}},
    },
    {
        .measure = measure_quick_sleeps,
        .lab = {.lock = LAB_MUTEX, .groups = 1, .threads = 1},
        .rows = {{"plain mutex: sleep(1 ms) beside 1: 5th perc.", "ms", 1.0, 2.0}},
    },
    {
        .measure = measure_switches,
        .lab = UNFORCED(5000, 2),
        .must_leave = true,
        .rows = {{"no forced switch: switches, 2 threads, 5 ms", "/s", 160, 205}},
    },
    {
        .measure = measure_sleep_beside,
        .lab = UNFORCED(5000, 1),
        .must_leave = true,
        .rows = {{"no forced switch: sleep(1 ms) beside 1: median", "ms", 5.8, 7.5}},
    },
};

const size_t experiment_count = sizeof experiments / sizeof *experiments;
