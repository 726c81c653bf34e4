/* What travels between the kernels and their server, and what the server makes of requests. */
#include "peer_data.h"
#include "peer_loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BYTES = 1003 };

static void any_pieces_are_the_same_data(void **state) {
    (void)state;
    unsigned char whole[BYTES], pieces[BYTES];
    data_fill(3, 5, 0, whole, BYTES);
    for (size_t size = 1; size <= 40; size++) {
        uint64_t digest = 0;
        for (size_t at = 0; at < BYTES; at += size) {
            const size_t count = BYTES - at < size ? BYTES - at : size;
            data_fill(3, 5, at, pieces + at, count);
            digest = digest_add(digest, at, pieces + at, count);
        }
        assert_memory_equal(pieces, whole, BYTES);
        assert_int_equal(digest, digest_expected(3, 5, BYTES));
    }
}

static void what_changes_or_moves_changes_the_digest(void **state) {
    (void)state;
    unsigned char bytes[BYTES];
    data_fill(3, 5, 0, bytes, BYTES);
    const uint64_t right = digest_add(0, 0, bytes, BYTES);
    for (size_t i = 0; i < BYTES; i++) {
        bytes[i] ^= 1;
        assert_int_not_equal(digest_add(0, 0, bytes, BYTES), right);
        bytes[i] ^= 1;
    }
    for (size_t i = 0; i + 9 < BYTES; i++) {
        const unsigned char kept = bytes[i];
        bytes[i] = bytes[i + 9];
        bytes[i + 9] = kept;
        if (bytes[i] != bytes[i + 9])
            assert_int_not_equal(digest_add(0, 0, bytes, BYTES), right);
        bytes[i + 9] = bytes[i];
        bytes[i] = kept;
    }
    assert_int_not_equal(digest_expected(3, 6, BYTES), right);
    assert_int_not_equal(digest_expected(4, 5, BYTES), right);
}

static const struct peer_options web = {.protocol = PEER_HTTP, .seed = 1, .bytes = 77};

static void put(struct client *client, const char *text) {
    memcpy(client->in + client->in_count, text, strlen(text));
    client->in_count += strlen(text);
}

/* Byte by byte, and two requests in one piece: the second stays. */
static void requests_are_taken_whole(void **state) {
    (void)state;
    static const char request[] = "GET /42 HTTP/1.1\r\nHost: x\r\n\r\n";
    struct client client = {0};
    for (size_t i = 0; request[i]; i++) {
        assert_int_equal(client.phase, CLIENT_IDLE);
        put(&client, (char[]){request[i], '\0'});
        assert_true(client_take(&client, &web));
    }
    assert_int_equal(client.phase, CLIENT_DUE);
    assert_int_equal(client.item, 42);
    assert_int_equal(client.in_count, 0);
    assert_int_equal(client.body_count, 77);
    assert_false(client.last);
    assert_non_null(strstr(client.head, "HTTP/1.1 200 OK\r\n"));
    assert_non_null(strstr(client.head, "\r\nContent-Length: 77\r\n"));
    client = (struct client){0};
    put(&client, "GET /1 HTTP/1.1\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    assert_true(client_take(&client, &web));
    assert_int_equal(client.item, 1);
    assert_true(client.last);
    assert_int_equal(client.in_count, strlen("GET /2 HTTP/1.1\r\n\r\n"));
}

static void nonsense_is_refused(void **state) {
    (void)state;
    static const char *const nonsense[] = {"POST /1 HTTP/1.1\r\n\r\n", "GET 1 HTTP/1.1\r\n\r\n",
                                           "GET /1\r\n\r\n", "\r\n\r\n", "GET /1 SMTP\r\n\r\n"};
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct client client = {0};
        put(&client, nonsense[i]);
        assert_false(client_take(&client, &web));
    }
    struct client client = {.in_count = CLIENT_IN_BYTES}; /* full and still no end */
    memset(client.in, 'x', sizeof client.in);
    assert_false(client_take(&client, &web));
}

/* Head and body in pieces; the answer begins with the digest of what came. */
static void streams_are_digested(void **state) {
    (void)state;
    static const struct peer_options stream = {.protocol = PEER_STREAM, .seed = 9};
    struct client client = {0};
    unsigned char bytes[BYTES];
    data_fill(9, 6, 0, bytes, BYTES);
    for (int i = 0; i < 8; i++) {
        client.in[i] = (unsigned char)(UINT64_C(6) >> 8 * i);
        client.in[8 + i] = (unsigned char)((uint64_t)BYTES >> 8 * i);
    }
    client.in_count = 15;
    assert_true(client_take(&client, &stream));
    assert_int_equal(client.phase, CLIENT_IDLE);
    memcpy(client.in + 16, bytes, 3);
    client.in_count = 19;
    assert_true(client_take(&client, &stream));
    assert_int_equal(client.phase, CLIENT_BODY);
    client_body(&client, &stream, bytes + 3, BYTES - 3);
    assert_int_equal(client.phase, CLIENT_DUE);
    assert_int_equal(client.digest, digest_expected(9, 6, BYTES));
    assert_int_equal(client.body_seed, ~UINT64_C(9));
    assert_int_equal(client.body_count, BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_pieces_are_the_same_data),
        cmocka_unit_test(what_changes_or_moves_changes_the_digest),
        cmocka_unit_test(requests_are_taken_whole),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(streams_are_digested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
