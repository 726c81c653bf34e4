/*
 * Who did what, from when to when: Trace Event JSON ("Trace Event Format", Google, the format of
 * Perfetto and chrome://tracing). Read are complete events (ph X), pairs of begin and end (B, E)
 * and the names of threads and processes (M); everything else is passed over.
 */
#ifndef CONVOY_TRACEFILE_H
#define CONVOY_TRACEFILE_H

#include "fault.h"

#include <stddef.h>
#include <stdint.h>

/* More tasks than this are not drawn; the picture says so. */
enum { TRACE_SPANS_MAX = 4000 };

struct span {
    size_t lane;
    double begin_us, end_us; /* from the trace's first event */
    char *name;
    uint32_t workers; /* of its configuration; 0: the trace does not say */
    /* How many spans of the same name and number of workers began before: our drivers run every
     * task once in each repetition, warm-ups first. */
    unsigned repetition;
};

/* A worker: one thread of one process. */
struct lane {
    double process, thread;
    size_t appeared; /* its place by first event */
    char *name;      /* from the trace, else NULL */
    double begun_us; /* of an open B event, NaN: none */
    char *begun;
    uint32_t begun_workers;
};

struct trace {
    struct lane *items; /* by process and thread */
    size_t count, room;
    struct {
        struct span *items;
        size_t count, room;
    } spans;
    size_t left_out; /* spans beyond TRACE_SPANS_MAX */
};

/* False after a user fault that names the file. Free with tracefile_free in any case. */
bool tracefile_read(const char *path, struct trace *, struct fault *);
void tracefile_free(struct trace *);

/*
 * How many of the repetitions in a trace were warm-ups, from the text of a provenance.json: what
 * --warmup says in the launch whose --trace has that file name, in whatever folder. False if no
 * launch says, or if several do and differ.
 */
bool tracefile_warmups(const char *provenance, const char *path, unsigned *warmups);

#endif
