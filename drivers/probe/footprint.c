/*
 * footprint: memory of a program with that many workers, standing still. Resident sets count a page
 * in every process that maps it; so the columns are pss_bytes (shared pages by their share),
 * uss_bytes (pages nobody else maps) and rss_peak_bytes, each summed over processes. All workers of
 * a launch are there at once, so one launch has one worker count; growth per worker is the slope
 * over launches.
 */
#include "probe.h"

#include "host.h"

#include <stdatomic.h>
#include <stdio.h>

struct shared {
    _Atomic uint64_t uss_bytes;
};

static size_t shared_bytes(const struct problem *problem) {
    (void)problem;
    return sizeof(struct shared);
}

/* One worker of each process reads for all of it. The checksum: workers that were there. */
static uint64_t run(struct probe_seat *seat) {
    struct shared *shared = seat->env->shared;
    const unsigned threads = seat->problem->workers / seat->place->ranks;
    if (seat->env->worker % threads == 0)
        atomic_fetch_add(&shared->uss_bytes, host_uss_bytes());
    return 1;
}

static uint64_t expected(const struct problem *problem) {
    return problem->workers;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    (void)problem;
    sample->uss_bytes = (double)((const struct shared *)shared)->uss_bytes;
}

static void words(const struct sample *sample, char *text, size_t room) {
    const double mebi = 1024.0 * 1024.0;
    snprintf(text, room, "PSS %.2f MiB, USS %.2f MiB", (double)sample->pss_bytes / mebi,
             sample->uss_bytes / mebi);
}

const struct probe probe_footprint = {
    .kernel = {.name = "footprint",
               .summary = "memory of a program with that many workers",
               .item = "one worker",
               .default_size = 1,
               .items_per_look = 1,
               .nominal_ns_per_item = 100 * 1000,
               .runs_unlocked = true,
               .shared_bytes = shared_bytes,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .items = PROBE_ITEMS_ARE_WORKERS,
    .options = PROBE_PIN,
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .whole = PROBE_BOTH,
    .nominal_s = 0.002,
    .run = run,
    .conclude = conclude,
    .words = words,
};
