/*
 * Who ran what from when to when: one begin and one end event per task and worker in the JSON Array
 * Format of "Trace Event Format" (Chromium project), which Perfetto and chrome://tracing open.
 * Process = rank, thread = worker; times in microseconds from the first event on.
 */
#ifndef CONVOY_TRACE_H
#define CONVOY_TRACE_H

#include "fault.h"
#include "measure.h"
#include "plan.h"

/* Makes the file, empty: before hours are measured for a trace that cannot be written. */
bool trace_make(const char *path, struct fault *);

/* Sorts the events by time. Root only. */
bool trace_write(const char *path, const struct plan *, unsigned threads_per_rank,
                 struct trace_event *events, size_t count, struct fault *);

#endif
