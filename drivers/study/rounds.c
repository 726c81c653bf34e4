#include "rounds.h"

#include "check.h"
#include "estimate.h"
#include "keys.h"
#include "layout.h"
#include "probing.h"
#include "registry.h"
#include "shuffle.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What all levels of the cross product share. */
struct making {
    struct rounds *rounds;
    const struct round_choices *choices;
    const struct experiment *experiment;
    struct number_list workers, tasks;
    struct variant_plan draft; /* what the levels above have chosen */
};

bool variant_runs(const struct variant_plan *variant, const struct pick *pick) {
    return pick->probe ? probing_suits(pick, variant) : !kernel_unavailable(pick->kernel);
}

uint64_t variant_rows(const struct variant_plan *variant) {
    uint64_t rows = 0;
    for (size_t i = 0; i < variant->experiment->picks.count; i++) {
        const struct pick *pick = &variant->experiment->picks.items[i];
        if (variant_runs(variant, pick))
            rows += pick->probe ? probing_rows(pick, variant) : variant->reps + variant->warmup;
    }
    return rows;
}

char *variant_kernels(const struct variant_plan *variant) {
    char *all = must_strdup("");
    for (size_t i = 0; i < variant->experiment->picks.count; i++) {
        const struct pick *pick = &variant->experiment->picks.items[i];
        if (!variant_runs(variant, pick))
            continue;
        char *one = pick_name(pick);
        char *longer = must_format("%s%s%s", all, *all ? "," : "", one);
        free(one);
        free(all);
        all = longer;
    }
    return all;
}

static void append(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char **text, const char *format, ...) {
    char *more;
    va_list args;
    va_start(args, format);
    CHECK(vasprintf(&more, format, args) >= 0);
    va_end(args);
    char *longer = must_format("%s%s", *text, more);
    free(more);
    free(*text);
    *text = longer;
}

static bool has_both_scalings(const struct experiment *experiment) {
    return experiment->scalings == (1U << STUDY_STRONG | 1U << STUDY_WEAK);
}

/* What the section varies of the work. */
static void append_work(char **name, const struct making *making) {
    const struct variant_plan *draft = &making->draft;
    if (making->tasks.count > 1)
        append(name, " tasks=%" PRIu64, draft->tasks);
    if (making->experiment->sizes.count > 1)
        append(name, " size=%" PRIu64, draft->size);
    if (has_both_scalings(making->experiment))
        append(name, " %s", study_scaling_names[draft->scaling]);
}

/* What it varies of the workers. */
static void append_workers(char **name, const struct making *making) {
    const struct variant_plan *draft = &making->draft;
    if (making->experiment->schedules.count > 1 && draft->driver != STUDY_SERIAL)
        append(name, " %s", draft->schedule);
    if (making->experiment->pins.count > 1)
        append(name, " pin=%s", draft->pin);
}

/* Driver, workers, lock, and whatever else tells the variants of a section apart. */
static char *variant_name(const struct making *making) {
    const struct variant_plan *draft = &making->draft;
    const bool hybrid = draft->threads > 1;
    char *name = must_strdup(hybrid ? "hybrid" : study_driver_names[draft->driver]);
    char interval[32];
    if (hybrid)
        append(&name, " %ux%u", draft->workers / draft->threads, draft->threads);
    else if (draft->driver != STUDY_SERIAL)
        append(&name, " x%u", draft->workers);
    if (draft->gil != STUDY_OFF)
        append(&name, " gil=%s", study_gil_names[draft->gil]);
    if (draft->interval_ns) {
        text_from_time_ns(draft->interval_ns, interval);
        append(&name, " interval=%s", interval);
    }
    append_work(&name, making);
    append_workers(&name, making);
    return name;
}

static void add_variant(struct making *making) {
    struct rounds *rounds = making->rounds;
    struct variant_plan variant = making->draft;
    if (variant_rows(&variant) == 0)
        return; /* none of the section's probes is for this driver and these workers */
    variant.name = variant_name(making);
    variant.estimate_s = estimate_launch_s(&variant, rounds->machine);
    rounds->variants =
        must_realloc(rounds->variants, (rounds->variant_count + 1) * sizeof *rounds->variants);
    rounds->variants[rounds->variant_count++] = variant;
}

static void cross_intervals(struct making *making) {
    const struct number_list *intervals = &making->experiment->intervals_ns;
    making->draft.interval_ns = 0;
    if (making->draft.gil != STUDY_CPYTHON || !intervals->count) {
        add_variant(making);
        return;
    }
    for (size_t i = 0; i < intervals->count; i++) {
        making->draft.interval_ns = intervals->items[i];
        add_variant(making);
    }
}

/* Only threads share a lock; ranks have one each, if the study asks for it or compares them with
 * ranks of threads. */
static void cross_gils(struct making *making) {
    const bool locked = making->draft.driver == STUDY_OMP ||
                        (making->draft.driver == STUDY_MPI &&
                         (making->experiment->gil_mpi || making->experiment->layout));
    const unsigned gils = locked ? making->experiment->gils : 1U << STUDY_OFF;
    for (int gil = 0; study_gil_names[gil]; gil++) {
        making->draft.gil = (enum study_gil)gil;
        if (gils & 1U << gil)
            cross_intervals(making);
    }
}

/* One worker gets all tasks whatever the schedule: serial runs once. */
static void cross_schedules(struct making *making) {
    const struct text_list *schedules = &making->experiment->schedules;
    const bool one = making->draft.driver == STUDY_SERIAL || !schedules->count;
    for (size_t i = 0; i < (one ? 1 : schedules->count); i++) {
        making->draft.schedule = one ? study_schedule_names[0] : schedules->items[i];
        cross_gils(making);
    }
}

static void cross_pins(struct making *making) {
    const struct text_list *pins = &making->experiment->pins;
    making->draft.pin = "none";
    if (!pins->count)
        cross_schedules(making);
    for (size_t i = 0; i < pins->count; i++) {
        making->draft.pin = pins->items[i];
        cross_schedules(making);
    }
}

static void cross_scalings(struct making *making) {
    for (int scaling = 0; study_scaling_names[scaling]; scaling++) {
        making->draft.scaling = (enum study_scaling)scaling;
        if (making->experiment->scalings & 1U << scaling)
            cross_pins(making);
    }
}

static void cross_sizes(struct making *making) {
    const struct number_list *sizes = &making->experiment->sizes;
    making->draft.size = 0;
    if (!sizes->count)
        cross_scalings(making);
    for (size_t i = 0; i < sizes->count; i++) {
        making->draft.size = sizes->items[i];
        cross_scalings(making);
    }
}

static void cross_tasks(struct making *making) {
    making->draft.tasks = 0;
    if (!making->tasks.count)
        cross_sizes(making);
    for (size_t i = 0; i < making->tasks.count; i++) {
        making->draft.tasks = making->tasks.items[i];
        cross_sizes(making);
    }
}

/* Ranks of threads; one rank alone is left to omp, which needs no launcher. */
static void cross_layouts(struct making *making) {
    struct layout layouts[LAYOUTS_MAX];
    const size_t count = layout_list(making->draft.workers, making->rounds->machine.nodes, layouts);
    for (size_t i = 0; i < count; i++) {
        if (layouts[i].ranks == 1 && layouts[i].threads > 1)
            continue;
        making->draft.threads = layouts[i].threads;
        cross_tasks(making);
    }
    making->draft.threads = 1;
}

static void cross_workers(struct making *making) {
    const bool serial = making->draft.driver == STUDY_SERIAL;
    for (size_t i = 0; i < (serial ? 1 : making->workers.count); i++) {
        if (!rounds_has_workers(&making->rounds->machine, making->draft.driver,
                                making->workers.items[i]))
            continue;
        making->draft.workers = serial ? 1 : (unsigned)making->workers.items[i];
        if (making->experiment->layout && making->draft.driver == STUDY_MPI)
            cross_layouts(making);
        else
            cross_tasks(making);
    }
}

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* The command line wins over the section, the section over [study]; --quick bounds what the file
 * says. */
static uint64_t choose(uint64_t chosen, uint64_t of_section, uint64_t of_study, uint64_t bound) {
    if (chosen != NOT_GIVEN)
        return chosen;
    return smaller(of_section != NOT_GIVEN ? of_section : of_study, bound);
}

static void draft_begin(struct making *making) {
    const struct study *study = making->rounds->study;
    const struct experiment *experiment = making->experiment;
    const struct round_choices *choices = making->choices;
    const bool quick = choices->quick;
    making->draft = (struct variant_plan){
        .experiment = experiment,
        .threads = 1,
        .launches = choose(choices->launches, experiment->launches, study->launches,
                           quick ? study->quick_launches : NOT_GIVEN),
        .reps = choose(choices->reps, experiment->reps, study->reps,
                       quick ? study->quick_reps : NOT_GIVEN),
        .warmup = choose(choices->warmup, experiment->warmup, study->warmup, quick ? 1 : NOT_GIVEN),
    };
}

static bool refuse_amounts(const struct making *making, const char *key, const char *wrong,
                           struct fault *fault) {
    const unsigned line = making->experiment->key_lines[key_find(&experiment_keys, key)];
    return fault_user(fault, "%s:%u: %s: %s on a machine with %u cores and %u PUs%s",
                      making->rounds->study->path, line, key, wrong, making->rounds->machine.cores,
                      making->rounds->machine.pus,
                      making->rounds->machine.nodes > 1 ? " in each node" : "");
}

static bool amounts_evaluate(struct making *making, struct fault *fault) {
    const struct machine_size machine = making->rounds->machine;
    const char *wrong = amount_list_numbers(&making->experiment->workers, machine,
                                            STUDY_WORKERS_MAX, &making->workers);
    if (wrong)
        return refuse_amounts(making, "workers", wrong, fault);
    wrong = amount_list_numbers(&making->experiment->tasks, machine, INT64_MAX, &making->tasks);
    return wrong ? refuse_amounts(making, "tasks", wrong, fault) : true;
}

static bool experiment_expand(struct making *making, struct fault *fault) {
    const bool good = amounts_evaluate(making, fault);
    draft_begin(making);
    for (int driver = 0; good && driver < STUDY_DRIVERS; driver++) {
        making->draft.driver = (enum study_driver)driver;
        if (making->experiment->drivers & 1U << driver)
            cross_workers(making);
    }
    number_list_free(&making->workers);
    number_list_free(&making->tasks);
    return good;
}

static bool any_available(const struct experiment *experiment) {
    bool any = false;
    for (size_t i = 0; i < experiment->picks.count; i++)
        any = any || !kernel_unavailable(experiment->picks.items[i].kernel);
    return any;
}

static bool is_wanted(const struct rounds *rounds, const struct experiment *experiment,
                      const struct round_choices *choices) {
    if (!any_available(experiment) || !rounds_has_section(&rounds->machine, experiment))
        return false;
    if (!choices->only || !choices->only->count)
        return experiment->quick || !choices->quick;
    for (size_t i = 0; i < choices->only->count; i++)
        if (strcmp(choices->only->items[i], experiment->name) == 0)
            return true;
    return false;
}

static bool only_known(const struct study *study, const struct text_list *only,
                       struct fault *fault) {
    const char **names = must_alloc((study->count + 1) * sizeof *names);
    bool good = true;
    for (size_t e = 0; e < study->count; e++)
        names[e] = study->experiments[e].name;
    for (size_t i = 0; only && i < only->count && good; i++) {
        int index;
        const struct cli_use use = {"--only", only->items[i], NULL, NULL};
        good = cli_choose(&use, "section", names, &index, fault);
    }
    free(names);
    return good;
}

static bool variants_make(struct rounds *rounds, const struct round_choices *choices,
                          struct fault *fault) {
    if (!only_known(rounds->study, choices->only, fault))
        return false;
    for (size_t i = 0; i < rounds->study->count; i++) {
        struct making making = {rounds, choices, &rounds->study->experiments[i], {0}, {0}, {0}};
        if (is_wanted(rounds, making.experiment, choices) && !experiment_expand(&making, fault))
            return false;
    }
    return rounds->variant_count ||
           fault_environment(fault,
                             "%s: nothing is left to run on %u node%s: sections are switched "
                             "off, their workers do not fit the nodes, or this build has none of "
                             "their kernels",
                             rounds->study->path, rounds->machine.nodes,
                             rounds->machine.nodes == 1 ? "" : "s");
}

static bool round_is_chosen(const struct number_list *chosen, unsigned round) {
    for (size_t i = 0; chosen && i < chosen->count; i++)
        if (chosen->items[i] == round)
            return true;
    return !chosen;
}

/*
 * All variants that take part in that round (from 0), in random order. Launches have the same
 * numbers whether other rounds run or not: runs of one round each make the rows of a whole one.
 */
static void round_add(struct rounds *rounds, unsigned round, uint64_t seed) {
    const bool runs = round_is_chosen(rounds->chosen, round + 1);
    size_t *taking_part = must_alloc(rounds->variant_count * sizeof *taking_part);
    size_t *order = must_alloc(rounds->variant_count * sizeof *order);
    size_t count = 0;
    for (size_t v = 0; v < rounds->variant_count; v++)
        if (round < rounds->variants[v].launches)
            taking_part[count++] = v;
    shuffle_indices(seed, count, order);
    for (size_t i = 0; i < count && runs; i++)
        rounds->launches[rounds->launch_count++] =
            (struct launch){(unsigned)(rounds->numbers + i + 1), round + 1, (unsigned)i + 1,
                            &rounds->variants[taking_part[order[i]]]};
    rounds->numbers += count;
    free(taking_part);
    free(order);
}

static bool rounds_there(const struct rounds *rounds, struct fault *fault) {
    for (size_t i = 0; rounds->chosen && i < rounds->chosen->count; i++)
        if (rounds->chosen->items[i] > rounds->count)
            return fault_user(fault, "--round: there are %u rounds, no round %" PRIu64,
                              rounds->count, rounds->chosen->items[i]);
    return true;
}

static bool launches_make(struct rounds *rounds, struct fault *fault) {
    uint64_t total = 0, most = 0;
    for (size_t v = 0; v < rounds->variant_count; v++) {
        total += rounds->variants[v].launches;
        if (rounds->variants[v].launches > most)
            most = rounds->variants[v].launches;
    }
    if (total > ROUNDS_LAUNCHES_MAX)
        return fault_user(fault, "%s: %" PRIu64 " launches are more than %d: shorten the lists",
                          rounds->study->path, total, ROUNDS_LAUNCHES_MAX);
    rounds->launches = must_alloc(total * sizeof *rounds->launches);
    rounds->count = (unsigned)most;
    if (!rounds_there(rounds, fault))
        return false;
    uint64_t stream = rounds->seed; /* one seed per round */
    for (unsigned round = 0; round < rounds->count; round++)
        round_add(rounds, round, splitmix64(&stream));
    return true;
}

struct rounds *rounds_make(const struct study *study, struct machine_size machine,
                           const struct round_choices *choices, struct fault *fault) {
    struct rounds *rounds = must_alloc(sizeof *rounds);
    *rounds = (struct rounds){
        .study = study,
        .machine = machine,
        .seed = choices->seed != NOT_GIVEN ? choices->seed : study->seed,
        .quick = choices->quick,
        .chosen = choices->rounds && choices->rounds->count ? choices->rounds : NULL,
    };
    if (variants_make(rounds, choices, fault) && launches_make(rounds, fault))
        return rounds;
    rounds_free(rounds);
    return NULL;
}

void rounds_free(struct rounds *rounds) {
    if (!rounds)
        return;
    for (size_t v = 0; v < rounds->variant_count; v++)
        free(rounds->variants[v].name);
    free(rounds->variants);
    free(rounds->launches);
    free(rounds);
}

uint64_t rounds_rows(const struct rounds *rounds) {
    uint64_t rows = 0;
    for (size_t i = 0; i < rounds->launch_count; i++)
        rows += variant_rows(rounds->launches[i].variant);
    return rows;
}

double rounds_estimate_s(const struct rounds *rounds) {
    double seconds = 0;
    for (size_t i = 0; i < rounds->launch_count; i++)
        seconds += rounds->launches[i].variant->estimate_s;
    return seconds;
}

unsigned rounds_nodes(const struct rounds *rounds, const struct variant_plan *variant) {
    return variant->driver == STUDY_MPI ? rounds->machine.nodes : 1;
}

bool rounds_has_section(const struct machine_size *machine, const struct experiment *experiment) {
    return machine->nodes == 1 || experiment->layout || amount_list_has_nodes(&experiment->workers);
}

bool rounds_has_workers(const struct machine_size *machine, enum study_driver driver,
                        uint64_t workers) {
    if (machine->nodes == 1 || driver == STUDY_SERIAL)
        return true;
    return driver == STUDY_MPI && workers % machine->nodes == 0;
}

bool rounds_need_ranks(const struct rounds *rounds) {
    for (size_t v = 0; v < rounds->variant_count; v++)
        if (rounds->variants[v].driver == STUDY_MPI)
            return true;
    return false;
}
