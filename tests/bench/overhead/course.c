#include "course.h"

#include "clock.h"
#include "lockless.h"
#include "metg.h"
#include "spin.h"

#include <math.h>
#include <stdio.h>

/*
 * One run of one worker: long against the clock, short against what disturbs. The lock that is off
 * is held against 1 %, so it gets more pairs.
 */
enum { RUN_NS = 500 * 1000, PAIRS = 101, LOCK_PAIRS = 401, BARRIERS = 200 };

static const double lengths_us[] = {0.1, 1.0, 10.0, 100.0};
enum { LENGTHS = sizeof lengths_us / sizeof *lengths_us };

static uint64_t at_least_one(double number) {
    return number < 1.0 ? 1 : (uint64_t)llround(number);
}

static double worst(double a, double b) {
    return a > b ? a : b;
}

/* Tasks of that length, as many as fill a run. */
static struct duel duel_of(const struct crew *crew, unsigned workers, double length_us) {
    return (struct duel){
        .ours = way_ours,
        .clock = clock_thread_cpu_ns,
        .workers = workers,
        .tasks = workers * at_least_one(RUN_NS / (1000.0 * length_us)),
        .items_per_task = at_least_one(1000.0 * length_us / crew->ns_per_item),
        .pairs = PAIRS,
    };
}

static void print_row(const struct bare *bare, const char *what, const char *schedule,
                      unsigned workers, const struct verdict *v) {
    printf("%-8s %-16s %-8s %7u %10.4f %10.4f   %.3f [%.3f, %.3f] %9.1f\n", bare->model, what,
           schedule, workers, 1e-3 * v->bare_ns, 1e-3 * v->ours_ns, v->ratio, v->ratio_low,
           v->ratio_high, v->added_ns);
    fflush(stdout);
}

static void score_static(struct score *score, double length_us, const struct verdict *verdict) {
    if (length_us > 1.0)
        return;
    score->static_added_ns = worst(score->static_added_ns, verdict->added_ns);
    if (length_us == 1.0)
        score->static_ratio = worst(score->static_ratio, verdict->ratio);
}

static void run_lengths(const struct crew *crew, const struct bare *bare, unsigned workers,
                        enum schedule_kind schedule, struct score *score) {
    for (int i = 0; i < LENGTHS; i++) {
        char what[32];
        struct duel duel = duel_of(crew, workers, lengths_us[i]);
        duel.schedule = schedule;
        duel.bare = schedule == SCHEDULE_STATIC ? bare->static_way : bare->dynamic_way;
        const struct verdict verdict = duel_run(crew, &duel);
        if (schedule == SCHEDULE_STATIC)
            score_static(score, lengths_us[i], &verdict);
        if (crew->index != 0)
            continue;
        snprintf(what, sizeof what, "task %g us", lengths_us[i]);
        print_row(bare, what, schedule_names[schedule], workers, &verdict);
    }
}

static double run_metg(const struct crew *crew, const struct bare *bare, unsigned workers,
                       enum schedule_kind schedule) {
    const struct way *way = schedule == SCHEDULE_STATIC ? &bare->static_way : &bare->dynamic_way;
    const struct metg metg = metg_find(crew, way, schedule, workers);
    if (crew->index == 0)
        printf("%-8s %-16s %-8s %7u %10.4f %10.4f   %.3f\n", bare->model, "METG(50 %)",
               schedule_names[schedule], workers, 1e-3 * metg.bare_ns, 1e-3 * metg.ours_ns,
               metg.ours_ns / metg.bare_ns);
    return 1e-3 * metg.ours_ns;
}

/* One task per worker is what a run without --tasks does; 1 us shows the check made per task. */
static void run_lock(const struct crew *crew, const struct bare *bare, unsigned workers,
                     struct score *score) {
    static const struct {
        const char *what;
        double length_us;
    } rows[] = {{"lock off, whole", 1e-3 * RUN_NS}, {"lock off, 1 us", 1.0}};
    for (int i = 0; i < 2; i++) {
        struct duel duel = duel_of(crew, workers, rows[i].length_us);
        duel.schedule = SCHEDULE_STATIC;
        duel.bare = way_lockless;
        duel.pairs = LOCK_PAIRS;
        const struct verdict verdict = duel_run(crew, &duel);
        score->lock_ratio = worst(score->lock_ratio, verdict.ratio);
        if (crew->index == 0)
            print_row(bare, rows[i].what, schedule_names[SCHEDULE_STATIC], workers, &verdict);
    }
}

static void wait_often(struct worker *worker) {
    const struct problem *problem = worker->share->problem;
    const uint64_t count = problem->tasks / problem->workers;
    worker->slot->start_ns = worker->share->clock();
    for (uint64_t i = 0; i < count; i++)
        barrier_wait(&worker->share->board->barrier);
    worker->slot->stop_ns = worker->share->clock();
    worker->slot->checksum = count;
}

/* Only where the whole crew works: a barrier is for everybody. Waiting is what it costs: wall. */
static void run_barrier(const struct crew *crew, const struct bare *bare) {
    const struct duel duel = {
        .bare = bare->barrier,
        .ours = {.run = wait_often},
        .clock = clock_wall_ns,
        .schedule = SCHEDULE_STATIC,
        .workers = crew->size,
        .tasks = (uint64_t)crew->size * BARRIERS,
        .items_per_task = 1,
        .pairs = PAIRS,
    };
    const struct verdict verdict = duel_run(crew, &duel);
    if (crew->index == 0)
        print_row(bare, "barrier", "-", crew->size, &verdict);
}

void course_print_head(void) {
    printf("%-8s %-16s %-8s %7s %10s %10s   %-20s %9s\n", "model", "what", "schedule", "workers",
           "bare us", "ours us", "ratio [95 % limits]", "added ns");
}

void course_run(const struct crew *crew, const struct bare *bare, unsigned workers,
                struct score *score) {
    run_lengths(crew, bare, workers, SCHEDULE_STATIC, score);
    run_lengths(crew, bare, workers, SCHEDULE_DYNAMIC, score);
    const double metg_static_us = run_metg(crew, bare, workers, SCHEDULE_STATIC);
    const double metg_dynamic_us = run_metg(crew, bare, workers, SCHEDULE_DYNAMIC);
    score->metg_static_us = worst(score->metg_static_us, metg_static_us);
    score->metg_dynamic_us = worst(score->metg_dynamic_us, metg_dynamic_us);
    run_lock(crew, bare, workers, score);
    if (workers == crew->size && workers > 1)
        run_barrier(crew, bare);
}

void course_print_clock(const struct crew *crew, const struct bare *bare) {
    double cost_ns;
    uint64_t step_ns;
    clock_measure(&cost_ns, &step_ns);
    printf("%-8s %-16s %.1f ns a look, smallest step seen %llu ns; a round of the loop %.3f ns\n",
           bare->model, "clock", cost_ns, (unsigned long long)step_ns, crew->ns_per_item);
}

static void print_goal(const struct bare *bare, const char *what, double value, double bound) {
    printf("goal %-8s %-42s <= %-5g %-11s %.3f\n", bare->model, what, bound,
           value <= bound ? "reached" : "not reached", value);
}

void course_print_goals(const struct bare *bare, const struct score *score) {
    print_goal(bare, "static, 1 us: ratio", score->static_ratio, 1.05);
    print_goal(bare, "static, 0.1 and 1 us: added ns per task", score->static_added_ns, 20.0);
    print_goal(bare, "lock off: ratio", score->lock_ratio, 1.01);
    print_goal(bare, "METG static, us", score->metg_static_us, 0.2);
    print_goal(bare, "METG dynamic, us", score->metg_dynamic_us, bare->metg_dynamic_goal_us);
}
