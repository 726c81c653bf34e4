/*
 * Latencies of blocking calls, summed over rows: the column op_histogram, "K:COUNT;K:COUNT;...",
 * where bucket K covers 2^(K/8) up to 2^((K+1)/8) nanoseconds (drivers/harness/latency.h).
 */
#ifndef CONVOY_HISTOGRAM_H
#define CONVOY_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

/* 2^50 ns are 13 days. */
enum { HISTOGRAM_BUCKETS = 400 };

struct histogram {
    uint64_t *counts; /* by K, HISTOGRAM_BUCKETS of them; NULL: no calls so far */
    uint64_t calls;   /* their sum, at most 2^53 */
};

/*
 * Adds a row's text; the empty one adds nothing. Returns NULL, or a constant text that says what is
 * wrong with it: then the histogram is good for histogram_free only. K must rise from one bucket to
 * the next and be below HISTOGRAM_BUCKETS, COUNT must be 1 or more.
 */
const char *histogram_add(struct histogram *, const char *text);
void histogram_free(struct histogram *);

/* The lower edge of a bucket in seconds; bucket + 1 gives its upper edge. */
double histogram_edge_s(size_t bucket);

#endif
