#include "selection.h"

#include "check.h"
#include "probe.h"
#include "registry.h"
#include "text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void add(struct selection *selection, const struct kernel *kernel, unsigned variant,
                bool by_name) {
    selection->list =
        must_realloc(selection->list, (selection->count + 1) * sizeof *selection->list);
    selection->list[selection->count++] =
        (struct selected){.kernel = kernel, .variant = variant, .by_name = by_name};
}

static bool holds(const struct selection *selection, const struct kernel *kernel,
                  unsigned variant) {
    for (size_t i = 0; i < selection->count; i++)
        if (selection->list[i].kernel == kernel && selection->list[i].variant == variant)
            return true;
    return false;
}

/* The variant that --variant asks for, where this kernel has one of that name. */
static unsigned variant_wanted(const struct kernel *kernel, const struct options *options) {
    const int found = options->variant ? kernel_variant_find(kernel, options->variant) : -1;
    return found < 0 ? 0 : (unsigned)found;
}

/* All kernels of a class, or all kernels for CLASS_COUNT. */
static void add_class(struct selection *selection, enum kernel_class class,
                      const struct options *options) {
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        const unsigned variant = variant_wanted(kernel, options);
        if ((class == CLASS_COUNT || kernel->class == class) && !holds(selection, kernel, variant))
            add(selection, kernel, variant, false);
    }
}

static bool refuse_kernel(const char *word, struct fault *fault) {
    enum { NAMES_MAX = 128 };
    const char *names[NAMES_MAX] = {"all"};
    size_t count = 1;
    for (int index = 0; index < CLASS_COUNT; index++)
        names[count++] = kernel_class_name((enum kernel_class)index);
    for (size_t i = 0; kernels_all[i] && count + 1 < NAMES_MAX; i++)
        names[count++] = kernels_all[i]->name;
    const char *nearest = text_nearest(word, names);
    if (nearest)
        return fault_user(fault, "--kernel: unknown kernel or class '%.200s'; did you mean %s?",
                          word, nearest);
    return fault_user(fault, "--kernel: unknown kernel or class '%.200s'; --list shows them", word);
}

static bool add_variant(struct selection *selection, const struct kernel *kernel, const char *name,
                        struct fault *fault) {
    const int variant = kernel_variant_find(kernel, name);
    if (variant < 0)
        return fault_user(fault, "--kernel: %s has no variant '%.200s'; --list shows them",
                          kernel->name, name);
    if (!holds(selection, kernel, (unsigned)variant))
        add(selection, kernel, (unsigned)variant, true);
    return true;
}

/* "sum:lock" splits at the colon; `word` is ours to change. */
static bool add_word(struct selection *selection, char *word, const struct options *options,
                     struct fault *fault) {
    const enum kernel_class class = kernel_class_find(word);
    if (strcmp(word, "all") == 0 || class != CLASS_COUNT) {
        add_class(selection, class, options);
        return true;
    }
    char *name = word;
    const char *head = strsep(&name, ":");
    const struct kernel *kernel = kernel_find(head);
    if (!kernel)
        return refuse_kernel(head, fault);
    if (name)
        return add_variant(selection, kernel, name, fault);
    const unsigned variant = variant_wanted(kernel, options);
    if (!holds(selection, kernel, variant))
        add(selection, kernel, variant, true);
    return true;
}

static bool variant_exists(const struct selection *selection, const char *name) {
    for (size_t i = 0; i < selection->count; i++)
        if (kernel_variant_find(selection->list[i].kernel, name) >= 0)
            return true;
    return false;
}

static bool refuse_unavailable(const struct selection *selection, struct fault *fault) {
    for (size_t i = 0; i < selection->count; i++) {
        const struct kernel *kernel = selection->list[i].kernel;
        const char *reason = kernel_unavailable(kernel);
        if (reason && selection->list[i].by_name)
            return fault_environment(fault, "--kernel: %s is unavailable: %s", kernel->name,
                                     reason);
    }
    return true;
}

bool selection_read(const struct options *options, struct selection *selection,
                    struct fault *fault) {
    *selection = (struct selection){NULL, 0};
    if (!options->kernels)
        return fault_user(fault, "nothing to do: name kernels with --kernel (--list shows them)");
    struct text_list words = text_split(options->kernels);
    bool good = true;
    for (size_t i = 0; good && i < words.count; i++)
        good = add_word(selection, words.items[i], options, fault);
    text_list_free(&words);
    if (good && options->variant && !variant_exists(selection, options->variant))
        good = fault_user(fault,
                          "--variant: no kernel named has a variant '%.200s'; --list shows them",
                          options->variant);
    return good && refuse_unavailable(selection, fault);
}

void selection_free(struct selection *selection) {
    free(selection->list);
}

/* Whether "kernel.name=value" starts with this kernel and parameter; *value is what follows. */
static bool names_parameter(const char *word, const struct kernel *kernel,
                            const struct parameter *parameter, const char **value) {
    const size_t kernel_length = strlen(kernel->name), length = strlen(parameter->name);
    if (strncmp(word, kernel->name, kernel_length) != 0 || word[kernel_length] != '.')
        return false;
    word += kernel_length + 1;
    if (strncmp(word, parameter->name, length) != 0 || word[length] != '=')
        return false;
    *value = word + length + 1;
    return true;
}

static const char *setting_read(const struct parameter *parameter, const char *value,
                                struct setting *setting) {
    if (parameter_is_text(parameter)) {
        setting->text = value;
        return parameter_text_wrong(parameter, value);
    }
    if (parameter->kind != PARAMETER_TIME_NS)
        return text_count(value, parameter->minimum, parameter->maximum, &setting->number);
    uint64_t number;
    const char *wrong = text_time_ns(value, &number);
    if (!wrong && number < parameter->minimum)
        wrong = "too small";
    if (!wrong && number > parameter->maximum)
        wrong = text_above_time(parameter->maximum);
    if (!wrong)
        setting->number = number;
    return wrong;
}

bool selection_settings(const struct kernel *kernel, const struct options *options,
                        struct setting *settings, struct fault *fault) {
    const unsigned count = kernel_parameter_count(kernel);
    CHECK(count <= KERNEL_PARAMETERS_MAX);
    for (unsigned p = 0; p < count; p++) {
        const struct parameter *parameter = &kernel->parameters[p];
        settings[p] = (struct setting){parameter->default_number, ""};
        for (size_t i = 0; i < options->settings.count; i++) {
            const char *value;
            if (!names_parameter(options->settings.list[i], kernel, parameter, &value))
                continue;
            const char *wrong = setting_read(parameter, value, &settings[p]);
            if (wrong)
                return fault_user(fault, "--set: %s: '%.200s'", wrong, options->settings.list[i]);
        }
    }
    return true;
}

static bool has_parameter(const struct kernel *kernel, const char *word) {
    const char *value;
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++)
        if (names_parameter(word, kernel, &kernel->parameters[p], &value))
            return true;
    return false;
}

static bool setting_known(const char *word) {
    for (size_t i = 0; kernels_all[i]; i++)
        if (has_parameter(kernels_all[i], word))
            return true;
    for (size_t i = 0; probes_all[i]; i++)
        if (has_parameter(&probes_all[i]->kernel, word))
            return true;
    return false;
}

bool selection_check_settings(const struct options *options, struct fault *fault) {
    for (size_t i = 0; i < options->settings.count; i++)
        if (!setting_known(options->settings.list[i]))
            return fault_user(
                fault,
                "--set: no kernel and no probe has the parameter '%.200s'; --list shows them",
                options->settings.list[i]);
    return true;
}

static char *setting_text(const struct parameter *parameter, const struct setting *setting) {
    char time[32];
    switch (parameter->kind) {
    case PARAMETER_TIME_NS:
        text_from_time_ns(setting->number, time);
        return must_format("%s=%s", parameter->name, time);
    case PARAMETER_DIRECTORY:
    case PARAMETER_URL:
        return must_format("%s=%s", parameter->name, setting->text);
    case PARAMETER_COUNT:
    case PARAMETER_BYTES:
        break;
    }
    return must_format("%s=%" PRIu64, parameter->name, setting->number);
}

char *selection_params(const struct kernel *kernel, const struct setting *settings) {
    char *all = must_strdup("");
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++) {
        char *one = setting_text(&kernel->parameters[p], &settings[p]);
        char *longer = must_format("%s%s%s", all, *all ? ";" : "", one);
        free(one);
        free(all);
        all = longer;
    }
    return all;
}
