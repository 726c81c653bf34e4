#include "estimate.h"

#include "nominal.h"
#include "probing.h"
#include "registry.h"

#include <math.h>

static const double process_start_s = 0.010, ranks_start_s = 0.150, rank_start_s = 0.025;

static double start_s(const struct variant_plan *variant) {
    if (variant->driver != STUDY_MPI)
        return process_start_s;
    return ranks_start_s + rank_start_s * variant->workers / variant->threads;
}

static struct problem problem_of(const struct pick *pick, const struct variant_plan *variant) {
    const uint64_t size =
        variant->size ? variant->size : kernel_default_size(pick->kernel, pick->variant);
    const bool whole = !variant->tasks && variant->scaling == STUDY_STRONG;
    struct problem problem = {
        .tasks = variant->tasks ? variant->tasks : variant->workers,
        .seed = 1,
        .variant = pick->variant,
        .workers = variant->workers,
    };
    if (whole || __builtin_mul_overflow(size, problem.tasks, &problem.items))
        problem.items = size;
    for (unsigned p = 0; p < KERNEL_PARAMETERS_MAX; p++)
        problem.settings[p] = pick->settings[p];
    return problem;
}

static double repetition_s(const struct pick *pick, const struct variant_plan *variant,
                           struct machine_size machine) {
    const struct problem problem = problem_of(pick, variant);
    const bool waits = nominal_work(pick->kernel, &problem).blocking_calls > 0;
    const bool locked = variant->gil != STUDY_OFF;
    const double locks = variant->driver == STUDY_OMP ? 1 : variant->workers / variant->threads;
    const double pus = (double)machine.pus * machine.nodes;
    const double places = waits    ? variant->workers
                          : locked ? fmin(locks, pus)
                                   : fmin(variant->workers, pus);
    const double tasks = (double)problem.tasks;
    return nominal_total_ns(pick->kernel, &problem) / tasks * ceil(tasks / places) * 1e-9;
}

double estimate_launch_s(const struct variant_plan *variant, struct machine_size machine) {
    const double repetitions = (double)(variant->reps + variant->warmup);
    double work = 0;
    for (size_t i = 0; i < variant->experiment->picks.count; i++) {
        const struct pick *pick = &variant->experiment->picks.items[i];
        if (!variant_runs(variant, pick))
            continue;
        work += pick->probe ? probing_rows_s(pick, variant)
                            : repetitions * repetition_s(pick, variant, machine);
    }
    return start_s(variant) + work;
}

double estimate_limit_s(double estimate_s) {
    return 60 + 20 * estimate_s;
}
