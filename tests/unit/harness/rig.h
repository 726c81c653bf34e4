/*
 * The measuring loop between a plan made by hand, a clock that counts its readings and a sink that
 * remembers: any number of threads, in one process or in several.
 */
#ifndef CONVOY_TEST_RIG_H
#define CONVOY_TEST_RIG_H

#include "cmocka_head.h"

#include "journal.h"
#include "made_up.h"
#include "measure.h"
#include "team.h"

enum { RIG_CONFIGURATIONS_MAX = 3, RIG_ROWS_MAX = 64, RIG_TAKES_ALL = 1000 };

struct rig {
    /* Set before rig_run; rig_init chooses one configuration of 10 items in one task per thread,
     * one warm-up and two repetitions. */
    struct options options;
    struct configuration list[RIG_CONFIGURATIONS_MAX];
    struct plan plan;
    unsigned threads;          /* in this process */
    const struct ranks *ranks; /* NULL: this process alone */
    bool noted;                /* the sink's calls go into the journal, too */
    bool traced;               /* events are kept in `events` */
    uint64_t rows_done;        /* the sink's answer for every configuration */
    bool refuse_begin;         /* the sink lets no configuration begin */
    unsigned rows_wanted;      /* row() says stop with the row of this number, from 1 */
    bool stops_at_skipped;     /* skipped() says stop */
    bool stops_at_finished;
    struct sink sink; /* another sink in its place; .row NULL: the rig's own */
    /* What came of it. */
    struct sample rows[RIG_ROWS_MAX]; /* their texts are gone, but for ... */
    char histogram[32];               /* ... the last one's op_histogram */
    struct rank_place place;
    struct repetition repetitions[RIG_ROWS_MAX];
    unsigned row_count;
    struct slot failed_slot;
    unsigned failed_worker;
    int stopped_by;
    struct trace_event *events;
    size_t event_count;
};

void rig_init(struct rig *, const struct kernel *, unsigned threads);
void rig_run(struct rig *);
void rig_free(struct rig *);

/* Sets the sizes of a configuration. */
void rig_size(struct configuration *, uint64_t items, uint64_t tasks, unsigned workers);

/* The next reading of the counting clock. */
uint64_t rig_clock(void);

#endif
