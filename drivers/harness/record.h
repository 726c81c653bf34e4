/*
 * What the root does with results: makes rows, writes them, prints the table for people, watches
 * the time limit. It is the sink of measure.h. Not thread-safe: thread 0 of rank 0 only.
 */
#ifndef CONVOY_RECORD_H
#define CONVOY_RECORD_H

#include "measure.h"
#include "options.h"
#include "output.h"
#include "plan.h"

/* What all rows of a launch have in common. Texts are borrowed. */
struct launch {
    const char *study, *run_id, *driver;
    const char *program; /* for messages */
    char *tags;          /* owned by the driver */
    uint64_t number;
    unsigned nodes, ranks, threads; /* threads: per rank */
    unsigned pus;
    unsigned places;    /* distinct PUs that all workers together can use */
    bool resumed;       /* rows of this launch were on file at the start */
    bool spawn_partial; /* the launcher's start is not known: spawn_s lacks it */
    double spawn_s;
    uint64_t began_ns; /* for --max-time */
    uint64_t config_id, binary_id;
    const char *host;
    const struct nodes *map; /* where ranks are; NULL: nobody asked (tests) */
    const char *simulated;   /* the column; NULL: measured */
};

struct record {
    const struct options *options;
    struct launch launch;
    struct output *output;  /* NULL: no file */
    bool table;             /* print a line per configuration on standard output */
    uint64_t team_began_ns; /* when the making of threads began; 0: there are none to make */
    unsigned crowded_from;  /* masks.h; 0: workers were not placed */
    /* Results. */
    struct fault fault;
    bool wrong_result, out_of_time;
    uint64_t rows;       /* written in this launch */
    uint64_t rows_found; /* of this launch, on file already */
    /* Inner: the configuration under way. */
    char *hosts; /* the column, of the row under way */
    uint64_t expected;
    bool expected_known;
    double *walls_s;
    size_t wall_count;
    char words[64]; /* of a probe, about its last repetition */
    double longest_s, steal_before_s;
    uint64_t configuration_began_ns;
    bool header_printed;
};

/* The sink that fills `record`. */
struct sink record_sink(struct record *);

/* Whether all rows of the plan are written, now or before: then a late wish to stop changes
 * nothing. */
bool record_complete(const struct record *, const struct plan *);
void record_free(struct record *);

#endif
