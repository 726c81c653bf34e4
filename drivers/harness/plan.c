#include "plan.h"

#include "check.h"
#include "choice.h"
#include "hash.h"
#include "probe.h"
#include "registry.h"
#include "selection.h"
#include "shuffle.h"
#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Items and tasks of a configuration; false on overflow. */
static bool work_make(const struct options *options, unsigned workers, uint64_t size,
                      struct configuration *made) {
    const uint64_t grown = options->scaling == SCALING_WEAK ? workers : 1;
    const uint64_t tasks = options->tasks ? options->tasks : 1;
    uint64_t pieces, items;
    if (__builtin_mul_overflow(tasks, grown, &pieces) ||
        __builtin_mul_overflow(pieces, size, &items) || items > INT64_MAX)
        return false;
    made->problem.items = items;
    made->problem.tasks = options->tasks ? pieces : workers;
    made->tasks_per_worker = options->tasks == 0;
    made->size = size;
    return true;
}

/* Every worker runs one range, and all of them run at the same time. */
static const char *lockstep_reason(const struct configuration *made) {
    if (made->schedule.kind != SCHEDULE_STATIC || made->schedule.chunk > 1)
        return "its workers go step by step together, which only a static schedule allows";
    if (made->problem.tasks != made->problem.workers)
        return "its workers go step by step together, one task each: other numbers of tasks do not "
               "fit";
    if (made->problem.items < made->problem.workers)
        return "its workers go step by step together, and there are fewer items than workers";
    return NULL;
}

/* A probe may have its own idea of items and tasks. */
static void probe_work_make(const struct probe *probe, unsigned workers,
                            struct configuration *made) {
    if (probe->items == PROBE_ITEMS_SIZED)
        return;
    struct problem *problem = &made->problem;
    made->tasks_per_worker = probe->items != PROBE_ITEMS_ARE_TASKS;
    if (probe->items == PROBE_ITEMS_ARE_WORKERS)
        made->size = problem->items = workers;
    else if (probe->items_of)
        problem->items = probe->items_of(problem, made->size);
    problem->tasks = probe->items == PROBE_ITEMS_ARE_TASKS ? problem->items : workers;
}

static const char *probe_skip_reason(const struct configuration *made,
                                     const struct plan_world *world) {
    const struct probe *probe = made->probe;
    const struct probe_world about = {.launcher_known = world->launcher_known,
                                      .nodes = world->nodes};
    if (world->available < probe->workers_min)
        return "it needs more workers than there are";
    if (probe->whole & probe_driver_of(world->driver) && made->problem.workers != world->available)
        return "it measures all workers of a launch, no fewer";
    return probe->skip ? probe->skip(&made->problem, &about) : NULL;
}

static const char *skip_reason(const struct configuration *made, const struct plan_world *world) {
    const char *reason = kernel_unavailable(made->kernel);
    if (reason)
        return reason;
    if (made->probe && (reason = probe_skip_reason(made, world)))
        return reason;
    if (made->kernel->shared_bytes && made->kernel->shared_bytes(&made->problem) &&
        world->nodes > 1)
        return "its workers share memory, which nodes do not";
    return made->kernel->lockstep ? lockstep_reason(made) : NULL;
}

/* Everything about a configuration as one line, for hashing. */
static char *configuration_text(const struct configuration *made) {
    return must_format("%s:%s w%u n%" PRIu64 " s%" PRIu64 " i%" PRIu64 " %s", made->kernel->name,
                       kernel_variant_name(made->kernel, made->problem.variant),
                       made->problem.workers, made->problem.tasks, made->size, made->problem.items,
                       made->params);
}

static bool configuration_make(const struct options *options, const struct selected *selected,
                               unsigned workers, const struct plan_world *world,
                               struct configuration *made, struct fault *fault) {
    const struct kernel *kernel = selected->kernel;
    *made = (struct configuration){
        .kernel = kernel,
        .probe = selected->probe,
        .schedule = options->schedule,
        .problem = {.seed = options->seed, .variant = selected->variant, .workers = workers},
    };
    const uint64_t size =
        options->size ? options->size : kernel_default_size(kernel, selected->variant);
    if (!selection_settings(kernel, options, made->problem.settings, fault))
        return false;
    if (selected->swept)
        made->problem.settings[0].number = selected->swept;
    made->params = selection_params(kernel, made->problem.settings);
    if (!work_make(options, workers, size, made))
        return fault_user(fault, "--size, --tasks: more items than 64 bits can count");
    if (made->probe)
        probe_work_make(made->probe, workers, made);
    made->once = made->probe &&
                 probe_variant_once(made->probe, selected->variant, probe_driver_of(world->driver));
    if (made->probe && made->probe->variants_are_schedules)
        made->schedule.kind = (enum schedule_kind)selected->variant;
    made->skip = skip_reason(made, world);
    char *text = configuration_text(made);
    made->id = hash_bytes(HASH_START, text, strlen(text));
    free(text);
    return true;
}

void plan_tokens(struct plan *plan, uint64_t launch_token) {
    for (size_t i = 0; i < plan->count; i++)
        plan->list[i].problem.token = hash_bytes(launch_token, &i, sizeof i);
}

uint64_t configuration_warmup(const struct options *options,
                              const struct configuration *configuration) {
    return configuration->once ? 0 : options->warmup;
}

uint64_t configuration_reps(const struct options *options,
                            const struct configuration *configuration) {
    return configuration->once ? 1 : options->reps;
}

uint64_t configuration_rows(const struct options *options,
                            const struct configuration *configuration) {
    return configuration_warmup(options, configuration) +
           configuration_reps(options, configuration);
}

static bool workers_check(const struct options *options, const struct plan_world *world,
                          struct fault *fault) {
    for (size_t i = 0; i < options->worker_counts; i++) {
        const unsigned workers = options->workers[i];
        if (workers > world->available)
            return fault_user(fault, "--workers: %u asked for, but %s can have %u here", workers,
                              world->driver, world->available);
        if (world->threads && workers % world->threads)
            return fault_user(fault,
                              "--workers: %u are not whole ranks of %u threads; a hybrid can have "
                              "multiples of %u, up to %u here",
                              workers, world->threads, world->threads, world->available);
    }
    return true;
}

static uint64_t config_hash(const struct options *options, const struct plan_world *world,
                            const struct plan *plan) {
    char schedule[32];
    schedule_text(options->schedule, schedule);
    char *text = must_format(
        "%s %s %s %s %" PRIu64 " pin=%s r=%" PRIu64 " w=%" PRIu64 " seed=%" PRIu64 " ranks=%u",
        world->driver, scaling_names[options->scaling], schedule, gil_kind_names[options->gil],
        options->gil_interval_ns, options->pin.text, options->reps, options->warmup, options->seed,
        world->available);
    uint64_t hash = hash_bytes(HASH_START, text, strlen(text));
    free(text);
    if (world->threads)
        hash = hash_bytes(hash, &world->threads, sizeof world->threads);
    /* Sum: the same whatever the order, which depends on the launch. */
    uint64_t sum = 0;
    for (size_t i = 0; i < plan->count; i++)
        sum += plan->list[i].id;
    return hash_bytes(hash, &sum, sizeof sum);
}

static void put_in_order(struct plan *plan, uint64_t seed) {
    size_t *order = must_alloc(plan->count * sizeof *order);
    struct configuration *list = must_alloc(plan->count * sizeof *list);
    for (size_t i = 0; i < plan->count; i++)
        order[i] = i;
    shuffle_indices(seed, plan->count, order);
    for (size_t i = 0; i < plan->count; i++)
        list[i] = plan->list[order[i]];
    free(order);
    free(plan->list);
    plan->list = list;
}

/* Stable: within each of the two parts the order stays. */
static void put_alone_first(struct plan *plan) {
    struct configuration *list = must_alloc(plan->count * sizeof *list);
    size_t at = 0;
    for (int alone = 1; alone >= 0; alone--) {
        for (size_t i = 0; i < plan->count; i++)
            if ((plan->list[i].probe && plan->list[i].probe->alone) == (alone == 1))
                list[at++] = plan->list[i];
        if (alone)
            plan->alone = at;
    }
    free(plan->list);
    plan->list = list;
}

static void note_needs(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        const struct configuration *made = &plan->list[i];
        const size_t shared = made->kernel->shared_bytes && !made->skip
                                  ? made->kernel->shared_bytes(&made->problem)
                                  : 0;
        if (shared > plan->shared_bytes)
            plan->shared_bytes = shared;
        if (made->problem.workers > plan->workers_max)
            plan->workers_max = made->problem.workers;
    }
}

/* Without --workers a probe takes as many as it can. */
static unsigned default_workers(const struct probe *probe, const struct plan_world *world) {
    const unsigned workers = world->default_workers;
    if (!probe || (workers >= probe->workers_min && workers <= probe->workers_max))
        return workers;
    return workers < probe->workers_min ? probe->workers_min : probe->workers_max;
}

static bool fill_one(const struct options *options, const struct plan_world *world,
                     const struct selected *selected, struct plan *plan, struct fault *fault) {
    const struct probe *probe = selected->probe;
    const unsigned usual = default_workers(probe, world);
    const unsigned *counts = options->worker_counts ? options->workers : &usual;
    const size_t points = options->worker_counts ? options->worker_counts : 1;
    const size_t before = plan->count;
    for (size_t w = 0; w < points; w++) {
        if (probe && (counts[w] < probe->workers_min || counts[w] > probe->workers_max))
            continue;
        if (!configuration_make(options, selected, counts[w], world, &plan->list[plan->count++],
                                fault))
            return false;
    }
    if (plan->count == before)
        return fault_user(fault, "--workers: probe %s takes %u to %u", selected->kernel->name,
                          probe->workers_min, probe->workers_max);
    return true;
}

static bool fill(const struct options *options, const struct plan_world *world,
                 const struct selection *selection, struct plan *plan, struct fault *fault) {
    const size_t points = options->worker_counts ? options->worker_counts : 1;
    plan->list = must_alloc(selection->count * points * sizeof *plan->list);
    for (size_t k = 0; k < selection->count; k++)
        if (!fill_one(options, world, &selection->list[k], plan, fault))
            return false;
    return true;
}

bool plan_make(const struct options *options, const struct plan_world *world, struct plan *plan,
               struct fault *fault) {
    *plan = (struct plan){0};
    struct selection selection = {NULL, 0};
    const bool good = workers_check(options, world, fault) &&
                      selection_check_settings(options, fault) &&
                      (options->probe ? choice_read(options, world->driver, &selection, fault)
                                      : selection_read(options, &selection, fault)) &&
                      fill(options, world, &selection, plan, fault);
    selection_free(&selection);
    if (good) {
        uint64_t mixed = options->seed; /* so that seed 1, launch 1 is not seed 2, launch 0 */
        put_in_order(plan, splitmix64(&mixed) + world->launch);
        put_alone_first(plan);
        note_needs(plan);
        plan->config_id = config_hash(options, world, plan);
    }
    return good;
}

void plan_free(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++)
        free(plan->list[i].params);
    free(plan->list);
}

static void print_configuration(const struct configuration *made, FILE *out) {
    const char *variant = kernel_variant_name(made->kernel, made->problem.variant);
    char name[64];
    snprintf(name, sizeof name, "%s%s%s", made->kernel->name, *variant ? ":" : "", variant);
    fprintf(out, "%-26s %7u %10" PRIu64 " %15" PRIu64 "%s%s", name, made->problem.workers,
            made->problem.tasks, made->problem.items, *made->params ? "  " : "", made->params);
    if (made->skip)
        fprintf(out, "  skipped: %s", made->skip);
    fputc('\n', out);
}

void plan_print(const struct plan *plan, const struct options *options,
                const struct plan_world *world, FILE *out) {
    char schedule[32], interval[32];
    schedule_text(options->schedule, schedule);
    text_from_time_ns(options->gil_interval_ns, interval);
    fprintf(out, "driver %s, ", world->driver);
    if (world->threads)
        fprintf(out, "%u x %u ranks x threads, ", world->available / world->threads,
                world->threads);
    fprintf(out, "%s scaling, schedule %s, gil %s", scaling_names[options->scaling], schedule,
            gil_kind_names[options->gil]);
    if (options->gil == GIL_CPYTHON)
        fprintf(out, " (interval %s)", interval);
    fprintf(out, ", pin %s, seed %" PRIu64 "\n", options->pin.text, options->seed);
    fprintf(out,
            "%zu configurations, each %" PRIu64 " warm-up and %" PRIu64 " kept repetitions\n\n",
            plan->count, options->warmup, options->reps);
    fprintf(out, "%-26s %7s %10s %15s\n", "kernel", "workers", "tasks", "items");
    for (size_t i = 0; i < plan->count; i++)
        print_configuration(&plan->list[i], out);
}

static void print_parameter(const struct kernel *kernel, unsigned index, FILE *out) {
    const struct parameter *parameter = &kernel->parameters[index];
    const struct setting setting = {parameter->default_number, ""};
    char text[32];
    if (parameter->kind == PARAMETER_TIME_NS)
        text_from_time_ns(setting.number, text);
    else
        snprintf(text, sizeof text, "%" PRIu64, setting.number);
    if (parameter_is_text(parameter))
        fprintf(out, "             --set %s.%s=%s: %s\n", kernel->name, parameter->name,
                parameter->kind == PARAMETER_URL ? "URL" : "DIR", parameter->summary);
    else
        fprintf(out, "             --set %s.%s=%s: %s\n", kernel->name, parameter->name, text,
                parameter->summary);
}

static void print_kernel(const struct kernel *kernel, const char *class, FILE *out) {
    const char *reason = kernel_unavailable(kernel);
    fprintf(out, "%-11s %-7s %s\n", kernel->name, class, kernel->summary);
    if (reason)
        fprintf(out, "             unavailable: %s\n", reason);
    fprintf(out, "             item: %s; default size %" PRIu64 "\n", kernel->item,
            kernel->default_size);
    for (unsigned v = 0; v < kernel_variant_count(kernel); v++)
        fprintf(out, "             %s:%s: %s; default size %" PRIu64 "\n", kernel->name,
                kernel->variants[v].name, kernel->variants[v].summary,
                kernel_default_size(kernel, v));
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++)
        print_parameter(kernel, p, out);
}

void plan_print_kernels(FILE *out) {
    for (size_t i = 0; kernels_all[i]; i++)
        print_kernel(kernels_all[i], kernel_class_name(kernels_all[i]->class), out);
    for (size_t i = 0; probes_all[i]; i++)
        print_kernel(&probes_all[i]->kernel, "probe", out);
}
