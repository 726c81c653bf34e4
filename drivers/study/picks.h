/* Kernels in one of their variants, as a study picks them, and the settings of their parameters. */
#ifndef CONVOY_PICKS_H
#define CONVOY_PICKS_H

#include "fault.h"
#include "kernel.h"
#include "text.h"

struct pick {
    const struct kernel *kernel;
    unsigned variant;
    struct setting settings[KERNEL_PARAMETERS_MAX]; /* texts point into the list of settings */
};

struct pick_list {
    struct pick *items;
    size_t count;
};

/*
 * Kernels by `words` (NAME, NAME:VARIANT, a class or "all"), in that order, without duplicates.
 * Names of `variants` apply to every kernel that was named without a variant and has variants; each
 * of them must belong to one of these kernels. `label` begins each message ("a.study:5: kernels").
 */
bool picks_read(const char *label, const struct text_list *words, struct pick_list *,
                struct fault *);
bool picks_apply_variants(const char *label, const struct text_list *variants, struct pick_list *,
                          struct fault *);
void picks_free(struct pick_list *);

/* Fills in defaults, then "KERNEL.PARAMETER=VALUE" words; the words must outlive the picks. */
bool picks_apply_settings(const char *label, const struct text_list *settings, struct pick_list *,
                          struct fault *);

/* "sum:lock" or "countdown", as the drivers' --kernel takes it; caller frees. */
char *pick_name(const struct pick *);

#endif
