/* The ciphers of the kernel encrypt, and what its expected value is made from, against the
 * standards' own examples. */
#include "cpu/encrypt.h"
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Bytes of a text of hexadecimal digits. */
static void bytes_of(const char *text, unsigned char *bytes) {
    for (; *text; text += 2) {
        const char pair[] = {text[0], text[1], '\0'};
        *bytes++ = (unsigned char)strtoul(pair, NULL, 16);
    }
}

static void check_hash(const char *message, uint64_t count, const char *wanted) {
    unsigned char digest[SHA256_BYTES], known[SHA256_BYTES];
    sha256_reference((const unsigned char *)message, count, digest);
    bytes_of(wanted, known);
    assert_memory_equal(digest, known, SHA256_BYTES);
}

/* NIST's examples for FIPS 180-4: one block, two blocks, and the empty message. */
static void reference_hash_is_sha256(void **unused) {
    (void)unused;
    check_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* SP 800-38A, F.5.5: what the first counter becomes. */
static void codebook_is_aes_256(void **unused) {
    (void)unused;
    if (cipher_unavailable())
        skip();
    unsigned char key[AES_KEY_BYTES], block[AES_BLOCK_BYTES], known[AES_BLOCK_BYTES];
    bytes_of("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", key);
    bytes_of("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", block);
    bytes_of("0bdf7df1591716335e9a8b15c860c502", known);
    assert_true(cipher_codebook(key, block, sizeof block));
    assert_memory_equal(block, known, sizeof block);
}

static void counters_are_big_endian(void **unused) {
    (void)unused;
    unsigned char counter[AES_BLOCK_BYTES], known[AES_BLOCK_BYTES];
    bytes_of("00000000000000000123456789abcdef", known);
    encrypt_counter(UINT64_C(0x0123456789abcdef), counter);
    assert_memory_equal(counter, known, sizeof counter);
}

/* No two items may share a part of the key stream, and a seed changes key and plain text. */
static void items_and_seeds_give_other_words(void **unused) {
    (void)unused;
    if (cipher_unavailable())
        skip();
    assert_int_not_equal(encrypt_reference(1, 0), encrypt_reference(1, 1));
    assert_int_not_equal(encrypt_reference(1, 0), encrypt_reference(2, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_hash_is_sha256),
        cmocka_unit_test(codebook_is_aes_256),
        cmocka_unit_test(counters_are_big_endian),
        cmocka_unit_test(items_and_seeds_give_other_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
