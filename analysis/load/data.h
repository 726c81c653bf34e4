/*
 * The data set: every row that counts, grouped by configuration. A row costs 16 bytes and 4 for
 * each measure that its file has; texts are words.
 */
#ifndef CONVOY_DATA_H
#define CONVOY_DATA_H

#include "histogram.h"
#include "words.h"

#include <stddef.h>
#include <stdint.h>

/*
 * What distinguishes one configuration from another. All fields are 32 bits wide so that keys can
 * be compared and hashed as bytes. Texts a file does not have are the empty word.
 */
struct setup {
    word kernel, class, variant, params, scaling, size;
    uint32_t tasks; /* pieces the work was cut into by the user's wish; 0: one per worker */
    word driver, gil, gil_interval_us, schedule, pin;
    word labels;      /* what columns of other programs say, "NAME=VALUE; ..." */
    uint32_t threads; /* per process, hybrids only; 0: not a hybrid */
    uint32_t workers;
};

/* One repetition. */
struct row {
    double wall_s;
    uint32_t launch;   /* which start of the program, unique in the data set */
    uint32_t sequence; /* when: the column order if there is one, else the place in the file */
};

/* What else a row may tell; measure_names has the names of the columns. */
enum measure {
#define MEASURE(name) MEASURE_##name,
#include "measures.def"
#undef MEASURE
    MEASURES
};

extern const char *const measure_names[MEASURES];

struct tally {
    word text;
    uint64_t rows;
};

struct tallies {
    struct tally *items;
    size_t count, room;
};

/* Adds rows to the tally of `text`. */
void tally_add(struct tallies *, word text, uint64_t rows);

struct configuration {
    struct setup setup;
    struct row *items; /* in the order of the files */
    size_t count, room;
    /*
     * One value per row, NaN where the file does not say; NULL where no row says. Single precision:
     * these are costs and counts of which seven digits are more than was measured.
     */
    float *measures[MEASURES];
    struct histogram latencies; /* of blocking calls, all rows together */
    struct tallies flags;
    uint32_t pus; /* PUs the workers had to share; 0: unknown */
};

/* Why a row does not count, in the order in which the questions are asked. */
enum row_fate {
    ROW_USED,
    ROW_TORN,         /* the last line of a file without its end */
    ROW_WARMUP,       /* phase is not "measure" */
    ROW_SKIPPED,      /* nothing was run: wall_s is empty */
    ROW_WRONG,        /* ok is not 1 */
    ROW_NOT_A_NUMBER, /* wall_s is NaN or infinite */
    ROW_NOT_POSITIVE, /* wall_s is 0 or less */
    ROW_FATES
};

/* "used", "warm-up" ...: names by enum row_fate, for people. */
extern const char *const row_fate_names[ROW_FATES];

/* A configuration that was not run, and why. */
struct skip {
    word kernel, driver, reason;
    uint32_t workers;
};

struct skips {
    struct skip *items;
    size_t count, room;
};

struct data {
    struct words *words;
    struct configuration *items; /* in order of appearance */
    size_t count, room;
    uint32_t *slots; /* hash table over items */
    size_t slot_count;
    uint64_t rows, fates[ROW_FATES];
    struct words *launches; /* the names of the launches, by their number */
    uint32_t lone_rows;     /* rows used of files that do not number launches */
    uint32_t sequence_end;  /* above every sequence number used so far */
    struct skips skips;     /* one per row with ROW_SKIPPED */
    struct tallies hosts;   /* rows by host */
    /* Files without these columns: verification unknown, every row its own launch. */
    uint32_t files, files_without_ok, files_without_launch;
};

struct data *data_new(void);
void data_free(struct data *);

/* The configuration of that setup, made if it is new; valid until the next call. */
struct configuration *data_configuration(struct data *, const struct setup *);

/* Appends a row with its measures, MEASURES of them, NaN for unknown. */
void configuration_add(struct configuration *, const struct row *, const float *measures);

const char *data_text(const struct data *, word);

#endif
