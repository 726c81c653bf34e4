#include "picks.h"

#include "check.h"
#include "registry.h"

#include <stdlib.h>
#include <string.h>

static bool holds(const struct pick_list *list, const struct kernel *kernel, unsigned variant) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kernel == kernel && list->items[i].variant == variant)
            return true;
    return false;
}

void picks_add(struct pick_list *list, const struct pick *pick) {
    if (holds(list, pick->kernel, pick->variant))
        return;
    list->items = must_realloc(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = *pick;
}

static void add(struct pick_list *list, const struct kernel *kernel, unsigned variant) {
    picks_add(list, &(struct pick){.kernel = kernel, .variant = variant});
}

/* Kernels that cannot run here belong to no class: who names a class wants what there is. */
static void add_class(struct pick_list *list, enum kernel_class class) {
    for (size_t i = 0; kernels_all[i]; i++)
        if ((class == CLASS_COUNT || kernels_all[i]->class == class) &&
            !kernel_unavailable(kernels_all[i]))
            add(list, kernels_all[i], PICK_VARIANT_OPEN);
}

static bool refuse_kernel(const char *label, const char *word, struct fault *fault) {
    enum { NAMES_MAX = 128 };
    const char *names[NAMES_MAX] = {"all"};
    size_t count = 1;
    for (int class = 0; class < CLASS_COUNT; class ++)
        names[count++] = kernel_class_name((enum kernel_class) class);
    for (size_t i = 0; kernels_all[i] && count + 1 < NAMES_MAX; i++)
        names[count++] = kernels_all[i]->name;
    const char *nearest = text_nearest(word, names);
    if (nearest)
        return fault_user(fault, "%s: unknown kernel or class '%.200s'; did you mean %s?", label,
                          word, nearest);
    return fault_user(fault, "%s: unknown kernel or class '%.200s'", label, word);
}

static bool refuse_variant(const char *label, const struct kernel *kernel, const char *name,
                           struct fault *fault) {
    const char *names[64] = {NULL};
    for (unsigned v = 0; v < kernel_variant_count(kernel) && v < 63; v++)
        names[v] = kernel_variant_name(kernel, v);
    const char *nearest = text_nearest(name, names);
    if (nearest)
        return fault_user(fault, "%s: %s has no variant '%.200s'; did you mean %s?", label,
                          kernel->name, name, nearest);
    return fault_user(fault, "%s: %s has no variant '%.200s'", label, kernel->name, name);
}

int picks_find_variant(const char *label, const struct kernel *kernel, const char *name,
                       struct fault *fault) {
    const int variant = kernel_variant_find(kernel, name);
    if (variant < 0)
        refuse_variant(label, kernel, name, fault);
    return variant;
}

/* "sum:lock" splits at the colon; `word` is ours to change. */
static bool word_read(const char *label, char *word, struct pick_list *list, struct fault *fault) {
    const enum kernel_class class = kernel_class_find(word);
    if (strcmp(word, "all") == 0 || class != CLASS_COUNT) {
        add_class(list, class);
        return true;
    }
    char *name = word;
    const char *head = strsep(&name, ":");
    const struct kernel *kernel = kernel_find(head);
    if (!kernel)
        return refuse_kernel(label, head, fault);
    if (!name) {
        add(list, kernel, PICK_VARIANT_OPEN);
        return true;
    }
    const int variant = picks_find_variant(label, kernel, name, fault);
    if (variant < 0)
        return false;
    add(list, kernel, (unsigned)variant);
    return true;
}

bool picks_read(const char *label, const struct text_list *words, struct pick_list *list,
                struct fault *fault) {
    bool good = true;
    *list = (struct pick_list){NULL, 0};
    for (size_t i = 0; i < words->count && good; i++) {
        char *word = must_strdup(words->items[i]);
        good = word_read(label, word, list, fault);
        free(word);
    }
    return good;
}

static void settle_one(const struct pick *open, unsigned variant, struct pick_list *settled) {
    struct pick pick = *open;
    pick.variant = variant;
    picks_add(settled, &pick);
}

/* The variants of an open pick which `names` holds; none: a kernel's first, all of a probe. */
static void settle(const struct pick *open, const struct text_list *names,
                   struct pick_list *settled) {
    const unsigned variants = open->probe ? kernel_variant_count(open->kernel) : 0;
    bool found = false;
    for (size_t i = 0; i < names->count; i++) {
        const int variant = kernel_variant_find(open->kernel, names->items[i]);
        if (variant >= 0)
            settle_one(open, (unsigned)variant, settled);
        found = found || variant >= 0;
    }
    for (unsigned v = 0; !found && v < (variants ? variants : 1); v++)
        settle_one(open, v, settled);
}

static bool variant_used(const struct pick_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].variant == PICK_VARIANT_OPEN &&
            kernel_variant_find(list->items[i].kernel, name) >= 0)
            return true;
    return false;
}

bool picks_apply_variants(const char *label, const struct text_list *variants,
                          struct pick_list *list, struct fault *fault) {
    for (size_t i = 0; i < variants->count; i++)
        if (!variant_used(list, variants->items[i]))
            return fault_user(fault, "%s: no kernel of this section waits for a variant '%.200s'",
                              label, variants->items[i]);
    struct pick_list settled = {NULL, 0};
    for (size_t i = 0; i < list->count; i++) {
        const struct pick *pick = &list->items[i];
        if (pick->variant == PICK_VARIANT_OPEN)
            settle(pick, variants, &settled);
        else
            picks_add(&settled, pick);
    }
    picks_free(list);
    *list = settled;
    return true;
}

void picks_free(struct pick_list *list) {
    free(list->items);
    *list = (struct pick_list){NULL, 0};
}

static void defaults_fill(struct pick *pick) {
    const unsigned count = kernel_parameter_count(pick->kernel);
    CHECK(count <= KERNEL_PARAMETERS_MAX);
    for (unsigned p = 0; p < count; p++)
        pick->settings[p] = (struct setting){pick->kernel->parameters[p].default_number, ""};
}

static const char *number_read(const struct parameter *parameter, const char *text,
                               uint64_t *number) {
    if (parameter->kind != PARAMETER_TIME_NS)
        return text_count(text, parameter->minimum, parameter->maximum, number);
    const char *wrong = text_time_ns(text, number);
    if (!wrong && *number < parameter->minimum)
        return "too small";
    return !wrong && *number > parameter->maximum ? text_above_time(parameter->maximum) : wrong;
}

static const char *setting_read(const struct parameter *parameter, const char *text,
                                struct setting *setting) {
    if (!parameter_is_text(parameter))
        return number_read(parameter, text, &setting->number);
    setting->text = text;
    return parameter_text_wrong(parameter, text);
}

/* Index of the parameter that "NAME=VALUE" names, or -1. */
static int parameter_find(const struct kernel *kernel, const char *word) {
    const size_t length = strcspn(word, "=");
    for (unsigned p = 0; p < kernel_parameter_count(kernel); p++)
        if (strncmp(kernel->parameters[p].name, word, length) == 0 &&
            !kernel->parameters[p].name[length])
            return (int)p;
    return -1;
}

/* Applies "KERNEL.PARAMETER=VALUE" to all variants of that kernel. */
static bool setting_apply(const char *label, const char *word, struct pick_list *list,
                          struct fault *fault) {
    const size_t length = strcspn(word, ".=");
    if (word[length] != '.' || !strchr(word, '='))
        return fault_user(fault, "%s: must be KERNEL.PARAMETER=VALUE: '%.200s'", label, word);
    bool used = false;
    for (size_t i = 0; i < list->count; i++) {
        struct pick *pick = &list->items[i];
        if (strlen(pick->kernel->name) != length || strncmp(pick->kernel->name, word, length) != 0)
            continue;
        const char *rest = word + length + 1;
        const int p = parameter_find(pick->kernel, rest);
        if (p < 0)
            return fault_user(fault, "%s: %s has no parameter '%.*s'", label, pick->kernel->name,
                              (int)strcspn(rest, "="), rest);
        const char *wrong =
            setting_read(&pick->kernel->parameters[p], strchr(rest, '=') + 1, &pick->settings[p]);
        if (wrong)
            return fault_user(fault, "%s: %s: '%.200s'", label, wrong, word);
        pick->first_is_set = pick->first_is_set || p == 0;
        used = true;
    }
    return used ||
           fault_user(fault, "%s: this section runs no kernel '%.*s'", label, (int)length, word);
}

bool picks_apply_settings(const char *label, const struct text_list *settings,
                          struct pick_list *list, struct fault *fault) {
    for (size_t i = 0; i < list->count; i++)
        defaults_fill(&list->items[i]);
    for (size_t i = 0; i < settings->count; i++)
        if (!setting_apply(label, settings->items[i], list, fault))
            return false;
    return true;
}

char *pick_name(const struct pick *pick) {
    const char *variant = kernel_variant_name(pick->kernel, pick->variant);
    return must_format("%s%s%s", pick->kernel->name, *variant ? ":" : "", variant);
}
