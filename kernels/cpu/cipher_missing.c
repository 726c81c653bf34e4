/* What the kernel encrypt says in a build without libcrypto. */
#include "encrypt.h"

#include <errno.h>
#include <stddef.h>

const char *cipher_unavailable(void) {
    return "built without libcrypto (Debian: libssl-dev)";
}

/* Never reached: the harness runs no kernel that is unavailable. */
int ciphers_make(unsigned workers, uint64_t seed, void **ciphers) {
    (void)workers;
    (void)seed;
    (void)ciphers;
    return ENOSYS;
}

struct cipher *cipher_of(void *ciphers, unsigned worker) {
    (void)ciphers;
    (void)worker;
    return NULL;
}

void ciphers_free(void *ciphers) {
    (void)ciphers;
}

bool cipher_item(struct cipher *cipher, uint64_t item, uint64_t *word) {
    (void)cipher;
    (void)item;
    (void)word;
    return false;
}

bool cipher_codebook(const unsigned char key[AES_KEY_BYTES], unsigned char *blocks, int bytes) {
    (void)key;
    (void)blocks;
    (void)bytes;
    return false;
}
