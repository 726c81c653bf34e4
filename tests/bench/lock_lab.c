#include "lock_lab.h"

#include "check.h"
#include "clock.h"
#include "gil.h"
#include "gil_internal.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * CPython looks at its lock within a microsecond. A request that waits for its answer gives the
 * others time to come first: with batches of 20 us the mean wait beside four computing threads
 * falls from about three intervals to two; with 5 us it is nearer, though still below CPython's.
 */
enum { BATCH_NS = 5 * 1000, SAMPLES_MAX = 4 * 1000 * 1000 };

struct worker {
    _Alignas(128) struct gil_seat seat; /* apart: written after every wait */
    _Atomic uint64_t batches;
    struct gil *gil; /* NULL: no lock */
    pthread_t thread;
    struct bench *bench;
};

/* What the workers of one experiment share. */
struct bench {
    atomic_bool stop;
    void (*batch)(const struct bench *);
    uint64_t call_ns;
    unsigned calls;
    unsigned workers;
    struct worker worker[LAB_THREADS_MAX];
    unsigned groups;
    struct gil *gils[LAB_THREADS_MAX];
};

static uint64_t steps_per_batch = 1000;

static void steps_do(uint64_t steps) {
    for (volatile uint64_t step = 0; step < steps; step++)
        ;
}

/* The fastest of many tries: the others were disturbed. */
void lab_calibrate(void) {
    uint64_t best_ns = UINT64_MAX;
    const uint64_t steps = 20000;
    for (int attempt = 0; attempt < 2000; attempt++) {
        const uint64_t begin_ns = clock_wall_ns();
        steps_do(steps);
        const uint64_t took_ns = clock_wall_ns() - begin_ns;
        best_ns = took_ns < best_ns ? took_ns : best_ns;
    }
    steps_per_batch = steps * BATCH_NS / best_ns;
}

static void batch_short(const struct bench *bench) {
    (void)bench;
    steps_do(steps_per_batch);
}

static void batch_long(const struct bench *bench) {
    const uint64_t end_ns = clock_wall_ns() + bench->call_ns;
    while (clock_wall_ns() < end_ns)
        ;
}

static void worker_take(struct worker *worker) {
    if (worker->gil)
        gil_take(worker->gil, &worker->seat);
}

static void worker_look(struct worker *worker) {
    if (worker->gil)
        gil_look(worker->gil, &worker->seat);
}

static void worker_drop(struct worker *worker) {
    if (worker->gil)
        gil_drop(worker->gil, &worker->seat);
}

static void *compute(void *argument) {
    struct worker *worker = argument;
    struct bench *bench = worker->bench;
    worker_take(worker);
    while (!atomic_load_explicit(&bench->stop, memory_order_relaxed)) {
        bench->batch(bench);
        atomic_fetch_add_explicit(&worker->batches, 1, memory_order_relaxed);
        worker_look(worker);
    }
    worker_drop(worker);
    return NULL;
}

static void *sleep_often(void *argument) {
    struct worker *worker = argument;
    worker_take(worker);
    for (unsigned call = 0; call < worker->bench->calls; call++) {
        worker_drop(worker);
        clock_sleep_ns(5 * 1000000);
        worker_take(worker);
    }
    worker_drop(worker);
    return NULL;
}

static struct gil *lock_new(const struct lab *lab) {
    const uint64_t interval_ns = (uint64_t)lab->interval_us * 1000;
    if (lab->lock == LAB_UNFORCED)
        return gil_new_without_forced_switch(interval_ns);
    static const enum gil_kind kinds[] = {
        [LAB_OFF] = GIL_OFF, [LAB_MUTEX] = GIL_MUTEX, [LAB_CPYTHON] = GIL_CPYTHON};
    return gil_new(kinds[lab->lock], interval_ns);
}

static void bench_open(struct bench *bench, const struct lab *lab) {
    *bench = (struct bench){.groups = lab->groups, .batch = batch_short};
    bench->workers = lab->groups * lab->threads;
    CHECK(bench->workers <= LAB_THREADS_MAX && lab->groups <= LAB_THREADS_MAX);
    for (unsigned i = 0; i < lab->groups; i++)
        bench->gils[i] = lock_new(lab);
    for (unsigned i = 0; i < bench->workers; i++) {
        bench->worker[i].bench = bench;
        bench->worker[i].gil = bench->gils[i % lab->groups];
    }
}

static void bench_start(struct bench *bench, void *(*run)(void *)) {
    for (unsigned i = 0; i < bench->workers; i++)
        CHECK(pthread_create(&bench->worker[i].thread, NULL, run, &bench->worker[i]) == 0);
}

static void bench_join(struct bench *bench) {
    for (unsigned i = 0; i < bench->workers; i++)
        CHECK(pthread_join(bench->worker[i].thread, NULL) == 0);
    for (unsigned i = 0; i < bench->groups; i++)
        gil_free(bench->gils[i]);
}

/* Where the counters stand; two readings make a rate. */
struct reading {
    double at_s, batches, switches;
};

static struct reading bench_read(struct bench *bench) {
    struct reading reading = {.at_s = (double)clock_wall_ns() * 1e-9};
    for (unsigned i = 0; i < bench->workers; i++)
        reading.batches += (double)atomic_load(&bench->worker[i].batches);
    for (unsigned i = 0; i < bench->groups; i++)
        reading.switches += bench->gils[i] ? (double)gil_switches(bench->gils[i]) : 0;
    return reading;
}

static void sleep_s(double duration_s) {
    clock_sleep_ns((uint64_t)(duration_s * 1e9));
}

/* A tenth of the window is left out at the beginning: threads start one after the other. */
static struct lab_rates bench_rates(struct bench *bench, double window_s) {
    bench_start(bench, compute);
    sleep_s(window_s * 0.1);
    const struct reading begin = bench_read(bench);
    sleep_s(window_s);
    const struct reading end = bench_read(bench);
    atomic_store(&bench->stop, true);
    bench_join(bench);
    const double wall_s = end.at_s - begin.at_s;
    return (struct lab_rates){
        .batches_per_s = (end.batches - begin.batches) / wall_s,
        .switches_per_s = (end.switches - begin.switches) / wall_s,
    };
}

struct lab_rates lab_compute(const struct lab *lab, double window_s) {
    struct bench bench;
    bench_open(&bench, lab);
    return bench_rates(&bench, window_s);
}

struct lab_rates lab_compute_long_calls(const struct lab *lab, uint64_t call_ns, double window_s) {
    struct bench bench;
    bench_open(&bench, lab);
    bench.batch = batch_long;
    bench.call_ns = call_ns;
    return bench_rates(&bench, window_s);
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double lab_median(double *values, unsigned count) {
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

/* Percentiles by nearest rank. */
static struct lab_latency latency_of(double *samples_s, size_t count, double wall_s) {
    CHECK(count > 0);
    double sum_s = 0;
    for (size_t i = 0; i < count; i++)
        sum_s += samples_s[i];
    qsort(samples_s, count, sizeof *samples_s, ascending);
    return (struct lab_latency){
        .p05_s = samples_s[count * 5 / 100],
        .median_s = samples_s[count / 2],
        .mean_s = sum_s / (double)count,
        .p95_s = samples_s[count * 95 / 100],
        .max_s = samples_s[count - 1],
        .calls_per_s = (double)count / wall_s,
    };
}

void lab_sleep_1ms(void) {
    clock_sleep_ns(1000000);
}

void lab_read_byte(void) {
    static int zero = -1;
    if (zero < 0)
        zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    char byte;
    CHECK(read(zero, &byte, 1) == 1);
}

static size_t call_repeatedly(struct worker *worker, void (*call)(void), uint64_t end_ns,
                              double *samples_s) {
    size_t count = 0;
    uint64_t before_ns = clock_wall_ns();
    while (before_ns < end_ns && count < SAMPLES_MAX) {
        worker_drop(worker);
        call();
        worker_take(worker);
        const uint64_t after_ns = clock_wall_ns();
        samples_s[count++] = (double)(after_ns - before_ns) * 1e-9;
        before_ns = after_ns;
    }
    return count;
}

struct lab_latency lab_call_beside(const struct lab *lab, void (*call)(void), double window_s) {
    struct bench bench;
    bench_open(&bench, lab);
    double *samples_s = must_alloc(SAMPLES_MAX * sizeof *samples_s);
    struct worker caller = {.gil = bench.gils[0]};
    bench_start(&bench, compute);
    sleep_s(0.02);
    worker_take(&caller);
    const uint64_t begin_ns = clock_wall_ns();
    const uint64_t end_ns = begin_ns + (uint64_t)(window_s * 1e9);
    const size_t count = call_repeatedly(&caller, call, end_ns, samples_s);
    const double wall_s = (double)(clock_wall_ns() - begin_ns) * 1e-9;
    worker_drop(&caller);
    atomic_store(&bench.stop, true);
    bench_join(&bench);
    const struct lab_latency latency = latency_of(samples_s, count, wall_s);
    free(samples_s);
    return latency;
}

double lab_sleep_together_s(const struct lab *lab, unsigned calls) {
    struct bench bench;
    bench_open(&bench, lab);
    bench.calls = calls;
    const uint64_t begin_ns = clock_wall_ns();
    bench_start(&bench, sleep_often);
    bench_join(&bench);
    return (double)(clock_wall_ns() - begin_ns) * 1e-9;
}
