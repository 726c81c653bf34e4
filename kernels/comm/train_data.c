/* The samples and the table of the sigmoid. */
#include "train.h"

/* Values -2^11 to 2^11 - 1, four from a word. */
static int16_t value_of(uint64_t word, int place) {
    const int bits = TRAIN_X_BITS + 1;
    const int value = (int)(word >> (16 * place) & ((UINT64_C(1) << bits) - 1));
    return (int16_t)(value - (1 << TRAIN_X_BITS));
}

static int16_t plane_of(uint64_t seed, int feature) {
    return value_of(mix_pair(~seed, (uint64_t)feature), 0);
}

/* Up to a sixteenth of the largest distance that one feature makes. */
static int32_t noise_of(uint64_t word) {
    const int32_t most = 1 << (2 * TRAIN_X_BITS - 4);
    return (int32_t)(word >> 32 & (2 * (uint32_t)most - 1)) - most;
}

void train_sample_make(uint64_t seed, uint64_t index, struct train_sample *sample) {
    enum { DRAWN = TRAIN_FEATURES - 1, NOISE_WORD = (DRAWN + 3) / 4 };
    const uint64_t start = mix_pair(seed, index);
    int32_t distance = noise_of(mix_word(start + NOISE_WORD * MIX_STEP));
    for (int j = 0; j < DRAWN; j++) {
        sample->x[j] = value_of(mix_word(start + (uint64_t)(j / 4) * MIX_STEP), j % 4);
        distance += plane_of(seed, j) * sample->x[j];
    }
    sample->x[DRAWN] = 1 << TRAIN_X_BITS;
    sample->label = distance > 0;
}

void train_sigmoid_make(uint32_t points[TRAIN_POINTS]) {
    const uint64_t one = UINT64_C(1) << 62;
    const uint64_t factor = UINT64_C(0x3f01fd57fddf4925); /* 2^62 exp(-1/64), Python */
    uint64_t power = one;                                 /* 2^62 exp(-i/64) */
    for (int i = 0; i < TRAIN_POINTS; i++) {
        const unsigned __int128 scaled = (unsigned __int128)one << (TRAIN_W_BITS + 1);
        points[i] = (uint32_t)((scaled / (one + power) + 1) / 2);
        power = (uint64_t)(((unsigned __int128)power * factor) >> 62);
    }
}
