/*
 * Latencies of blocking calls of one worker in one repetition: a histogram with logarithmic
 * buckets, 32 to a power of two, so that a percentile is off by at most 1.6 % (half a bucket),
 * while minimum memory and no allocation are needed in the timed part; the maximum is exact. The
 * idea is HdrHistogram's (Gil Tene).
 */
#ifndef CONVOY_LATENCY_H
#define CONVOY_LATENCY_H

#include <stdint.h>

enum { LATENCY_BITS = 5, LATENCY_BUCKETS = (48 - LATENCY_BITS) << LATENCY_BITS };

struct latency {
    uint64_t count, max_ns;
    uint32_t buckets[LATENCY_BUCKETS];
};

void latency_record(struct latency *, uint64_t duration_ns);
void latency_merge(struct latency *into, const struct latency *from);

/* The smallest value that a fraction 0 < q <= 1 of the calls does not exceed; NaN without calls. */
double latency_quantile_us(const struct latency *, double q);

#endif
