/*
 * train: logistic regression by full-batch gradient descent, the smallest thing that learns as
 * large models do: every worker has a share of the samples and the same weights; in every step all
 * add up their gradients (allreduce) and change the weights alike.
 *
 * Item: one sample of 31 features, in all steps and in the classification at the end. Whole numbers
 * throughout, and whole numbers can be added in any order: the same bits for any number of workers,
 * where floating point would need a fixed order. Source of the method: e.g. Hastie, Tibshirani,
 * Friedman, The Elements of Statistical Learning, 2nd ed., 4.4; every step goes along
 *
 *     sum over samples of (sigmoid(w x) - label) x
 *
 * Every worker makes its samples in touch(), in memory that it touches first.
 *
 * Work: a sample of 64 bytes read per step and once more at the end. With the default size all
 * samples take 640 KB, so that after the first step they come from a cache.
 *
 * The checksum takes the probability of each sample under the final weights, mixed with its index.
 * Expected: train_reference.c. Why the loops stay: the sums decide the weights.
 */
#include "train.h"

#include "kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { SAMPLES_PER_LOOK = 128 };

struct training {
    uint32_t sigmoid[TRAIN_POINTS];
    struct train_sample *samples;
    uint64_t seed;
    size_t memory_bytes;
};

static const struct parameter parameters[] = {
    {"steps", "steps of the descent, a sum over all workers each", PARAMETER_COUNT, 200, 1, 100000},
    {0}};

static void teardown(void *state) {
    struct training *training = state;
    munmap(training->samples, training->memory_bytes);
    free(training);
}

/* Address space only, as in triad. */
static int reserve(struct training *training, uint64_t samples) {
    if (samples > SIZE_MAX / sizeof *training->samples)
        return ENOMEM;
    training->memory_bytes = samples * sizeof *training->samples;
    void *memory = mmap(NULL, training->memory_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return errno;
    training->samples = memory;
    return 0;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for samples";
    struct training *training = malloc(sizeof *training);
    if (!training)
        return ENOMEM;
    const int error_number = reserve(training, problem->items);
    if (error_number) {
        free(training);
        return error_number;
    }
    train_sigmoid_make(training->sigmoid);
    training->seed = problem->seed;
    *state = training;
    return 0;
}

static void touch(void *state, struct range range) {
    const struct training *training = state;
    for (uint64_t i = range.begin; i < range.end; i++)
        train_sample_make(training->seed, i, &training->samples[i]);
}

/* Q16, rounded down. Shifting a negative number right extends its sign (GCC manual, "Integers
 * implementation"; clang does the same). */
static int64_t product_of(const int64_t *weights, const struct train_sample *sample) {
    int64_t sum = 0;
    for (int j = 0; j < TRAIN_FEATURES; j++)
        sum += weights[j] * sample->x[j];
    return sum >> TRAIN_X_BITS;
}

static uint32_t classify(const struct training *training, const int64_t *weights, uint64_t index) {
    return train_sigmoid(training->sigmoid, product_of(weights, &training->samples[index]));
}

static void look_sometimes(struct env *env, uint64_t samples_done) {
    if (samples_done % SAMPLES_PER_LOOK == 0)
        env->look(env);
}

/* This worker's share of the gradient, Q27. */
static void gradient_of(const struct training *training, const int64_t *weights,
                        struct range samples, struct env *env, uint64_t *gradient) {
    int64_t sums[TRAIN_FEATURES] = {0};
    for (uint64_t i = samples.begin; i < samples.end; i++) {
        const struct train_sample *sample = &training->samples[i];
        const int32_t error =
            (int32_t)classify(training, weights, i) - sample->label * (int32_t)TRAIN_ONE;
        for (int j = 0; j < TRAIN_FEATURES; j++)
            sums[j] += error * sample->x[j]; /* 16 and 11 bits and a sign */
        look_sometimes(env, i - samples.begin + 1);
    }
    for (int j = 0; j < TRAIN_FEATURES; j++)
        gradient[j] = (uint64_t)sums[j];
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    const struct training *training = state;
    int64_t weights[TRAIN_FEATURES] = {0};
    for (uint64_t step = 0; step < problem->settings[0].number; step++) {
        uint64_t gradient[TRAIN_FEATURES];
        gradient_of(training, weights, range, env, gradient);
        env->allreduce(env, gradient, TRAIN_FEATURES);
        for (int j = 0; j < TRAIN_FEATURES; j++)
            weights[j] = train_weight_after(weights[j], (int64_t)gradient[j], problem->items);
    }
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        checksum += mix_pair(i, classify(training, weights, i));
        look_sometimes(env, i - range.begin + 1);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    return train_reference(problem->seed, problem->items, problem->settings[0].number);
}

static struct work work(const struct problem *problem) {
    const uint64_t passes = problem->settings[0].number + 1;
    return (struct work){.bytes = problem->items * passes * sizeof(struct train_sample)};
}

const struct kernel kernel_train = {
    .name = "train",
    .summary = "logistic regression: gradients of all workers are added up in every step",
    .item = "one sample in all steps",
    .class = CLASS_COMM,
    .default_size = 10000,
    .items_per_look = SAMPLES_PER_LOOK,
    .nominal_ns_per_item = 6000.0,
    .lockstep = true,
    .parameters = parameters,
    .setup = setup,
    .touch = touch,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
