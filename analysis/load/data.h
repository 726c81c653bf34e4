/*
 * The data set: every row that counts, grouped by configuration. A row costs 16 bytes and 4 for
 * each measure that its file has; texts are words. load.h fills it.
 */
#ifndef CONVOY_DATA_H
#define CONVOY_DATA_H

#include "histogram.h"
#include "keys.h"
#include "nodetimes.h"
#include "repeats.h"
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
    uint32_t nodes;   /* more than 1; 0: one, or nobody says */
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
    struct tally *items; /* in order of appearance */
    size_t count, room;
    struct keys *texts; /* numbers the items; NULL while they are few */
};

/* Adds rows to the tally of `text`. */
void tally_add(struct tallies *, word text, uint64_t rows);
void tallies_free(struct tallies *);

struct configuration {
    struct setup setup;
    struct row *items; /* in the order of the files */
    size_t count, room;
    /*
     * One value per row, NaN where the file does not say; NULL where no row says. Single precision:
     * these are costs and counts of which seven digits are more than was measured.
     */
    float *measures[MEASURES];
    float *block; /* that holds all of them once no rows follow; NULL: each is on its own */
    struct histogram
        latencies; /* of blocking calls, all rows; empty where labels told rows apart */
    struct node_times node_times; /* likewise */
    struct tallies flags;
    uint32_t pus; /* PUs the workers had to share, of all nodes; 0: unknown */
};

/* Why a row does not count, in the order in which the questions are asked. */
enum row_fate {
    ROW_USED,
    ROW_TORN,         /* the last line of a file without its end */
    ROW_WARMUP,       /* phase is not "measure" */
    ROW_SKIPPED,      /* nothing was run: wall_s is empty */
    ROW_NO_TIME,      /* the same in a file with neither flags nor phase: nobody says why */
    ROW_WRONG,        /* ok is 0 */
    ROW_UNVERIFIED,   /* ok is neither 0 nor 1 */
    ROW_NOT_A_NUMBER, /* wall_s is NaN or infinite */
    ROW_NOT_POSITIVE, /* wall_s is 0 or less */
    ROW_SIMULATED,    /* a prediction: kept apart, in data->simulations */
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
    struct skip *items; /* each once, in order of appearance */
    size_t count, room;
};

/* A prediction of convoy-sim: no sample, and never among them. */
struct simulation {
    struct setup setup;
    word platform; /* in words */
    double wall_s;
};

struct simulations {
    struct simulation *items; /* in the order of the files */
    size_t count, room;
};

/* A line of a file. */
struct place {
    word file;
    size_t line;
};

/* Whose results were wrong: the first WRONGS_MAX pairs, in order of appearance. */
enum { WRONGS_MAX = 6 };
struct wrongs {
    struct wrong {
        word kernel, driver;
        uint64_t rows;
    } items[WRONGS_MAX];
    size_t count;
    uint64_t other_rows; /* of pairs that had no room */
};

/* Programs that rows come from: the first BUILDS_MAX, each once. */
enum { BUILDS_MAX = 16 };
struct builds {
    struct build {
        word driver, binary;
    } items[BUILDS_MAX];
    size_t count, last; /* `last`: the one of the row before */
};

struct data {
    struct words *words;
    struct configuration *items; /* in order of appearance */
    size_t count, room;
    struct keys *setups; /* numbers the items */
    uint64_t rows, fates[ROW_FATES];
    struct place first[ROW_FATES]; /* the first row of that fate, where there is one */
    struct wrongs wrongs;
    struct builds builds;
    struct repeats *repeats;
    uint32_t launch_count; /* every launch's number is below it */
    uint32_t sequence_end; /* above every sequence number used so far */
    struct skips skips;
    struct simulations simulations;
    struct keys *skip_keys; /* numbers the skips */
    struct tallies hosts;   /* rows by host */
    struct labels *labels;  /* columns that columns.def does not know, see label.h */
    /* Files without these columns: verification unknown, every row its own launch. */
    uint32_t files, files_without_ok, files_without_launch;
};

struct data *data_new(void);
void data_free(struct data *);

/* The configuration of that setup, made if it is new; valid until the next call. */
struct configuration *data_configuration(struct data *, const struct setup *);

/* Adds one row to each flag of a row's flags, which are joined by ";". */
void flags_add(struct data *, struct tallies *, const char *flags);

/* Adds a skip that is not there yet. */
void data_skip(struct data *, const struct skip *);

/* Counts a row whose result was wrong. */
void data_wrong(struct data *, word kernel, word driver);

/* Notes that a row comes from that program. */
void data_build(struct data *, word driver, word binary);

/* Frees what a configuration holds. */
void configuration_clear(struct configuration *);

/* Appends a row with its measures, MEASURES of them, NaN for unknown. */
void configuration_add(struct configuration *, const struct row *, const float *measures);

/* Gives back the room that no row needs; no rows follow. Needs the memory of one more array
 * meanwhile.
 */
void data_trim(struct data *);

const char *data_text(const struct data *, word);

#endif
