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

/*
 * The histogram as a row has it: "K:COUNT;K:COUNT", K rising, only buckets with calls, "" without
 * calls. Bucket K covers 2^(K/8) up to 2^((K+1)/8) ns, so that its edges are the same at every
 * scale; K = 0 also holds 0 ns, the last one also what is longer. Each finer bucket goes as a whole
 * to the one in which its middle lies: exact below 64 ns, above that a call within 1.6 % of an edge
 * may be counted on the edge's other side. No call is lost.
 */
enum {
    LATENCY_COARSE = 8 * (48 - 1),
    LATENCY_TEXT = LATENCY_COARSE * sizeof "375:18446744073709551615"
};
void latency_text(const struct latency *, char text[LATENCY_TEXT]);

#endif
