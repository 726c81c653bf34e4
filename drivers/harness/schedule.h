/*
 * How tasks reach workers: OpenMP's three words (OpenMP 4.5, 2.7.1) with the same meaning for
 * threads and for ranks. A schedule is a list of chunks (ranges of tasks) that depends on nothing
 * but its arguments; the kinds differ in the chunks' sizes and in who runs which:
 *
 *   static          one chunk per worker, sizes differ by at most one task
 *   static,CHUNK    chunks of CHUNK tasks, dealt to the workers in turn
 *   dynamic,CHUNK   chunks of CHUNK tasks (default 1), the next one to whoever asks
 *   guided,CHUNK    the next one to whoever asks; its size is the tasks left divided by the
 * workers, rounded up, at least CHUNK (default 1)
 *
 * Since the chunks are known beforehand, "whoever asks" needs one shared counter and nothing else,
 * which works between ranks as between threads.
 */
#ifndef CONVOY_SCHEDULE_H
#define CONVOY_SCHEDULE_H

#include "kernel.h"

enum schedule_kind { SCHEDULE_STATIC, SCHEDULE_DYNAMIC, SCHEDULE_GUIDED };

/* As asked for; chunk 0: none given. */
struct schedule_request {
    enum schedule_kind kind;
    uint64_t chunk;
};

/* "static", "dynamic", "guided", NULL: by enum schedule_kind. */
extern const char *const schedule_names[];

/* "dynamic" or "dynamic,4" into text, which holds at least 32 bytes. */
void schedule_text(struct schedule_request, char *text);

struct schedule {
    struct schedule_request request;
    uint64_t tasks;
    unsigned workers;
    uint64_t chunks;
    uint64_t *begins; /* guided: first task of every chunk, and `tasks` at the end; else NULL */
};

/* tasks and workers at least 1. Free with schedule_free. */
struct schedule schedule_make(struct schedule_request, uint64_t tasks, unsigned workers);
void schedule_free(struct schedule *);

/* The tasks of one chunk; may be empty for static. chunk < schedule->chunks. */
struct range schedule_chunk(const struct schedule *, uint64_t chunk);

#endif
