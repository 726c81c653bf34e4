#include "histogram.h"

#include "check.h"

#include <math.h>
#include <stdlib.h>

/* What a double still counts exactly. */
#define CALLS_MAX (UINT64_C(1) << 53)

/* Decimal digits and nothing else; NULL if there are none or the value passes `most`. */
static const char *digits_read(const char *text, uint64_t most, uint64_t *value) {
    const char *at = text;
    for (*value = 0; *at >= '0' && *at <= '9'; at++) {
        *value = 10 * *value + (uint64_t)(*at - '0');
        if (*value > most)
            return NULL;
    }
    return at == text ? NULL : at;
}

/* One K:COUNT; behind it NULL if it cannot be read. */
static const char *bucket_read(const char *text, uint64_t *bucket, uint64_t *count) {
    const char *colon = digits_read(text, HISTOGRAM_BUCKETS - 1, bucket);
    if (!colon || *colon != ':')
        return NULL;
    return digits_read(colon + 1, CALLS_MAX, count);
}

const char *histogram_add(struct histogram *histogram, const char *text) {
    uint64_t next = 0; /* the least K that may come */
    while (*text) {
        uint64_t bucket, count;
        text = bucket_read(text, &bucket, &count);
        if (!text || (*text && *text != ';') || (*text && !text[1]))
            return "not K:COUNT;K:COUNT;... with K below 400";
        if (bucket < next || !count)
            return "its buckets do not rise, or one of them is empty";
        if (!histogram->counts)
            histogram->counts = must_alloc(HISTOGRAM_BUCKETS * sizeof *histogram->counts);
        histogram->counts[bucket] += count;
        histogram->calls += count;
        if (histogram->calls > CALLS_MAX)
            return "more calls than can be counted";
        next = bucket + 1;
        text += *text == ';';
    }
    return NULL;
}

void histogram_free(struct histogram *histogram) {
    free(histogram->counts);
    *histogram = (struct histogram){0};
}

double histogram_edge_s(size_t bucket) {
    return 1e-9 * exp2((double)bucket / 8);
}
