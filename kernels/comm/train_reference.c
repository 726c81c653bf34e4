/*
 * The training without workers: samples made anew in every step, the last one first; the gradient
 * in two parts, of which the labels' is the same in every step; the sigmoid's points from libm.
 */
#include "train.h"

#include <math.h>
#include <stdlib.h>

/* Towards minus infinity; divisor > 0. */
static int64_t floor_divide(int64_t value, int64_t divisor) {
    const int64_t quotient = value / divisor;
    return quotient - (value % divisor < 0);
}

static int64_t point(int64_t number) {
    return llround(TRAIN_ONE / (1.0 + exp(-(double)number / TRAIN_POINTS_PER_ONE)));
}

static void points_make(int64_t points[TRAIN_POINTS]) {
    for (int64_t i = 0; i < TRAIN_POINTS; i++)
        points[i] = point(i);
}

/* From the point before and the slope behind it, rounded half up. */
static int64_t probability(const int64_t points[TRAIN_POINTS], int64_t product) {
    const int64_t size = llabs(product), before = size / TRAIN_POINT_SPACING;
    int64_t p = TRAIN_ONE;
    if (before < TRAIN_POINTS - 1) {
        const int64_t rise = (points[before + 1] - points[before]) * (size % TRAIN_POINT_SPACING);
        p = points[before] + floor_divide(rise + TRAIN_POINT_SPACING / 2, TRAIN_POINT_SPACING);
    }
    return product < 0 ? TRAIN_ONE - p : p;
}

static int64_t classify(const int64_t points[TRAIN_POINTS], const int64_t *weights,
                        const struct train_sample *sample) {
    int64_t sum = 0;
    for (int j = TRAIN_FEATURES - 1; j >= 0; j--)
        sum += sample->x[j] * weights[j];
    return probability(points, floor_divide(sum, 1 << TRAIN_X_BITS));
}

/* The sum of x over all samples with label 1, Q11. */
static void labels_add(uint64_t seed, uint64_t samples, int64_t *sums) {
    for (uint64_t i = samples; i-- > 0;) {
        struct train_sample sample;
        train_sample_make(seed, i, &sample);
        for (int j = 0; sample.label == 1 && j < TRAIN_FEATURES; j++)
            sums[j] += sample.x[j];
    }
}

static void step(const int64_t points[TRAIN_POINTS], uint64_t seed, uint64_t samples,
                 const int64_t *of_labels, int64_t *weights) {
    int64_t sums[TRAIN_FEATURES] = {0};
    for (uint64_t i = samples; i-- > 0;) {
        struct train_sample sample;
        train_sample_make(seed, i, &sample);
        const int64_t p = classify(points, weights, &sample);
        for (int j = 0; j < TRAIN_FEATURES; j++)
            sums[j] += p * sample.x[j];
    }
    for (int j = 0; j < TRAIN_FEATURES; j++)
        weights[j] = train_weight_after(weights[j], sums[j] - TRAIN_ONE * of_labels[j], samples);
}

uint64_t train_reference(uint64_t seed, uint64_t samples, uint64_t steps) {
    int64_t points[TRAIN_POINTS], of_labels[TRAIN_FEATURES] = {0}, weights[TRAIN_FEATURES] = {0};
    points_make(points);
    labels_add(seed, samples, of_labels);
    for (uint64_t i = 0; i < steps; i++)
        step(points, seed, samples, of_labels, weights);
    uint64_t checksum = 0;
    for (uint64_t i = samples; i-- > 0;) {
        struct train_sample sample;
        train_sample_make(seed, i, &sample);
        checksum += mix_pair(i, (uint64_t)classify(points, weights, &sample));
    }
    return checksum;
}
