/*
 * The plan of a study: rounds of launches. A pure function of study, machine size and choices (and
 * of which kernels this build can run): same in, same out, so that an interrupted run can be
 * resumed.
 *
 * Every section is the cross product of its lists; each element is a variant, started once per
 * round. Within a round the order of all variants is shuffled, so that drift of the machine does
 * not look like an effect (Hoefler & Belli, SC15).
 */
#ifndef CONVOY_ROUNDS_H
#define CONVOY_ROUNDS_H

#include "study.h"

/* What the user may override; NOT_GIVEN or NULL: as the study says. */
struct round_choices {
    uint64_t seed, launches, reps, warmup;
    bool quick;
    const struct text_list *only;     /* sections; NULL or empty: all */
    const struct number_list *rounds; /* from 1, ascending; NULL or empty: all */
};

/* One variant: all that a launch of it needs. Texts belong to the study. */
struct variant_plan {
    const struct experiment *experiment;
    enum study_driver driver;
    unsigned workers;
    unsigned threads;     /* per rank: more than 1 in hybrids, whose driver is STUDY_MPI */
    uint64_t tasks, size; /* 0: the driver's default */
    enum study_scaling scaling;
    enum study_gil gil;
    uint64_t interval_ns; /* of the cpython lock; 0: the driver's default */
    const char *schedule; /* "dynamic:4" */
    const char *pin;
    uint64_t reps, warmup;
    uint64_t launches; /* rounds it takes part in */
    double estimate_s; /* of one launch, nominal */
    char *name;        /* "omp x2 gil=cpython", unique in its section; owned */
};

struct launch {
    unsigned number;   /* from 1, in the order of running: CONVOY_LAUNCH */
    unsigned round;    /* from 1 */
    unsigned position; /* in its round, from 1 */
    const struct variant_plan *variant;
};

struct rounds {
    const struct study *study;
    struct machine_size machine;
    uint64_t seed;
    bool quick;
    unsigned count;                   /* of rounds, also of those left out */
    const struct number_list *chosen; /* the only rounds that run; NULL: all */
    struct variant_plan *variants;
    size_t variant_count;
    struct launch *launches;
    size_t launch_count;
    size_t numbers; /* of launches, also of those in rounds left out: numbers go from 1 to this */
};

enum { ROUNDS_LAUNCHES_MAX = 200 * 1000 };

/* NULL after a fault. The study must outlive the result. Free with rounds_free. */
struct rounds *rounds_make(const struct study *, struct machine_size, const struct round_choices *,
                           struct fault *);
void rounds_free(struct rounds *);

/* Rows that one launch of that variant writes, warm-up included. */
uint64_t variant_rows(const struct variant_plan *);

/* Whether a pick of the variant's section takes part: this build can run it, and a probe is for
 * that driver and so many workers. */
bool variant_runs(const struct variant_plan *, const struct pick *);

/* Nodes that a launch of it runs on: serial and omp on one. */
unsigned rounds_nodes(const struct rounds *, const struct variant_plan *);

/* Whether a section takes part in a run on so many nodes. */
bool rounds_has_section(const struct machine_size *, const struct experiment *);

/* Whether a variant does: ranks in equal blocks, threads of one node. */
bool rounds_has_workers(const struct machine_size *, enum study_driver, uint64_t workers);

/* Kernels or probes of the section that take part: "countdown,sum:lock"; caller frees. */
char *variant_kernels(const struct variant_plan *);

/* Sum over all launches. */
uint64_t rounds_rows(const struct rounds *);
double rounds_estimate_s(const struct rounds *);

/* Whether any launch needs ranks, and so a launcher. */
bool rounds_need_ranks(const struct rounds *);

/* The plan as --dry-run shows it; its head alone. */
void rounds_print(const struct rounds *, FILE *);
void rounds_print_head(const struct rounds *, FILE *);

#endif
