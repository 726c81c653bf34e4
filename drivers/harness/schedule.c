#include "schedule.h"

#include "check.h"
#include "partition.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const char *const schedule_names[] = {"static", "dynamic", "guided", NULL};

void schedule_text(struct schedule_request request, char *text) {
    if (request.chunk)
        snprintf(text, 32, "%s,%" PRIu64, schedule_names[request.kind], request.chunk);
    else
        snprintf(text, 32, "%s", schedule_names[request.kind]);
}

static uint64_t chunk_size(struct schedule_request request) {
    return request.chunk ? request.chunk : 1;
}

/* Begins of guided chunks: about workers x log(tasks / workers) of them. */
static void guide(struct schedule *schedule) {
    const uint64_t least = chunk_size(schedule->request);
    uint64_t room = 0;
    for (uint64_t begin = 0; begin < schedule->tasks; schedule->chunks++) {
        if (schedule->chunks + 1 >= room) {
            room = room * 2 + 64;
            schedule->begins = must_realloc(schedule->begins, room * sizeof *schedule->begins);
        }
        schedule->begins[schedule->chunks] = begin;
        const uint64_t left = schedule->tasks - begin;
        const uint64_t share = left / schedule->workers + (left % schedule->workers != 0);
        const uint64_t size = share > least ? share : least;
        begin += size < left ? size : left;
    }
    schedule->begins[schedule->chunks] = schedule->tasks;
}

struct schedule schedule_make(struct schedule_request request, uint64_t tasks, unsigned workers) {
    CHECK(tasks >= 1 && workers >= 1);
    struct schedule schedule = {.request = request, .tasks = tasks, .workers = workers};
    if (request.kind == SCHEDULE_GUIDED)
        guide(&schedule);
    else if (request.kind == SCHEDULE_STATIC && !request.chunk)
        schedule.chunks = workers;
    else
        schedule.chunks = (tasks - 1) / chunk_size(request) + 1;
    return schedule;
}

void schedule_free(struct schedule *schedule) {
    free(schedule->begins);
    schedule->begins = NULL;
}

struct range schedule_chunk(const struct schedule *schedule, uint64_t chunk) {
    if (schedule->begins)
        return (struct range){schedule->begins[chunk], schedule->begins[chunk + 1]};
    if (schedule->request.kind == SCHEDULE_STATIC && !schedule->request.chunk)
        return partition(schedule->tasks, schedule->workers, chunk);
    const uint64_t size = chunk_size(schedule->request);
    const uint64_t begin = chunk * size;
    const uint64_t left = schedule->tasks - begin;
    return (struct range){begin, begin + (size < left ? size : left)};
}
