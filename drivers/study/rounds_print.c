#include "probing.h"
#include "registry.h"
#include "rounds.h"
#include "span.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static size_t variants_of(const struct rounds *rounds, const struct experiment *experiment) {
    size_t count = 0;
    for (size_t v = 0; v < rounds->variant_count; v++)
        count += rounds->variants[v].experiment == experiment;
    return count;
}

/* Kernels named in the study that this build or this host cannot run: nothing is left out in
 * silence. */
static void print_unavailable(const struct experiment *experiment, FILE *out) {
    for (size_t i = 0; i < experiment->picks.count; i++) {
        const struct kernel *kernel = experiment->picks.items[i].kernel;
        if (kernel_unavailable(kernel))
            fprintf(out, "            left out: %s: %s\n", kernel->name,
                    kernel_unavailable(kernel));
    }
}

/* Variants of a probe follow each other; one line is for all of them. */
static void print_limits(const struct experiment *experiment, FILE *out) {
    for (size_t i = 0; i < experiment->picks.count; i++) {
        const struct pick *pick = &experiment->picks.items[i];
        if (!pick->probe || (i > 0 && pick[-1].probe == pick->probe))
            continue;
        char *limits = probing_limits(pick);
        if (*limits)
            fprintf(out, "            %s\n", limits);
        free(limits);
    }
}

/* What does not run on several nodes, and why. */
static void print_not_on_nodes(const struct rounds *rounds, const struct experiment *experiment,
                               FILE *out) {
    const struct machine_size *machine = &rounds->machine;
    struct number_list workers;
    if (machine->nodes == 1)
        return;
    if (!rounds_has_section(machine, experiment)) {
        fprintf(out, "            left out: its workers do not mention nodes\n");
        return;
    }
    if (experiment->drivers & 1U << STUDY_OMP)
        fprintf(out, "            left out: omp: threads do not reach beyond a node\n");
    if (!amount_list_numbers(&experiment->workers, *machine, STUDY_WORKERS_MAX, &workers))
        for (size_t i = 0; i < workers.count; i++)
            if (!rounds_has_workers(machine, STUDY_MPI, workers.items[i]))
                fprintf(out,
                        "            left out: %" PRIu64 " workers: not a multiple of the nodes\n",
                        workers.items[i]);
    number_list_free(&workers);
}

static void print_experiment(const struct rounds *rounds, const struct experiment *experiment,
                             FILE *out) {
    const size_t variants = variants_of(rounds, experiment);
    fprintf(out, "section   %s: %zu variant%s: %s\n", experiment->name, variants,
            variants == 1 ? "" : "s", experiment->summary);
    print_not_on_nodes(rounds, experiment, out);
    print_unavailable(experiment, out);
    print_limits(experiment, out);
}

static void print_chosen(const struct rounds *rounds, FILE *out) {
    fprintf(out, "rounds    only");
    for (size_t i = 0; i < rounds->chosen->count; i++)
        fprintf(out, " %" PRIu64, rounds->chosen->items[i]);
    fprintf(out, " of %u\n", rounds->count);
}

/* Rounds that run. */
static size_t rounds_running(const struct rounds *rounds) {
    return rounds->chosen ? rounds->chosen->count : rounds->count;
}

void rounds_print_head(const struct rounds *rounds, FILE *out) {
    const struct span_text estimate = span_for_people(rounds_estimate_s(rounds));
    fprintf(out, "study     %s%s: %s\n", rounds->study->name, rounds->quick ? " (quick)" : "",
            rounds->study->title);
    const struct machine_size machine = rounds->machine;
    fprintf(out, "machine   %u core%s, %u PU%s", machine.cores, machine.cores == 1 ? "" : "s",
            machine.pus, machine.pus == 1 ? "" : "s");
    if (machine.nodes > 1)
        fprintf(out, " in each of %u nodes", machine.nodes);
    fputc('\n', out);
    for (size_t e = 0; e < rounds->study->count; e++)
        print_experiment(rounds, &rounds->study->experiments[e], out);
    if (rounds->chosen)
        print_chosen(rounds, out);
    fprintf(out,
            "plan      %zu round%s, %zu launches, %" PRIu64
            " rows; order shuffled with seed %" PRIu64 "\n",
            rounds_running(rounds), rounds_running(rounds) == 1 ? "" : "s", rounds->launch_count,
            rounds_rows(rounds), rounds->seed);
    fprintf(out, "estimate  about %s, from nominal costs\n", estimate.text);
}

static void print_launch(const struct launch *launch, FILE *out) {
    char *kernels = variant_kernels(launch->variant);
    fprintf(out, "%7u %5u %-12s %-28s %5" PRIu64 " %8.1f  %s\n", launch->number, launch->round,
            launch->variant->experiment->name, launch->variant->name, variant_rows(launch->variant),
            launch->variant->estimate_s, kernels);
    free(kernels);
}

void rounds_print(const struct rounds *rounds, FILE *out) {
    rounds_print_head(rounds, out);
    fprintf(out, "\n%7s %5s %-12s %-28s %5s %8s  %s\n", "launch", "round", "section", "variant",
            "rows", "about s", "kernels or probes");
    for (size_t i = 0; i < rounds->launch_count; i++)
        print_launch(&rounds->launches[i], out);
}
