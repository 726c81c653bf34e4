/*
 * What the probes of a study came out with: per probe its readings, one for each configuration, and
 * threads against processes where both ran the same variant.
 */
#ifndef CONVOY_READINGS_H
#define CONVOY_READINGS_H

#include "number.h"
#include "panel.h"
#include "probe_kind.h"
#include "ratio.h"

struct reading {
    const struct panel *panel;
    const struct series *series;
    const struct point *point;
    const char *variant;   /* "" for none */
    char *label;           /* "threads: first OpenMP team", the same for all workers and sizes */
    double message_bytes;  /* NaN where messages have no length */
    const char *transport; /* of MPI, as its flag says: "ob1/self,vader"; "" where none does */
    struct estimate figures[FIGURES_MAX]; /* medians over launches; unknown: NaN */
};

/* Readings that differ in nothing but threads or processes; indices of the probe's. */
struct reading_pair {
    size_t threads, processes;
    struct ratio ratio; /* processes over threads, of the first figure */
};

/* How much one more worker adds to the first figure, by label. */
struct reading_growth {
    const char *label;
    struct estimate per_worker;
};

struct probe {
    const struct probe_kind *kind;
    const char *name;      /* of the kernel */
    struct reading *items; /* by variant (probe_variant_place), role, workers, length */
    size_t count, room;
    struct {
        struct reading_pair *items;
        size_t count, room;
    } pairs;
    struct {
        struct reading_growth *items;
        size_t count, room;
    } growths;
};

struct probes {
    struct probe *items; /* in the order of the table of kinds */
    size_t count, room;
};

/* Borrows the study. */
struct probes probes_make(const struct study *);
void probes_free(struct probes *);

/* Whose start-up; both in the same phases. */
enum starter { STARTER_RANKS, STARTER_BARE, STARTERS };
enum { START_PHASES = 4 };
/* The variants of probe spawn, in the order of time. */
extern const char *const start_phases[STARTERS][START_PHASES];

/*
 * All phases of a start at that number of workers, launch by launch: they follow each other, so
 * they add up. Returns how many launches, sorted; 0 if a phase is missing in some. Free *sums.
 */
size_t start_sums(const struct probe *, enum starter, double workers, double **sums);

/* The reading of a variant at that number of workers, or NULL. */
const struct reading *reading_find(const struct probe *, const char *variant, double workers);

/* A figure by launch, the known values sorted; `values` holds point->launches. Returns how many. */
size_t reading_launches(const struct probe_figure *, const struct point *, double *values);

/* "4.67 us", "12.3 MB", "3.1 %", "1.02 x", "813000/s": a figure for people. */
struct number reading_number(enum probe_unit, double value);
/* The same with "(4.5 us to 4.9 us)" or "(no limits)". Free it. */
char *reading_text(enum probe_unit, struct estimate);

/* What came out of a probe in plain words, at the most workers; the same in short, for a terminal.
 * Free both. */
char *probe_sentence(const struct probe *);
char *probe_brief(const struct probe *);
/* One figure of a reading, one growth, one pair. Free each. */
char *reading_sentence(const struct probe *, const struct reading *, size_t figure);
char *reading_growth_sentence(const struct probe *, const struct reading_growth *);
char *reading_pair_sentence(const struct probe *, const struct reading_pair *);

#endif
