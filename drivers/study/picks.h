/* Kernels and probes in one of their variants, as a study picks them, and the settings of their
 * parameters. */
#ifndef CONVOY_PICKS_H
#define CONVOY_PICKS_H

#include "fault.h"
#include "kernel.h"
#include "text.h"

struct probe;

/* Variant of a pick that was named without one, until picks_apply_variants. */
#define PICK_VARIANT_OPEN (~0U)

struct pick {
    const struct kernel *kernel;
    const struct probe *probe; /* kernel is this probe's; NULL: a kernel */
    unsigned variant;
    bool first_is_set; /* the first parameter has a value of the study's */
    struct setting settings[KERNEL_PARAMETERS_MAX]; /* texts point into the list of settings */
};

struct pick_list {
    struct pick *items;
    size_t count;
};

/*
 * Kernels by `words` (NAME, NAME:VARIANT, a class or "all"), in that order, without duplicates.
 * Names of `variants` apply to every kernel that was named without a variant and has variants; each
 * of them must belong to one of these kernels. Where none applies a kernel runs in its first
 * variant, a probe in all of them. `label` begins each message ("a.study:5: kernels").
 */
bool picks_read(const char *label, const struct text_list *words, struct pick_list *,
                struct fault *);
bool picks_apply_variants(const char *label, const struct text_list *variants, struct pick_list *,
                          struct fault *);
void picks_free(struct pick_list *);

/* Appends a pick that is not there yet. */
void picks_add(struct pick_list *, const struct pick *);

/* Index of a kernel's variant, or -1 after a fault. */
int picks_find_variant(const char *label, const struct kernel *, const char *name, struct fault *);

/* Fills in defaults, then "KERNEL.PARAMETER=VALUE" words; the words must outlive the picks. */
bool picks_apply_settings(const char *label, const struct text_list *settings, struct pick_list *,
                          struct fault *);

/* "sum:lock" or "countdown", as the drivers' --kernel takes it; caller frees. */
char *pick_name(const struct pick *);

#endif
