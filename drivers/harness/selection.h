/* Which kernels the user named, in which variant and with which parameters. */
#ifndef CONVOY_SELECTION_H
#define CONVOY_SELECTION_H

#include "fault.h"
#include "kernel.h"
#include "options.h"

struct probe;

struct selected {
    const struct kernel *kernel;
    unsigned variant;
    bool by_name;              /* named itself, not through a class or `all` */
    const struct probe *probe; /* kernel is this probe's; NULL: a kernel */
    uint64_t swept;            /* value of a probe's first parameter; 0: as set */
};

struct selection {
    struct selected *list; /* in the user's order; owned */
    size_t count;
};

/* Reads --kernel and --variant. False after a fault; free with selection_free also then. */
bool selection_read(const struct options *, struct selection *, struct fault *);
void selection_free(struct selection *);

/* Fills settings of one kernel: defaults, then what --set says. False after a fault. */
bool selection_settings(const struct kernel *, const struct options *, struct setting *,
                        struct fault *);

/* Refuses a --set that belongs to no known kernel and parameter. */
bool selection_check_settings(const struct options *, struct fault *);

/* "time=10ms;block=65536" of all parameters; caller frees. */
char *selection_params(const struct kernel *, const struct setting *);

#endif
