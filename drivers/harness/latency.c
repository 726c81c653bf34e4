#include "latency.h"

#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* Values below 2^(BITS+1) have a bucket each; above, the leading bit and the BITS after it choose.
 */
static unsigned bucket_of(uint64_t ns) {
    if (ns < 2U << LATENCY_BITS)
        return (unsigned)ns;
    const unsigned shift = 63U - (unsigned)__builtin_clzll(ns) - LATENCY_BITS;
    const unsigned bucket = (shift << LATENCY_BITS) + (unsigned)(ns >> shift);
    return bucket < LATENCY_BUCKETS ? bucket : LATENCY_BUCKETS - 1;
}

static double middle_ns(unsigned bucket) {
    if (bucket < 2U << LATENCY_BITS)
        return bucket;
    const unsigned shift = (bucket >> LATENCY_BITS) - 1;
    const uint64_t low = (uint64_t)(bucket - (shift << LATENCY_BITS)) << shift;
    return (double)low + 0.5 * (double)(UINT64_C(1) << shift);
}

void latency_record(struct latency *latency, uint64_t duration_ns) {
    latency->count++;
    latency->buckets[bucket_of(duration_ns)]++;
    if (duration_ns > latency->max_ns)
        latency->max_ns = duration_ns;
}

void latency_merge(struct latency *into, const struct latency *from) {
    into->count += from->count;
    if (from->max_ns > into->max_ns)
        into->max_ns = from->max_ns;
    for (unsigned i = 0; i < LATENCY_BUCKETS; i++)
        into->buckets[i] += from->buckets[i];
}

double latency_quantile_us(const struct latency *latency, double q) {
    if (!latency->count)
        return NAN;
    const uint64_t rank = (uint64_t)ceil(q * (double)latency->count);
    uint64_t seen = 0;
    unsigned bucket = 0;
    while (bucket < LATENCY_BUCKETS && (seen += latency->buckets[bucket]) < rank)
        bucket++;
    return fmin(middle_ns(bucket), (double)latency->max_ns) / 1000.0;
}

static unsigned coarse_of(unsigned bucket) {
    const double ns = middle_ns(bucket);
    return ns < 1 ? 0 : (unsigned)(8 * log2(ns));
}

/* Middles rise with the buckets, so what belongs to one coarse bucket stands together. */
void latency_text(const struct latency *latency, char text[LATENCY_TEXT]) {
    size_t used = 0;
    text[0] = '\0';
    if (!latency->count)
        return;
    for (unsigned i = 0; i < LATENCY_BUCKETS;) {
        const unsigned coarse = coarse_of(i);
        uint64_t count = 0;
        for (; i < LATENCY_BUCKETS && coarse_of(i) == coarse; i++)
            count += latency->buckets[i];
        if (count)
            used += (size_t)snprintf(text + used, LATENCY_TEXT - used, "%s%u:%" PRIu64,
                                     used ? ";" : "", coarse, count);
        CHECK(used < LATENCY_TEXT);
    }
}
