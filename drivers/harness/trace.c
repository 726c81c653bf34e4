#include "trace.h"

#include "registry.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_begin(const void *a, const void *b) {
    const struct trace_event *x = a, *y = b;
    return (x->begin_ns > y->begin_ns) - (x->begin_ns < y->begin_ns);
}

/* Names are words of [a-z0-9-]: no escaping needed. */
static void print_name(FILE *out, const struct configuration *configuration, uint64_t task) {
    const char *variant =
        kernel_variant_name(configuration->kernel, configuration->problem.variant);
    fprintf(out, "\"name\":\"%s%s%s task %" PRIu64 "\",\"cat\":\"%s\"", configuration->kernel->name,
            *variant ? ":" : "", variant, task, kernel_class_name(configuration->kernel->class));
}

static void print_edge(FILE *out, const struct plan *plan, const struct trace_event *event,
                       unsigned threads, char phase, uint64_t at_ns) {
    const struct configuration *configuration = &plan->list[event->configuration];
    fputs(",\n{", out);
    print_name(out, configuration, event->task);
    fprintf(out, ",\"ph\":\"%c\",\"ts\":%.3f,\"pid\":%u,\"tid\":%u", phase, 1e-3 * (double)at_ns,
            event->worker / threads, event->worker);
    if (phase == 'B')
        fprintf(out, ",\"args\":{\"task\":%" PRIu64 ",\"workers\":%u}", event->task,
                configuration->problem.workers);
    fputc('}', out);
}

/* What viewers write beside the rows: the ranks, and the threads of each where both are several. */
static void print_labels(FILE *out, unsigned workers, unsigned threads) {
    const bool hybrid = threads > 1 && workers > threads;
    for (unsigned rank = 0; rank == 0 || rank * threads < workers; rank++)
        fprintf(
            out,
            "%s{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":%u,\"args\":{\"name\":\"rank %u\"}}",
            rank ? ",\n" : "[", rank, rank);
    for (unsigned worker = 0; hybrid && worker < workers; worker++)
        fprintf(out,
                ",\n{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":%u,\"tid\":%u,\"args\":"
                "{\"name\":\"rank %u thread %u\"}}",
                worker / threads, worker, worker / threads, worker % threads);
}

static void print_events(FILE *out, const struct plan *plan, unsigned threads,
                         const struct trace_event *events, size_t count) {
    const uint64_t zero = count ? events[0].begin_ns : 0;
    print_labels(out, plan->workers_max, threads);
    for (size_t i = 0; i < count; i++) {
        print_edge(out, plan, &events[i], threads, 'B', events[i].begin_ns - zero);
        print_edge(out, plan, &events[i], threads, 'E', events[i].end_ns - zero);
    }
    fputs("\n]\n", out);
}

bool trace_make(const char *path, struct fault *fault) {
    FILE *out = fopen(path, "we");
    if (!out || fclose(out) != 0)
        return fault_environment(fault, "--trace: %s: %s", path, strerror(errno));
    return true;
}

bool trace_write(const char *path, const struct plan *plan, unsigned threads_per_rank,
                 struct trace_event *events, size_t count, struct fault *fault) {
    FILE *out = fopen(path, "we");
    if (!out)
        return fault_environment(fault, "--trace: %s: %s", path, strerror(errno));
    if (count)
        qsort(events, count, sizeof *events, by_begin);
    print_events(out, plan, threads_per_rank, events, count);
    const bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed)
        return fault_environment(fault, "--trace: %s: %s", path, strerror(errno));
    return true;
}
