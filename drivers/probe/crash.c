/*
 * crash: one worker dies of SIGSEGV in the middle of its task, the middle one of all.
 *
 * `threads`: a child process forms a team that works the tasks off. What a thread does ends the
 * process, and with it the results of all tasks, done or not: `lost` counts them, the checksum is
 * the signal that the parent sees, and the wall time ends when it does.
 *
 * `isolated`: ranks whose tasks run in a forked child each, which hands back its result in shared
 * memory and never calls MPI. A rank that sees its child die puts the task back; whoever asks next
 * does it again, and nothing is lost. The latency is the time from the child's last moment until
 * the task is on the list again. `direct`: the same without children and without a crash, for the
 * price of isolation.
 *
 * `plain`: a rank itself dies. Plain MPI ends the job: every rank, all results; when, and with
 * which exit code, is what is measured. `recovery`: the same under a launcher that lets the others
 * live on; the manager sees the death and hands the task out again. Both are jobs of their own
 * (rescue.h), with a manager beside the workers, started once per launch by convoy-omp, which
 * survives them.
 */
#include "probe.h"

#include "check.h"
#include "compute.h"
#include "forked.h"
#include "rescue.h"
#include "waiting.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { THREADS, PLAIN, RECOVERY, ISOLATED, DIRECT };
enum { TASK_TIME };

static const uint64_t no_task = UINT64_MAX;

static uint64_t fatal_task(const struct problem *problem) {
    return problem->items / 2;
}

/* The list of tasks, in memory that all ranks share; without such ranks, what came out. */
struct list {
    _Alignas(128) _Atomic uint64_t next;  /* nobody has had this one and those behind */
    _Alignas(128) _Atomic uint64_t again; /* a task that was put back, plus 1; 0: none */
    _Alignas(128) _Atomic uint64_t done;
    _Atomic bool crashed; /* the fatal task is fatal once */
    _Atomic unsigned end; /* how what crashed ended, as its parent saw it: exit code plus 1 */
    _Atomic uint64_t results[];
};

static size_t shared_bytes(const struct problem *problem) {
    return sizeof(struct list) + problem->items * sizeof(uint64_t);
}

/* As shells have it: 128 + signal where one ended it. */
static void note_end(struct list *list, int exit_code) {
    atomic_store(&list->end, (unsigned)exit_code + 1);
}

/* --- threads ---------------------------------------------------------------------------------- */

/* What outlives the process. */
struct saved {
    _Atomic uint64_t done, died_ns;
};

struct doomed {
    struct probe_seat *seat;
    struct saved *saved;
    _Atomic uint64_t next, done;
};

static void work_off(unsigned thread, void *argument) {
    (void)thread;
    struct doomed *doomed = argument;
    const struct problem *problem = doomed->seat->problem;
    for (uint64_t task; (task = atomic_fetch_add(&doomed->next, 1)) < problem->items;) {
        doomed->seat->env->compute(doomed->seat->env, problem->settings[TASK_TIME].number);
        if (task == fatal_task(problem)) {
            doomed->saved->died_ns = doomed->seat->clock();
            raise(SIGSEGV);
        }
        atomic_fetch_add(&doomed->done, 1);
    }
}

/* Only what the team finishes reaches the page. */
static void form_doomed_team(void *argument, void *page) {
    struct doomed *doomed = argument;
    const struct probe_seat *seat = doomed->seat;
    doomed->saved = page;
    seat->threads->run(seat->problem->workers, work_off, doomed);
    doomed->saved->done = doomed->done;
}

static uint64_t run_threads(struct probe_seat *seat) {
    struct doomed doomed = {.seat = seat};
    struct list *list = seat->env->shared;
    struct saved *saved = forked_share(sizeof *saved);
    if (!saved) {
        seat->env->failed(seat->env, "memory to share with a child", errno);
        return 0;
    }
    int status = 0;
    const pid_t child = forked_start(form_doomed_team, &doomed, saved);
    const int error = child < 0 ? errno : forked_wait(child, WAITING_LIMIT_NS, &status);
    seat->slot->stop_ns = seat->clock();
    if (error)
        seat->env->failed(seat->env, "a process that is to crash", error);
    list->done = saved->done;
    note_end(list, forked_exit_code(status));
    latency_record(seat->latency, seat->slot->stop_ns - saved->died_ns);
    forked_unshare(saved, sizeof *saved);
    return WIFSIGNALED(status) ? (uint64_t)WTERMSIG(status) : 0;
}

/* --- a rank itself ---------------------------------------------------------------------------- */

static struct rescue *order_make(const struct probe_seat *seat) {
    const struct problem *problem = seat->problem;
    struct rescue *rescue = must_alloc(rescue_bytes(problem->items));
    const double task_ns = (double)problem->settings[TASK_TIME].number;
    rescue->tasks = problem->items;
    rescue->fatal = fatal_task(problem);
    rescue->steps = (uint64_t)(task_ns * compute_speed(seat->clock));
    rescue->recover = problem->variant == RECOVERY;
    return rescue;
}

/* Of a plain job the launcher's end is what tells. */
static void keep_outcome(struct probe_seat *seat, const struct rescue *rescue,
                         const struct launched *launched) {
    struct list *list = seat->env->shared;
    const uint64_t known_ns = rescue->known_ns ? rescue->known_ns : launched->ended_ns;
    seat->slot->start_ns = rescue->begin_ns;
    seat->slot->stop_ns = rescue->end_ns ? rescue->end_ns : launched->ended_ns;
    list->done = rescue->done;
    for (uint64_t task = 0; task < rescue->tasks; task++)
        list->results[task] = rescue->results[task];
    note_end(list, launched->exit_code);
    latency_record(seat->latency, known_ns - rescue->died_ns);
}

/* The checksum of a plain job: that the launcher told of the death. */
static uint64_t run_job(struct probe_seat *seat) {
    struct rescue *rescue = order_make(seat);
    struct launched launched;
    const int error = rescue_run(rescue, seat->problem->workers, &launched);
    const bool died = !error && rescue->begin_ns && rescue->died_ns;
    if (died)
        keep_outcome(seat, rescue, &launched);
    else {
        fprintf(stderr, "%s: %s\n", LAUNCHED_RESCUE, error ? "" : launched.message);
        seat->env->failed(seat->env, "a job in which a rank dies", error);
    }
    free(rescue);
    return seat->problem->variant == PLAIN && died && launched.exit_code != 0;
}

/* --- ranks ------------------------------------------------------------------------------------ */

/* A task to do; no_task when all are done, or after the limit. */
static uint64_t next_task(struct probe_seat *seat, struct list *list) {
    const uint64_t items = seat->problem->items, until_ns = seat->clock() + WAITING_LIMIT_NS;
    while (atomic_load(&list->done) < items) {
        const uint64_t again = atomic_exchange(&list->again, 0);
        if (again)
            return again - 1;
        if (atomic_load(&list->next) < items) {
            const uint64_t task = atomic_fetch_add(&list->next, 1);
            if (task < items)
                return task;
        }
        if (seat->clock() > until_ns) {
            seat->env->failed(seat->env, "waiting for the last tasks", ETIMEDOUT);
            break;
        }
        sched_yield();
    }
    return no_task;
}

/* What a child needs and leaves. */
struct errand {
    struct probe_seat *seat;
    uint64_t task;
    bool fatal;
};

struct outcome {
    uint64_t result, died_ns;
};

static void run_errand(void *argument, void *page) {
    const struct errand *errand = argument;
    struct outcome *outcome = page;
    struct probe_seat *seat = errand->seat;
    seat->env->compute(seat->env, seat->problem->settings[TASK_TIME].number);
    if (errand->fatal) {
        outcome->died_ns = seat->clock();
        raise(SIGSEGV);
    }
    outcome->result = rescue_result(errand->task);
}

static void keep_result(struct list *list, uint64_t task, uint64_t result) {
    atomic_fetch_add(&list->results[task], result);
    atomic_fetch_add(&list->done, 1);
}

/* False: no child could be had. */
static bool send_child(struct probe_seat *seat, struct list *list, uint64_t task,
                       struct outcome *outcome) {
    struct errand errand = {.seat = seat, .task = task};
    int status = 0;
    errand.fatal = task == fatal_task(seat->problem) && !atomic_exchange(&list->crashed, true);
    *outcome = (struct outcome){0};
    const pid_t child = forked_start(run_errand, &errand, outcome);
    const int error = child < 0 ? errno : forked_wait(child, WAITING_LIMIT_NS, &status);
    if (error) {
        seat->env->failed(seat->env, "a child for a task", error);
        return false;
    }
    if (status == 0) {
        keep_result(list, task, outcome->result);
        return true;
    }
    atomic_store(&list->again, task + 1);
    note_end(list, forked_exit_code(status));
    latency_record(seat->latency, seat->clock() - outcome->died_ns);
    return true;
}

static void run_isolated(struct probe_seat *seat, struct list *list) {
    struct outcome *outcome = forked_share(sizeof *outcome);
    if (!outcome) {
        seat->env->failed(seat->env, "memory to share with children", errno);
        return;
    }
    for (uint64_t task; (task = next_task(seat, list)) != no_task;)
        if (!send_child(seat, list, task, outcome))
            break;
    forked_unshare(outcome, sizeof *outcome);
}

static void run_direct(struct probe_seat *seat, struct list *list) {
    for (uint64_t task; (task = next_task(seat, list)) != no_task;) {
        seat->env->compute(seat->env, seat->problem->settings[TASK_TIME].number);
        keep_result(list, task, rescue_result(task));
    }
}

/* ---------------------------------------------------------------------------------------------- */

static uint64_t run(struct probe_seat *seat) {
    switch (seat->problem->variant) {
    case THREADS:
        return run_threads(seat);
    case PLAIN:
    case RECOVERY:
        return run_job(seat);
    case ISOLATED:
        run_isolated(seat, seat->env->shared);
        return 0;
    default:
        run_direct(seat, seat->env->shared);
        return 0;
    }
}

/* Whether everything is lost by design. */
static bool is_lost(const struct problem *problem) {
    return problem->variant == THREADS || problem->variant == PLAIN;
}

/* The results of all tasks, where there are any. */
static uint64_t collect(const void *shared, const struct problem *problem) {
    const struct list *list = shared;
    uint64_t sum = 0;
    for (uint64_t task = 0; !is_lost(problem) && task < problem->items; task++)
        sum += atomic_load(&list->results[task]);
    return sum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t sum = 0;
    if (is_lost(problem))
        return problem->variant == THREADS ? SIGSEGV : 1;
    for (uint64_t task = problem->items; task-- > 0;)
        sum += rescue_result(task);
    return sum;
}

static void conclude(const struct problem *problem, const void *shared, struct sample *sample) {
    const struct list *list = shared;
    const unsigned end = atomic_load(&list->end);
    sample->lost = (double)(problem->items - atomic_load(&list->done));
    sample->exit_code = end ? (double)end - 1 : NAN;
}

static void words(const struct sample *sample, char *text, size_t room) {
    const int used = snprintf(text, room, "%.0f of %llu tasks lost", sample->lost,
                              (unsigned long long)sample->items);
    if (sample->op_p50_us > 0)
        snprintf(text + used, room - (size_t)used, ", known after %.3g us, exit code %.0f",
                 sample->op_p50_us, sample->exit_code);
}

static const struct variant variants[] = {
    [THREADS] = {"threads", "a thread crashes, in a process of its own", 0},
    [PLAIN] = {"plain", "a rank crashes, in a plain MPI job of its own", 0},
    [RECOVERY] = {"recovery", "the same under mpirun --enable-recovery, which spares the others",
                  0},
    [ISOLATED] = {"isolated", "ranks run each task in a child; one child crashes", 0},
    [DIRECT] = {"direct", "ranks run the tasks themselves, no crash: the price", 0},
    {NULL, NULL, 0},
};

static const unsigned variant_drivers[] = {[THREADS] = PROBE_OMP,
                                           [PLAIN] = PROBE_OMP,
                                           [RECOVERY] = PROBE_OMP,
                                           [ISOLATED] = PROBE_MPI,
                                           [DIRECT] = PROBE_MPI};

static const bool variant_once[] = {
    [PLAIN] = true, [RECOVERY] = true, [ISOLATED] = false, [DIRECT] = false};

static const char *skip(const struct problem *problem, const struct probe_world *world) {
    (void)world;
    if (problem->variant == RECOVERY && problem->workers == 1)
        return "nobody is left to do the lost task again";
    return problem->variant == PLAIN || problem->variant == RECOVERY
               ? rescue_unavailable(problem->variant == RECOVERY)
               : NULL;
}

static void flag(const struct problem *problem, char *text, size_t room) {
    if (problem->variant == PLAIN || problem->variant == RECOVERY)
        launched_transport(text, room);
}

static const struct parameter parameters[] = {
    [TASK_TIME] = {"time", "length of a task", PARAMETER_TIME_NS, 1000 * 1000, 0,
                   UINT64_C(10) * 1000 * 1000 * 1000},
    {NULL, NULL, PARAMETER_TIME_NS, 0, 0, 0},
};

const struct probe probe_crash = {
    .kernel = {.name = "crash",
               .summary = "one worker dies of SIGSEGV in the middle: what is lost",
               .item = "one task",
               .default_size = 100,
               .items_per_look = 1,
               .nominal_ns_per_item = 1000 * 1000,
               .runs_unlocked = true,
               .computes_by_time = true,
               .variants = variants,
               .parameters = parameters,
               .shared_bytes = shared_bytes,
               .collect = collect,
               .expected = expected},
    .drivers = PROBE_BOTH,
    .options = PROBE_SIZE,
    .items = PROBE_ITEMS_ARE_TASKS,
    .workers_min = 1,
    .workers_max = UINT32_MAX,
    .alone = true,
    .nominal_s = 0.2,
    .variant_once = variant_once,
    .variant_drivers = variant_drivers,
    .skip = skip,
    .run = run,
    .conclude = conclude,
    .flag = flag,
    .words = words,
};
