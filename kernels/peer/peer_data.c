#include "peer_data.h"

#include "mix.h"

#include <string.h>

enum { WORD_BYTES = sizeof(uint64_t) };

static uint64_t data_word(uint64_t seed, uint64_t item, uint64_t position) {
    return mix_word(mix_pair(seed, item) + position * MIX_STEP);
}

static uint64_t weight_of(uint64_t position) {
    return 2 * position * MIX_STEP + 1;
}

/* From `offset` to the next word, at most `count`. */
static size_t bytes_to_word(uint64_t offset, size_t count) {
    const size_t left = (WORD_BYTES - offset % WORD_BYTES) % WORD_BYTES;
    return left < count ? left : count;
}

static void fill_bytes(uint64_t seed, uint64_t item, uint64_t offset, unsigned char *bytes,
                       size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t at = offset + i;
        bytes[i] = (unsigned char)(data_word(seed, item, at / WORD_BYTES) >> (at % WORD_BYTES * 8));
    }
}

void data_fill(uint64_t seed, uint64_t item, uint64_t offset, unsigned char *bytes, size_t count) {
    size_t done = bytes_to_word(offset, count);
    fill_bytes(seed, item, offset, bytes, done);
    for (; count - done >= WORD_BYTES; done += WORD_BYTES) {
        const uint64_t word = data_word(seed, item, (offset + done) / WORD_BYTES);
        memcpy(bytes + done, &word, sizeof word);
    }
    fill_bytes(seed, item, offset + done, bytes + done, count - done);
}

/* A byte's share of its word: the sum is linear in the bytes. */
static uint64_t bytes_add(uint64_t digest, uint64_t offset, const unsigned char *bytes,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint64_t at = offset + i;
        digest += ((uint64_t)bytes[i] << (at % WORD_BYTES * 8)) * weight_of(at / WORD_BYTES);
    }
    return digest;
}

uint64_t digest_add(uint64_t digest, uint64_t offset, const unsigned char *bytes, size_t count) {
    size_t done = bytes_to_word(offset, count);
    digest = bytes_add(digest, offset, bytes, done);
    for (; count - done >= WORD_BYTES; done += WORD_BYTES) {
        uint64_t word;
        memcpy(&word, bytes + done, sizeof word);
        digest += word * weight_of((offset + done) / WORD_BYTES);
    }
    return bytes_add(digest, offset + done, bytes + done, count - done);
}

uint64_t digest_expected(uint64_t seed, uint64_t item, uint64_t count) {
    uint64_t digest = 0;
    for (uint64_t position = 0; position < count / WORD_BYTES; position++)
        digest += data_word(seed, item, position) * weight_of(position);
    const uint64_t rest = count % WORD_BYTES, last = count / WORD_BYTES;
    if (rest)
        digest += (data_word(seed, item, last) & ((UINT64_C(1) << 8 * rest) - 1)) * weight_of(last);
    return digest;
}
