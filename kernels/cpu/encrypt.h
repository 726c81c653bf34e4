/*
 * AES-256-CTR and SHA-256 for the kernel encrypt. Two files implement the ciphers: one with
 * libcrypto and one that says it is missing; the build takes one of them (kernels/CMakeLists.txt).
 */
#ifndef CONVOY_ENCRYPT_H
#define CONVOY_ENCRYPT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    ENCRYPT_BLOCK_BYTES = 16 * 1024, /* an item: the size that `openssl speed` ends with */
    AES_KEY_BYTES = 32,
    AES_BLOCK_BYTES = 16,
    SHA256_BYTES = 32
};

/* Key and plain text of a run: words of the generator, the same in every process. */
void encrypt_key(uint64_t seed, unsigned char key[AES_KEY_BYTES]);
void encrypt_plain(uint64_t seed, unsigned char plain[ENCRYPT_BLOCK_BYTES]);

/* The counter block number `block` of the stream: big-endian, as SP 800-38A counts. */
void encrypt_counter(uint64_t block, unsigned char counter[AES_BLOCK_BYTES]);

/* The first eight bytes of a digest, little-endian. */
uint64_t encrypt_word(const unsigned char digest[SHA256_BYTES]);

/* NULL, or why this build cannot encrypt; the functions below are a bug then. */
const char *cipher_unavailable(void);

/* One cipher per worker; 0 or an errno value. Free with ciphers_free. */
struct cipher;
int ciphers_make(unsigned workers, uint64_t seed, void **ciphers);
struct cipher *cipher_of(void *ciphers, unsigned worker);
void ciphers_free(void *ciphers);

/* Encrypts and hashes one item; false if libcrypto failed. One thread per cipher at a time. */
bool cipher_item(struct cipher *, uint64_t item, uint64_t *word);

/* Encrypts blocks of 16 bytes one by one, without chaining (codebook mode); for the reference. */
bool cipher_codebook(const unsigned char key[AES_KEY_BYTES], unsigned char *blocks, int bytes);

/* SHA-256 by the letter of FIPS 180-4, for the reference: slow and independent of libcrypto. */
void sha256_reference(const unsigned char *bytes, uint64_t count,
                      unsigned char digest[SHA256_BYTES]);

/* An item's word by other ways than cipher_item; 0 if libcrypto failed. */
uint64_t encrypt_reference(uint64_t seed, uint64_t item);

#endif
