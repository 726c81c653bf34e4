/* The ciphers through libcrypto's EVP interface (EVP_EncryptInit_ex(3), EVP_DigestInit_ex(3)).
 * Algorithms are fetched once: looking one up costs more than hashing a small block. */
#include "encrypt.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>

struct cipher {
    EVP_CIPHER_CTX *stream;
    EVP_MD_CTX *hash;
    const struct ciphers *ciphers;
    unsigned char *encrypted;
};

struct ciphers {
    EVP_CIPHER *aes;
    EVP_MD *sha;
    unsigned char key[AES_KEY_BYTES], plain[ENCRYPT_BLOCK_BYTES];
    unsigned count;
    struct cipher items[];
};

const char *cipher_unavailable(void) {
    return NULL;
}

static bool cipher_make(struct cipher *cipher, const struct ciphers *ciphers) {
    cipher->ciphers = ciphers;
    cipher->stream = EVP_CIPHER_CTX_new();
    cipher->hash = EVP_MD_CTX_new();
    cipher->encrypted = malloc(ENCRYPT_BLOCK_BYTES);
    return cipher->stream && cipher->hash && cipher->encrypted &&
           EVP_EncryptInit_ex(cipher->stream, ciphers->aes, NULL, ciphers->key, NULL) == 1;
}

static bool all_make(struct ciphers *ciphers, uint64_t seed) {
    encrypt_key(seed, ciphers->key);
    encrypt_plain(seed, ciphers->plain);
    ciphers->aes = EVP_CIPHER_fetch(NULL, "AES-256-CTR", NULL);
    ciphers->sha = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    bool good = ciphers->aes && ciphers->sha;
    for (unsigned i = 0; i < ciphers->count && good; i++)
        good = cipher_make(&ciphers->items[i], ciphers);
    return good;
}

int ciphers_make(unsigned workers, uint64_t seed, void **made) {
    struct ciphers *ciphers = calloc(1, sizeof *ciphers + workers * sizeof *ciphers->items);
    if (!ciphers)
        return ENOMEM;
    ciphers->count = workers;
    if (!all_make(ciphers, seed)) {
        ciphers_free(ciphers);
        return ENOMEM; /* all that can fail here is memory: both algorithms are always built in */
    }
    *made = ciphers;
    return 0;
}

void ciphers_free(void *made) {
    struct ciphers *ciphers = made;
    for (unsigned i = 0; i < ciphers->count; i++) {
        EVP_CIPHER_CTX_free(ciphers->items[i].stream);
        EVP_MD_CTX_free(ciphers->items[i].hash);
        free(ciphers->items[i].encrypted);
    }
    EVP_CIPHER_free(ciphers->aes);
    EVP_MD_free(ciphers->sha);
    free(ciphers);
}

struct cipher *cipher_of(void *ciphers, unsigned worker) {
    return &((struct ciphers *)ciphers)->items[worker];
}

static bool hash(struct cipher *cipher, uint64_t *word) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    const bool good = EVP_DigestInit_ex(cipher->hash, cipher->ciphers->sha, NULL) == 1 &&
                      EVP_DigestUpdate(cipher->hash, cipher->encrypted, ENCRYPT_BLOCK_BYTES) == 1 &&
                      EVP_DigestFinal_ex(cipher->hash, digest, NULL) == 1;
    *word = good ? encrypt_word(digest) : 0;
    return good;
}

bool cipher_item(struct cipher *cipher, uint64_t item, uint64_t *word) {
    unsigned char counter[AES_BLOCK_BYTES];
    encrypt_counter(item * (ENCRYPT_BLOCK_BYTES / AES_BLOCK_BYTES), counter);
    int count;
    return EVP_EncryptInit_ex(cipher->stream, NULL, NULL, NULL, counter) == 1 &&
           EVP_EncryptUpdate(cipher->stream, cipher->encrypted, &count, cipher->ciphers->plain,
                             ENCRYPT_BLOCK_BYTES) == 1 &&
           count == ENCRYPT_BLOCK_BYTES && hash(cipher, word);
}

bool cipher_codebook(const unsigned char key[AES_KEY_BYTES], unsigned char *blocks, int bytes) {
    EVP_CIPHER_CTX *book = EVP_CIPHER_CTX_new();
    int count;
    const bool good = book && EVP_EncryptInit_ex(book, EVP_aes_256_ecb(), NULL, key, NULL) == 1 &&
                      EVP_CIPHER_CTX_set_padding(book, 0) == 1 &&
                      EVP_EncryptUpdate(book, blocks, &count, blocks, bytes) == 1 && count == bytes;
    EVP_CIPHER_CTX_free(book);
    return good;
}
