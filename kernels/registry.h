/* The list of all kernels and how to find one. Constant data, safe from any thread. */
#ifndef CONVOY_REGISTRY_H
#define CONVOY_REGISTRY_H

#include "kernel.h"

/* All kernels in the order of kernels.def, classes together; ends with NULL. */
extern const struct kernel *const kernels_all[];

/* The kernel of that name, or NULL. */
const struct kernel *kernel_find(const char *name);

/* "cpu", "memory", "os", "io", "comm", "mixed". */
const char *kernel_class_name(enum kernel_class);

/* The class of that name, or CLASS_COUNT. */
enum kernel_class kernel_class_find(const char *name);

/* Number of variants or parameters of a kernel; 0 where there are none. */
unsigned kernel_variant_count(const struct kernel *);
unsigned kernel_parameter_count(const struct kernel *);

/* Index of the variant of that name, or -1. */
int kernel_variant_find(const struct kernel *, const char *name);

/* Name of a variant, "" for kernels that have none. */
const char *kernel_variant_name(const struct kernel *, unsigned variant);

/* The size a task has when the user names none: the variant's, else the kernel's. */
uint64_t kernel_default_size(const struct kernel *, unsigned variant);

/*
 * Items between two looks at a global lock, and rough time of one item, for a variant: the kernel's
 * own figures are those of its first variant, and default sizes are chosen to take about the same
 * time, so the others follow from their default sizes. At least one item.
 */
uint64_t kernel_items_per_look(const struct kernel *, unsigned variant);
double kernel_nominal_ns_per_item(const struct kernel *, unsigned variant);

/* Whether a parameter's value is a text, not a number. */
bool parameter_is_text(const struct parameter *);

/* What is wrong with a text as the value of such a parameter, or NULL. */
const char *parameter_text_wrong(const struct parameter *, const char *text);

/* Why the kernel cannot run here, or NULL if it can. */
const char *kernel_unavailable(const struct kernel *);

/* Joins two checksums by the kernel's rule. */
uint64_t kernel_combine(const struct kernel *, uint64_t, uint64_t);

#endif
