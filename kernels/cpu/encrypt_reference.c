/*
 * What an item's digest must be, by other ways than the kernel's: the key stream from counters
 * encrypted one by one in codebook mode (SP 800-38A, 6.1 and 6.5), and SHA-256 as FIPS 180-4,
 * sections 5 and 6.2, writes it down. Its constants are the fractional parts of roots of the first
 * primes; they are computed here instead of copied.
 */
#include "encrypt.h"

#include <math.h>
#include <string.h>

enum { SHA_BLOCK_BYTES = 64, SHA_ROUNDS = 64, SHA_STATE = 8 };

static bool is_prime(unsigned n) {
    for (unsigned d = 2; d * d <= n; d++)
        if (n % d == 0)
            return false;
    return true;
}

/* The first 32 bits behind the point: long double holds all of them. */
static uint32_t fraction_bits(long double root) {
    return (uint32_t)((root - floorl(root)) * 4294967296.0L);
}

static void constants_make(uint32_t state[SHA_STATE], uint32_t rounds[SHA_ROUNDS]) {
    unsigned prime = 2;
    for (int i = 0; i < SHA_ROUNDS; prime++) {
        if (!is_prime(prime))
            continue;
        if (i < SHA_STATE)
            state[i] = fraction_bits(sqrtl(prime));
        rounds[i++] = fraction_bits(cbrtl(prime));
    }
}

static uint32_t rotated(uint32_t word, unsigned by) {
    return word >> by | word << (32 - by);
}

static void schedule_make(const unsigned char *block, uint32_t schedule[SHA_ROUNDS]) {
    for (int t = 0; t < 16; t++)
        schedule[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
                      (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (int t = 16; t < SHA_ROUNDS; t++) {
        const uint32_t x = schedule[t - 15], y = schedule[t - 2];
        schedule[t] = (rotated(y, 17) ^ rotated(y, 19) ^ y >> 10) + schedule[t - 7] +
                      (rotated(x, 7) ^ rotated(x, 18) ^ x >> 3) + schedule[t - 16];
    }
}

/* Section 6.2.2, steps 2 to 4; the working variables a to h are v[0] to v[7]. */
static void block_add(const unsigned char *block, const uint32_t rounds[SHA_ROUNDS],
                      uint32_t state[SHA_STATE]) {
    uint32_t schedule[SHA_ROUNDS], v[SHA_STATE];
    schedule_make(block, schedule);
    memcpy(v, state, sizeof v);
    for (int t = 0; t < SHA_ROUNDS; t++) {
        const uint32_t sum_1 = rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25);
        const uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        const uint32_t sum_0 = rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22);
        const uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        const uint32_t first = v[7] + sum_1 + choice + rounds[t] + schedule[t];
        memmove(v + 1, v, (SHA_STATE - 1) * sizeof *v);
        v[4] += first;
        v[0] = first + sum_0 + majority;
    }
    for (int i = 0; i < SHA_STATE; i++)
        state[i] += v[i];
}

/* Section 5.1.1: a one, zeros, the length in bits; one or two blocks. */
static int tail_make(const unsigned char *rest, uint64_t count,
                     unsigned char tail[2 * SHA_BLOCK_BYTES]) {
    const uint64_t left = count % SHA_BLOCK_BYTES, bits = count * 8;
    const int blocks = left < SHA_BLOCK_BYTES - 8 ? 1 : 2;
    memset(tail, 0, 2 * SHA_BLOCK_BYTES);
    memcpy(tail, rest, left);
    tail[left] = 0x80;
    for (int i = 0; i < 8; i++)
        tail[blocks * SHA_BLOCK_BYTES - 1 - i] = (unsigned char)(bits >> 8 * i);
    return blocks;
}

void sha256_reference(const unsigned char *bytes, uint64_t count,
                      unsigned char digest[SHA256_BYTES]) {
    uint32_t state[SHA_STATE], rounds[SHA_ROUNDS];
    unsigned char tail[2 * SHA_BLOCK_BYTES];
    constants_make(state, rounds);
    const uint64_t whole = count / SHA_BLOCK_BYTES;
    for (uint64_t i = 0; i < whole; i++)
        block_add(bytes + i * SHA_BLOCK_BYTES, rounds, state);
    const int blocks = tail_make(bytes + whole * SHA_BLOCK_BYTES, count, tail);
    for (int i = 0; i < blocks; i++)
        block_add(tail + i * SHA_BLOCK_BYTES, rounds, state);
    for (int i = 0; i < SHA256_BYTES; i++)
        digest[i] = (unsigned char)(state[i / 4] >> (24 - i % 4 * 8));
}

uint64_t encrypt_reference(uint64_t seed, uint64_t item) {
    unsigned char key[AES_KEY_BYTES], plain[ENCRYPT_BLOCK_BYTES], stream[ENCRYPT_BLOCK_BYTES];
    encrypt_key(seed, key);
    encrypt_plain(seed, plain);
    const uint64_t blocks = ENCRYPT_BLOCK_BYTES / AES_BLOCK_BYTES;
    for (uint64_t i = 0; i < blocks; i++)
        encrypt_counter(item * blocks + i, stream + i * AES_BLOCK_BYTES);
    if (!cipher_codebook(key, stream, ENCRYPT_BLOCK_BYTES))
        return 0;
    for (int i = 0; i < ENCRYPT_BLOCK_BYTES; i++)
        stream[i] ^= plain[i];
    unsigned char digest[SHA256_BYTES];
    sha256_reference(stream, ENCRYPT_BLOCK_BYTES, digest);
    return encrypt_word(digest);
}
