#include "registry.h"

#include <string.h>

#define KERNEL(name) extern const struct kernel kernel_##name;
#include "kernels.def"
#undef KERNEL

const struct kernel *const kernels_all[] = {
#define KERNEL(name) &kernel_##name,
#include "kernels.def"
#undef KERNEL
    NULL,
};

static const char *const class_names[CLASS_COUNT] = {
    [CLASS_CPU] = "cpu", [CLASS_MEMORY] = "memory", [CLASS_OS] = "os",
    [CLASS_IO] = "io",   [CLASS_COMM] = "comm",     [CLASS_MIXED] = "mixed",
};

const struct kernel *kernel_find(const char *name) {
    for (size_t i = 0; kernels_all[i]; i++)
        if (strcmp(kernels_all[i]->name, name) == 0)
            return kernels_all[i];
    return NULL;
}

const char *kernel_class_name(enum kernel_class class) {
    return class_names[class];
}

enum kernel_class kernel_class_find(const char *name) {
    int index = 0;
    while (index < CLASS_COUNT && strcmp(class_names[index], name) != 0)
        index++;
    return (enum kernel_class)index;
}

unsigned kernel_variant_count(const struct kernel *kernel) {
    unsigned count = 0;
    while (kernel->variants && kernel->variants[count].name)
        count++;
    return count;
}

unsigned kernel_parameter_count(const struct kernel *kernel) {
    unsigned count = 0;
    while (kernel->parameters && kernel->parameters[count].name)
        count++;
    return count;
}

int kernel_variant_find(const struct kernel *kernel, const char *name) {
    const unsigned count = kernel_variant_count(kernel);
    for (unsigned i = 0; i < count; i++)
        if (strcmp(kernel->variants[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *kernel_variant_name(const struct kernel *kernel, unsigned variant) {
    return kernel->variants ? kernel->variants[variant].name : "";
}

uint64_t kernel_default_size(const struct kernel *kernel, unsigned variant) {
    const uint64_t own = kernel->variants ? kernel->variants[variant].default_size : 0;
    return own ? own : kernel->default_size;
}

/* How much cheaper an item of this variant is than one of the first. */
static double cheapness(const struct kernel *kernel, unsigned variant) {
    return (double)kernel_default_size(kernel, variant) / (double)kernel_default_size(kernel, 0);
}

uint64_t kernel_items_per_look(const struct kernel *kernel, unsigned variant) {
    const double items = (double)kernel->items_per_look * cheapness(kernel, variant);
    return items < 1.0 ? 1 : (uint64_t)items;
}

double kernel_nominal_ns_per_item(const struct kernel *kernel, unsigned variant) {
    return kernel->nominal_ns_per_item / cheapness(kernel, variant);
}

bool parameter_is_text(const struct parameter *parameter) {
    return parameter->kind == PARAMETER_DIRECTORY || parameter->kind == PARAMETER_URL;
}

const char *parameter_text_wrong(const struct parameter *parameter, const char *text) {
    if (parameter->kind != PARAMETER_URL || !*text || strncmp(text, "http://", 7) == 0 ||
        strncmp(text, "https://", 8) == 0)
        return NULL;
    return "not a URL that begins with http:// or https://";
}

const char *kernel_unavailable(const struct kernel *kernel) {
    return kernel->unavailable ? kernel->unavailable() : NULL;
}

uint64_t kernel_combine(const struct kernel *kernel, uint64_t a, uint64_t b) {
    return kernel->combine ? kernel->combine(a, b) : a + b;
}
