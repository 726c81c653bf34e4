#include "reduce.h"

#include "check.h"
#include "registry.h"

#include <math.h>
#include <stdlib.h>

/* Percentiles of so few values would be single values: p99 from 100 up. */
enum { P99_CALLS_MIN = 100 };

/* First and last moments of the workers of one node. */
struct span {
    uint64_t first_start, last_start, last_stop;
};

static uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static struct span span_of_node(const struct slot *slots, unsigned workers, unsigned node) {
    struct span span = {UINT64_MAX, 0, 0};
    for (unsigned i = 0; i < workers; i++) {
        if (slots[i].node != node)
            continue;
        span.first_start = least(span.first_start, slots[i].start_ns);
        span.last_start = most(span.last_start, slots[i].start_ns);
        span.last_stop = most(span.last_stop, slots[i].stop_ns);
    }
    return span;
}

static void reduce_times(const struct slot *slots, unsigned workers, unsigned nodes,
                         struct sample *sample) {
    uint64_t wall = 0, skew = 0;
    for (unsigned node = 0; node < nodes; node++) {
        const struct span span = span_of_node(slots, workers, node);
        if (span.first_start == UINT64_MAX)
            continue;
        wall = most(wall, span.last_stop - span.first_start);
        skew = most(skew, span.last_start - span.first_start);
    }
    sample->wall_s = 1e-9 * (double)wall;
    sample->skew_us = 1e-3 * (double)skew;
}

static void reduce_busy(const struct slot *slots, unsigned workers, struct sample *sample) {
    uint64_t shortest = UINT64_MAX, longest = 0, cpu = 0, setup = 0, touch = 0;
    for (unsigned i = 0; i < workers; i++) {
        const uint64_t busy = slots[i].stop_ns - slots[i].start_ns;
        shortest = least(shortest, busy);
        longest = most(longest, busy);
        setup = most(setup, slots[i].setup_ns);
        touch = most(touch, slots[i].touch_ns);
        cpu += slots[i].cpu_ns;
    }
    sample->busy_min_s = 1e-9 * (double)shortest;
    sample->busy_max_s = 1e-9 * (double)longest;
    sample->cpu_s = 1e-9 * (double)cpu;
    sample->setup_s = 1e-9 * (double)(setup + touch);
}

static void reduce_counters(const struct slot *slots, unsigned workers, struct sample *sample) {
    uint64_t waited = 0;
    for (unsigned i = 0; i < workers; i++) {
        sample->nvcsw += slots[i].nvcsw;
        sample->nivcsw += slots[i].nivcsw;
        sample->minflt += slots[i].minflt;
        sample->majflt += slots[i].majflt;
        sample->migrations += slots[i].migrated;
        sample->gil_switches += slots[i].gil_switches;
        sample->gil_forced += slots[i].gil_forced;
        sample->rss_peak_bytes += slots[i].rss_peak_bytes;
        sample->pss_bytes += slots[i].pss_bytes;
        waited += slots[i].gil_wait_ns;
    }
    sample->gil_wait_s = 1e-9 * (double)waited;
}

static double comm_wait_s(const struct slot *slots, unsigned workers) {
    uint64_t waited_ns = 0;
    for (unsigned i = 0; i < workers; i++)
        waited_ns += slots[i].comm_wait_ns;
    return 1e-9 * (double)waited_ns;
}

void reduce_slots(const struct kernel *kernel, const struct slot *slots, unsigned workers,
                  unsigned nodes, struct sample *sample) {
    sample->checksum = kernel->identity;
    for (unsigned i = 0; i < workers; i++)
        sample->checksum = kernel_combine(kernel, sample->checksum, slots[i].checksum);
    reduce_times(slots, workers, nodes, sample);
    reduce_busy(slots, workers, sample);
    reduce_counters(slots, workers, sample);
    sample->comm_wait_s = kernel->lockstep ? comm_wait_s(slots, workers) : NAN;
}

/* 0: nobody computed there. */
static uint64_t busiest_ns(const struct slot *slots, unsigned workers, unsigned node) {
    uint64_t longest = 0;
    for (unsigned i = 0; i < workers; i++)
        if (slots[i].node == node)
            longest = most(longest, slots[i].stop_ns - slots[i].start_ns);
    return longest;
}

char *reduce_node_busy(const struct slot *slots, unsigned workers, const struct nodes *nodes) {
    char *text = NULL;
    unsigned some = 0;
    for (unsigned node = 0; node < nodes->count; node++) {
        const uint64_t busy_ns = busiest_ns(slots, workers, node);
        if (!busy_ns)
            continue;
        char *longer = must_format("%s%s%s=%.9f", text ? text : "", text ? " " : "",
                                   nodes->list[node].host, 1e-9 * (double)busy_ns);
        free(text);
        text = longer;
        some++;
    }
    if (some > 1)
        return text;
    free(text);
    return NULL;
}

void reduce_latencies(const struct latency *latencies, unsigned workers, char text[LATENCY_TEXT],
                      struct sample *sample) {
    struct latency *all = must_alloc(sizeof *all);
    for (unsigned i = 0; i < workers; i++)
        latency_merge(all, &latencies[i]);
    sample->op_p50_us = latency_quantile_us(all, 0.50);
    sample->op_p90_us = latency_quantile_us(all, 0.90);
    sample->op_p99_us = all->count >= P99_CALLS_MIN ? latency_quantile_us(all, 0.99) : NAN;
    sample->op_max_us = all->count ? 1e-3 * (double)all->max_ns : NAN;
    latency_text(all, text);
    sample->op_histogram = text;
    free(all);
}
