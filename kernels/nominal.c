#include "nominal.h"

#include "registry.h"

struct work nominal_work(const struct kernel *kernel, const struct problem *problem) {
    return kernel->work ? kernel->work(problem) : (struct work){0};
}

static struct work work_by_default(const struct kernel *kernel, const struct problem *problem) {
    struct problem plain = *problem;
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++)
        plain.settings[p].number = kernel->parameters[p].default_number;
    return nominal_work(kernel, &plain);
}

/* How much longer than by default each blocking call waits, in nanoseconds. */
static double longer_wait_ns(const struct kernel *kernel, const struct problem *problem) {
    double longer = 0;
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++)
        if (kernel->parameters[p].kind == PARAMETER_TIME_NS)
            longer +=
                (double)problem->settings[p].number - (double)kernel->parameters[p].default_number;
    return longer;
}

double nominal_total_ns(const struct kernel *kernel, const struct problem *problem) {
    const struct work work = nominal_work(kernel, problem);
    const struct work plain = work_by_default(kernel, problem);
    double ns = kernel_nominal_ns_per_item(kernel, problem->variant) * (double)problem->items;
    if (plain.bytes)
        ns *= (double)work.bytes / (double)plain.bytes;
    ns += (double)work.blocking_calls * longer_wait_ns(kernel, problem);
    return ns > 0 ? ns : 0;
}

double nominal_repetition_s(const struct kernel *kernel, const struct problem *problem,
                            unsigned pus) {
    const bool waits = kernel->class == CLASS_IO || kernel->class == CLASS_MIXED;
    const unsigned workers = problem->workers;
    const uint64_t together = waits || workers < pus ? workers : pus;
    const uint64_t rounds = (problem->tasks - 1) / together + 1;
    return 1e-9 * nominal_total_ns(kernel, problem) / (double)problem->tasks * (double)rounds;
}
