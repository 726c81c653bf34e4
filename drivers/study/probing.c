#include "probing.h"

#include "check.h"
#include "keys.h"
#include "probe.h"
#include "registry.h"

#include <stdlib.h>
#include <string.h>

/* Keys of a section and the options they become. */
static const struct {
    const char *key;
    enum probe_option bit;
} uses[] = {
    {"gil", PROBE_GIL},           {"gil_mpi", PROBE_GIL}, {"gil_interval", PROBE_GIL},
    {"schedule", PROBE_SCHEDULE}, {"tasks", PROBE_TASKS}, {"size", PROBE_SIZE},
    {"scaling", PROBE_SCALING},   {"pin", PROBE_PIN},     {"trace", PROBE_TRACE},
};

static unsigned driver_bit(enum study_driver driver) {
    return probe_driver_of(study_driver_names[driver]);
}

static unsigned drivers_of(const struct experiment *experiment) {
    unsigned bits = 0;
    for (int driver = 0; driver < STUDY_DRIVERS; driver++)
        if (experiment->drivers & 1U << driver)
            bits |= driver_bit((enum study_driver)driver);
    return bits;
}

static bool refuse_name(const char *label, const char *word, struct fault *fault) {
    enum { NAMES_MAX = 64 };
    const char *names[NAMES_MAX] = {"all"};
    for (size_t i = 0; probes_all[i] && i + 2 < NAMES_MAX; i++)
        names[i + 1] = probes_all[i]->kernel.name;
    const char *nearest = text_nearest(word, names);
    if (nearest)
        return fault_user(fault, "%s: unknown probe '%.200s'; did you mean %s?", label, word,
                          nearest);
    return fault_user(fault, "%s: unknown probe '%.200s'", label, word);
}

static bool add_variant(const char *label, const struct experiment *experiment,
                        const struct probe *probe, const char *name, struct pick_list *list,
                        struct fault *fault) {
    const int variant = picks_find_variant(label, &probe->kernel, name, fault);
    if (variant < 0)
        return false;
    const unsigned runs = probe_variant_drivers(probe, (unsigned)variant);
    if (!(runs & drivers_of(experiment)))
        return fault_user(fault, "%s: %s:%s runs under %s only", label, probe->kernel.name, name,
                          runs & PROBE_OMP ? "omp" : "mpi");
    picks_add(list, &(struct pick){&probe->kernel, probe, (unsigned)variant, false, {{0}}});
    return true;
}

static void add_probe(const struct probe *probe, struct pick_list *list) {
    picks_add(list, &(struct pick){&probe->kernel, probe, PICK_VARIANT_OPEN, false, {{0}}});
}

/* "race:lock" splits at the colon; `word` is ours to change. */
static bool word_read(const char *label, const struct experiment *experiment, char *word,
                      struct pick_list *list, struct fault *fault) {
    if (strcmp(word, "all") == 0) {
        for (size_t i = 0; probes_all[i]; i++)
            add_probe(probes_all[i], list);
        return true;
    }
    char *variant = word;
    const char *name = strsep(&variant, ":");
    const struct probe *probe = probe_find(name);
    if (!probe)
        return refuse_name(label, name, fault);
    if (variant)
        return add_variant(label, experiment, probe, variant, list, fault);
    add_probe(probe, list);
    return true;
}

bool probing_read(const char *label, const struct experiment *experiment, struct pick_list *list,
                  struct fault *fault) {
    bool good = true;
    *list = (struct pick_list){NULL, 0};
    for (size_t i = 0; i < experiment->probes.count && good; i++) {
        char *word = must_strdup(experiment->probes.items[i]);
        good = word_read(label, experiment, word, list, fault);
        free(word);
    }
    return good;
}

static unsigned line_of(const struct experiment *experiment, const char *key) {
    return experiment->key_lines[key_find(&experiment_keys, key)];
}

static bool check_pick(const struct study *study, const struct experiment *experiment,
                       const struct pick *pick, struct fault *fault) {
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        const unsigned line = line_of(experiment, uses[i].key);
        if (line && !(pick->probe->options & uses[i].bit))
            return fault_user(fault, "%s:%u: %s: means nothing to probe %s", study->path, line,
                              uses[i].key, pick->kernel->name);
    }
    return true;
}

bool probing_check(const struct study *study, const struct experiment *experiment,
                   struct fault *fault) {
    if (experiment->drivers & 1U << STUDY_SERIAL)
        return fault_user(fault,
                          "%s:%u: drivers: serial has one worker and nothing to probe; omp and mpi "
                          "run probes",
                          study->path, line_of(experiment, "drivers"));
    for (size_t i = 0; i < experiment->picks.count; i++)
        if (!check_pick(study, experiment, &experiment->picks.items[i], fault))
            return false;
    return true;
}

unsigned probing_options(const struct experiment *experiment) {
    unsigned options = ~0U;
    for (size_t i = 0; i < experiment->picks.count; i++)
        if (experiment->picks.items[i].probe)
            options &= experiment->picks.items[i].probe->options;
    return options;
}

bool probing_suits(const struct pick *pick, const struct variant_plan *variant) {
    const struct probe *probe = pick->probe;
    struct problem problem = {.variant = pick->variant, .workers = variant->workers};
    for (unsigned p = 0; p < KERNEL_PARAMETERS_MAX; p++)
        problem.settings[p] = pick->settings[p];
    const struct probe_world world = {.launcher_known = true}; /* convoy-run tells */
    return probe_variant_drivers(probe, pick->variant) & driver_bit(variant->driver) &&
           variant->workers >= probe->workers_min && variant->workers <= probe->workers_max &&
           !(probe->skip && probe->skip(&problem, &world));
}

/* Values of the first parameter that a driver goes through. */
static uint64_t swept_count(const struct pick *pick) {
    uint64_t count = 0;
    if (!pick->probe->swept || pick->first_is_set)
        return 1;
    while (pick->probe->swept[count])
        count++;
    return count;
}

uint64_t probing_rows(const struct pick *pick, const struct variant_plan *variant) {
    const bool once = probe_variant_once(pick->probe, pick->variant, driver_bit(variant->driver));
    return swept_count(pick) * (once ? 1 : variant->reps + variant->warmup);
}

double probing_rows_s(const struct pick *pick, const struct variant_plan *variant) {
    const double usual = (double)kernel_default_size(pick->kernel, pick->variant);
    const double grown = variant->size ? (double)variant->size / usual : 1;
    return (double)probing_rows(pick, variant) * pick->probe->nominal_s * grown;
}

char *probing_limits(const struct pick *pick) {
    const unsigned least = pick->probe->workers_min, most = pick->probe->workers_max;
    const char *name = pick->kernel->name;
    if (least == most)
        return must_format("%s: %u workers only", name, least);
    if (most < STUDY_WORKERS_MAX)
        return must_format("%s: %u to %u workers", name, least, most);
    return must_strdup("");
}
