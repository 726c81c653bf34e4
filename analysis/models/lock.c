#include "lock.h"

#include "check.h"
#include "measure.h"
#include "median.h"

#include <stdlib.h>
#include <string.h>

/* Whether a worker ever had to take the lock over from another; unknown counts as yes. */
static bool is_met(const struct series *series) {
    for (size_t p = 0; p < series->count; p++) {
        const struct estimate *measures = series->items[p].measures;
        const bool never =
            measures[MEASURE_gil_switches].value == 0 && measures[MEASURE_gil_wait_s].value == 0;
        if (series->items[p].workers > 1 && !never)
            return true;
    }
    return false;
}

static bool has_several_workers(const struct series *series) {
    return series->count > 0 && series->items[series->count - 1].workers > 1;
}

static bool only_computes(const struct panel *panel) {
    return strcmp(panel->class, "cpu") == 0 || strcmp(panel->class, "memory") == 0;
}

/* CPU time never says more than all of the time, but the two clocks are read one after the other.
 */
static void shares_measure(struct lock *lock, const struct point *base) {
    double *cpu_s = must_alloc(base->launches * sizeof *cpu_s);
    lock->shares = must_alloc(base->launches * sizeof *lock->shares);
    const bool known = point_launch_values(base, MEASURE_cpu_s, cpu_s);
    for (size_t i = 0; known && i < base->launches; i++)
        if (!isnan(cpu_s[i]))
            lock->shares[lock->launches++] = fmin(cpu_s[i] / base->ordered_s[i], 1);
    free(cpu_s);
    if (!lock->launches)
        return;
    values_sort(lock->shares, lock->launches);
    lock->use = LOCK_MEASURED;
    lock->held = median_of_sorted(lock->shares, lock->launches).value;
}

static struct lock lock_measure(const struct panel *panel) {
    const struct point *base = panel_base(panel);
    struct lock lock = {.use = LOCK_NO_BASE, .held = NAN};
    if (base->workers == 1 && !*panel->items[panel->base_series].lock) {
        lock.use = LOCK_NO_CPU_TIME;
        shares_measure(&lock, base);
    }
    return lock;
}

struct lock lock_of(const struct panel *panel, const struct series *series) {
    if (!*series->lock)
        return (struct lock){.use = LOCK_ABSENT, .held = NAN};
    if (series->role == ROLE_PROCESSES || series->role == ROLE_HYBRID)
        return (struct lock){.use = LOCK_PER_PROCESS, .held = NAN};
    if (has_several_workers(series) && !is_met(series))
        return (struct lock){.use = LOCK_NEVER_MET, .held = 0};
    if (only_computes(panel))
        return (struct lock){.use = LOCK_ALWAYS, .held = 1};
    return lock_measure(panel);
}

void lock_free(struct lock *lock) {
    free(lock->shares);
    *lock = (struct lock){0};
}

double lock_bound(const struct lock *lock, double workers) {
    return 1 / (lock->held + (1 - lock->held) / workers);
}
