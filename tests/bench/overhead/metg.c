#include "metg.h"

#include "clock.h"

#include <math.h>

/* Tasks of 1, 2, 4 ... 32768 rounds; the last, some 10 us, is the peak. */
enum { SIZES = 16, RUN_NS = 500 * 1000, PAIRS = 21, OVERHEAD_GUESS_NS = 50 };

/* Work done per time relative to the longest tasks. */
static double efficiency(const double *task_ns, int at) {
    return ldexp(task_ns[SIZES - 1], at - (SIZES - 1)) / task_ns[at];
}

/* Task length where the efficiency passes one half, between two sizes by straight line in it. */
static double half_peak_ns(const double *task_ns) {
    int at = SIZES - 1;
    while (at > 0 && efficiency(task_ns, at - 1) >= 0.5)
        at--;
    if (at == 0)
        return task_ns[0];
    const double below = efficiency(task_ns, at - 1), above = efficiency(task_ns, at);
    return task_ns[at - 1] + (task_ns[at] - task_ns[at - 1]) * (0.5 - below) / (above - below);
}

struct metg metg_find(const struct crew *crew, const struct way *bare, enum schedule_kind schedule,
                      unsigned workers) {
    double bare_ns[SIZES], ours_ns[SIZES];
    for (int at = 0; at < SIZES; at++) {
        const uint64_t items = UINT64_C(1) << at;
        const double guess_ns = (double)items * crew->ns_per_item + OVERHEAD_GUESS_NS;
        const struct duel duel = {
            .bare = *bare,
            .ours = way_ours,
            .clock = clock_thread_cpu_ns,
            .schedule = schedule,
            .workers = workers,
            .tasks = workers * (uint64_t)(RUN_NS / guess_ns),
            .items_per_task = items,
            .pairs = PAIRS,
        };
        const struct verdict verdict = duel_run(crew, &duel);
        bare_ns[at] = verdict.bare_ns;
        ours_ns[at] = verdict.ours_ns;
    }
    if (crew->index != 0)
        return (struct metg){0};
    return (struct metg){half_peak_ns(bare_ns), half_peak_ns(ours_ns)};
}
