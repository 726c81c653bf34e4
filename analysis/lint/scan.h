/*
 * What the rows of CSV files say about how they were measured, beyond what the data set keeps:
 * which columns are there and filled, and counts of rows that contradict themselves or each other.
 * A second pass over the files, one row in memory at a time.
 */
#ifndef CONVOY_SCAN_H
#define CONVOY_SCAN_H

#include "agreement.h"
#include "columns.h"
#include "fault.h"

#include <stdbool.h>

/* Things that rows must agree on. */
enum agree {
    AGREE_CHECKSUM, /* one work, the same bits, whoever computed it */
    AGREE_BYTES,    /* one work, the same bytes moved */
    AGREE_FLOPS,    /* one work, the same operations */
    AGREE_ITEMS,    /* strong: the same items for all worker counts; weak: the same per worker */
    AGREE_PROGRAM,  /* one driver, one program */
    AGREES
};

struct scan {
    uint64_t rows; /* measured, with a time: all counts below are of these */
    uint64_t filled[COLUMNS];
    uint64_t warmups, skips, skips_unexplained;
    uint64_t busy_longer;  /* a worker was busy for longer than the whole took */
    uint64_t cpu_more;     /* more CPU time than the workers can have used */
    uint64_t cpu_as_wall;  /* several workers, and CPU time is the wall time to the last digit */
    uint64_t cpu_parallel; /* several workers, and both are known */
    uint64_t crowded, crowded_unsaid;   /* more workers than PUs on one host; without the flag */
    uint64_t miscounted;                /* workers are not ranks x threads */
    uint64_t blocking, blocking_unsaid; /* rows with blocking calls; without their latencies */
    struct agreement agrees[AGREES];
    struct words *strange; /* names of columns that are not ours */
    size_t strange_count;  /* words 1 .. strange_count */
};

struct scan scan_new(void);
void scan_free(struct scan *);

/* Adds a file that load_csv has read already: faults are left for the unforeseen. */
bool scan_csv(struct scan *, const char *path, struct fault *);

/* Whether any row, or every row, says something in a column. */
bool scan_has(const struct scan *, enum column_index);
bool scan_full(const struct scan *, enum column_index);

/* The first column of others whose name holds one of these words (ends with NULL), or NULL. */
const char *scan_strange(const struct scan *, const char *const *words);

#endif
