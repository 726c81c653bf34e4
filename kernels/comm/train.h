/*
 * What the kernel train and its reference share: the samples, which are a function of (seed,
 * index), and what one step does to the weights. All numbers are whole: a real number is stored
 * times a power of two ("Q11": times 2^11).
 */
#ifndef CONVOY_TRAIN_H
#define CONVOY_TRAIN_H

#include "mix.h"

#include <stdint.h>

enum {
    TRAIN_FEATURES = 31, /* the last one is 1 in every sample: its weight is the bias */
    TRAIN_X_BITS = 11,   /* features: Q11, -1 to 1 */
    TRAIN_W_BITS = 16,   /* weights, products, probabilities: Q16 */
    TRAIN_ONE = 1 << TRAIN_W_BITS,
    /* The sigmoid is a line between points 1/64 apart, and 1 from 16 on (wrong by 1e-7). */
    TRAIN_POINTS_PER_ONE = 64,
    TRAIN_POINTS = 16 * TRAIN_POINTS_PER_ONE + 1,
    TRAIN_POINT_SPACING = TRAIN_ONE / TRAIN_POINTS_PER_ONE
};

/* One line of the cache. */
struct train_sample {
    int16_t x[TRAIN_FEATURES];
    int16_t label; /* 0 or 1 */
};

/*
 * Sample `index`: features spread evenly over -1 to 1; its label says on which side of a plane
 * through 0 it lies, after some noise. The plane depends on the seed alone.
 */
void train_sample_make(uint64_t seed, uint64_t index, struct train_sample *);

/* 1 / (1 + exp(-i / 64)) in Q16, rounded to nearest, from whole numbers alone. */
void train_sigmoid_make(uint32_t points[TRAIN_POINTS]);

/* The probability in Q16 that a sample with this product of weights and features (Q16) has label 1.
 */
static inline uint32_t train_sigmoid(const uint32_t points[TRAIN_POINTS], int64_t product) {
    const uint64_t size = product < 0 ? (uint64_t)-product : (uint64_t)product;
    const uint64_t point = size / TRAIN_POINT_SPACING, rest = size % TRAIN_POINT_SPACING;
    uint32_t p = TRAIN_ONE;
    if (point + 1 < TRAIN_POINTS)
        p = (uint32_t)((points[point] * (TRAIN_POINT_SPACING - rest) + points[point + 1] * rest +
                        TRAIN_POINT_SPACING / 2) /
                       TRAIN_POINT_SPACING);
    return product < 0 ? TRAIN_ONE - p : p;
}

/*
 * One step down the gradient: `sum` is that of (p - label) x over all samples, Q27. The rate is 4:
 * half of the largest that is stable, as the second derivative is at most 1/4 in the direction of
 * the bias and less in all others.
 */
static inline int64_t train_weight_after(int64_t weight, int64_t sum, uint64_t samples) {
    enum { RATE = 4 };
    return weight - sum / (int64_t)samples / ((1 << TRAIN_X_BITS) / RATE);
}

/* The checksum of all samples after that many steps, in another order and from other formulas. */
uint64_t train_reference(uint64_t seed, uint64_t samples, uint64_t steps);

#endif
