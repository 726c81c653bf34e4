#include "choice.h"

#include "check.h"
#include "probe.h"
#include "registry.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static bool gil_given(const struct options *options) {
    return options->gil != GIL_OFF;
}

static bool schedule_given(const struct options *options) {
    return options->schedule.kind != SCHEDULE_STATIC || options->schedule.chunk != 0;
}

static bool tasks_given(const struct options *options) {
    return options->tasks != 0;
}

static bool size_given(const struct options *options) {
    return options->size != 0;
}

static bool scaling_given(const struct options *options) {
    return options->scaling != SCALING_STRONG;
}

static bool pin_given(const struct options *options) {
    return options->pin.policy != PIN_NONE;
}

static bool trace_given(const struct options *options) {
    return options->trace != NULL;
}

static const struct {
    enum probe_option bit;
    const char *option;
    bool (*given)(const struct options *);
} uses[] = {
    {PROBE_GIL, "--gil", gil_given},
    {PROBE_SCHEDULE, "--schedule", schedule_given},
    {PROBE_TASKS, "--tasks", tasks_given},
    {PROBE_SIZE, "--size", size_given},
    {PROBE_SCALING, "--scaling", scaling_given},
    {PROBE_PIN, "--pin", pin_given},
    {PROBE_TRACE, "--trace", trace_given},
};

static bool check_options(const struct options *options, const struct probe *probe,
                          struct fault *fault) {
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (uses[i].given(options) && !(probe->options & uses[i].bit))
            return fault_user(fault, "%s: means nothing to probe %s", uses[i].option,
                              probe->kernel.name);
    return true;
}

/* Whether --set gives the probe's first parameter a value. */
static bool first_is_set(const struct options *options, const struct kernel *kernel) {
    char *start = must_format("%s.%s=", kernel->name, kernel->parameters[0].name);
    bool set = false;
    for (size_t i = 0; i < options->settings.count; i++)
        set = set || strncmp(options->settings.list[i], start, strlen(start)) == 0;
    free(start);
    return set;
}

static void add(struct selection *selection, const struct probe *probe, unsigned variant,
                uint64_t swept) {
    for (size_t i = 0; i < selection->count; i++) {
        const struct selected *there = &selection->list[i];
        if (there->probe == probe && there->variant == variant && there->swept == swept)
            return;
    }
    selection->list =
        must_realloc(selection->list, (selection->count + 1) * sizeof *selection->list);
    selection->list[selection->count++] = (struct selected){
        .kernel = &probe->kernel, .variant = variant, .probe = probe, .swept = swept};
}

static void add_variant(struct selection *selection, const struct options *options,
                        const struct probe *probe, unsigned variant) {
    if (!probe->swept || first_is_set(options, &probe->kernel)) {
        add(selection, probe, variant, 0);
        return;
    }
    for (const uint64_t *value = probe->swept; *value; value++)
        add(selection, probe, variant, *value);
}

/* All variants of a probe that this driver runs, or the one of that name. */
static bool add_probe(struct selection *selection, const struct options *options, unsigned driver,
                      const struct probe *probe, const char *variant, struct fault *fault) {
    const struct kernel *kernel = &probe->kernel;
    const int wanted = variant ? kernel_variant_find(kernel, variant) : -1;
    if (variant && wanted < 0)
        return fault_user(fault, "--probe: %s has no variant '%.200s'; --list shows them",
                          kernel->name, variant);
    if (variant && !(probe_variant_drivers(probe, (unsigned)wanted) & driver))
        return fault_user(fault, "--probe: %s:%s runs under convoy-%s only", kernel->name, variant,
                          driver == PROBE_MPI ? "omp" : "mpi");
    const unsigned variants = kernel_variant_count(kernel);
    for (unsigned v = 0; v < (variants ? variants : 1); v++)
        if ((wanted < 0 || v == (unsigned)wanted) && (probe_variant_drivers(probe, v) & driver))
            add_variant(selection, options, probe, v);
    return check_options(options, probe, fault);
}

static bool refuse_name(const char *word, struct fault *fault) {
    enum { NAMES_MAX = 32 };
    const char *names[NAMES_MAX] = {"all"};
    for (size_t i = 0; probes_all[i] && i + 2 < NAMES_MAX; i++)
        names[i + 1] = probes_all[i]->kernel.name;
    const char *nearest = text_nearest(word, names);
    if (nearest)
        return fault_user(fault, "--probe: unknown probe '%.200s'; did you mean %s?", word,
                          nearest);
    return fault_user(fault, "--probe: unknown probe '%.200s'; --list shows them", word);
}

static bool add_all(struct selection *selection, const struct options *options, unsigned driver,
                    struct fault *fault) {
    bool good = true;
    for (size_t i = 0; good && probes_all[i]; i++) {
        const struct probe *probe = probes_all[i];
        const bool named =
            options->variant && kernel_variant_find(&probe->kernel, options->variant) >= 0;
        if (probe->drivers & driver)
            good = add_probe(selection, options, driver, probe, named ? options->variant : NULL,
                             fault);
    }
    return good;
}

/* "race:lock" splits at the colon; `word` is ours to change. */
static bool add_word(struct selection *selection, char *word, const struct options *options,
                     unsigned driver, struct fault *fault) {
    if (strcmp(word, "all") == 0)
        return add_all(selection, options, driver, fault);
    char *variant = word;
    const char *name = strsep(&variant, ":");
    const struct probe *probe = probe_find(name);
    if (!probe)
        return refuse_name(name, fault);
    if (!(probe->drivers & driver))
        return fault_user(fault, "--probe: %s runs under convoy-%s only", name,
                          driver == PROBE_MPI ? "omp" : "mpi");
    return add_probe(selection, options, driver, probe, variant ? variant : options->variant,
                     fault);
}

bool choice_read(const struct options *options, const char *driver, struct selection *selection,
                 struct fault *fault) {
    *selection = (struct selection){NULL, 0};
    const unsigned which = probe_driver_of(driver);
    if (!which)
        return fault_user(fault,
                          "--probe: convoy-%s has one worker and nothing to probe; "
                          "convoy-omp and convoy-mpi run probes",
                          driver);
    if (options->kernels)
        return fault_user(fault, "--probe and --kernel: one launch measures one or the other");
    struct text_list words = text_split(options->probe);
    bool good = true;
    for (size_t i = 0; good && i < words.count; i++)
        good = add_word(selection, words.items[i], options, which, fault);
    text_list_free(&words);
    return good;
}
