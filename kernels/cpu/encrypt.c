/*
 * encrypt: AES-256 in counter mode, then SHA-256 of what came out, both through OpenSSL's
 * libcrypto.
 *
 * Item: one block of 16 KiB, encrypted with the counter at the item's own position in the stream
 * (NIST SP 800-38A, 6.5), then hashed (FIPS 180-4). The plain text is made from the seed once, so
 * that nothing but libcrypto's work is timed. Class cpu: plain text and result stay in the
 * second-level cache.
 *
 * Checksum: the first eight bytes of the digest, mixed with the item. Expected: the stream from
 * single blocks in codebook mode, added by hand, and a hash by the letter of the standard
 * (encrypt_reference.c).
 *
 * Why the loop stays: library calls, and the digest enters the checksum.
 */
#include "encrypt.h"

#include "kernel.h"
#include "mix.h"

#include <string.h>

static void words_make(uint64_t seed, uint64_t stream, unsigned char *bytes, uint64_t count) {
    for (uint64_t i = 0; i < count / sizeof(uint64_t); i++) {
        const uint64_t word = mix_word(mix_pair(seed, stream) + i * MIX_STEP);
        memcpy(bytes + i * sizeof word, &word, sizeof word);
    }
}

void encrypt_key(uint64_t seed, unsigned char key[AES_KEY_BYTES]) {
    words_make(seed, 0, key, AES_KEY_BYTES);
}

void encrypt_plain(uint64_t seed, unsigned char plain[ENCRYPT_BLOCK_BYTES]) {
    words_make(seed, 1, plain, ENCRYPT_BLOCK_BYTES);
}

void encrypt_counter(uint64_t block, unsigned char counter[AES_BLOCK_BYTES]) {
    memset(counter, 0, AES_BLOCK_BYTES);
    for (int i = AES_BLOCK_BYTES - 1; block; i--, block >>= 8)
        counter[i] = (unsigned char)block;
}

uint64_t encrypt_word(const unsigned char digest[SHA256_BYTES]) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
        word = word << 8 | digest[i];
    return word;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "ciphers of libcrypto";
    return ciphers_make(problem->workers, problem->seed, state);
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    (void)problem;
    struct cipher *cipher = cipher_of(state, env->worker);
    uint64_t checksum = 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        uint64_t word;
        if (!cipher_item(cipher, i, &word)) {
            env->failed(env, "encrypt with libcrypto", 0);
            break;
        }
        checksum += mix_pair(i, word);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, encrypt_reference(problem->seed, i));
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = problem->items * ENCRYPT_BLOCK_BYTES};
}

const struct kernel kernel_encrypt = {
    .name = "encrypt",
    .summary = "encrypts with AES-256-CTR and hashes with SHA-256 (libcrypto)",
    .item = "16 KiB encrypted and hashed",
    .class = CLASS_CPU,
    .default_size = 3000, /* checking takes twelve times as long as encrypting */
    .items_per_look = 1,
    .nominal_ns_per_item = 10500.0,
    .unavailable = cipher_unavailable,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = ciphers_free,
    .work = work,
};
