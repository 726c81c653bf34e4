/* What the peer understands: HTTP/1.1 as far as a GET goes (RFC 9112), and the stream of stream.h.
 */
#include "peer_data.h"
#include "peer_loop.h"
#include "stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void in_remove(struct client *client, size_t count) {
    client->in_count -= count;
    memmove(client->in, client->in + count, client->in_count);
}

static void answer(struct client *client, uint64_t body_seed, uint64_t body_count) {
    client->phase = CLIENT_DUE;
    client->body_seed = body_seed;
    client->body_count = body_count;
    client->sent = 0;
}

/* "GET /ITEM HTTP/1.1"; NUL-terminated. */
static bool request_line_read(const char *text, uint64_t *item) {
    static const char start[] = "GET /";
    if (strncmp(text, start, strlen(start)) != 0)
        return false;
    char *end;
    *item = strtoull(text + strlen(start), &end, 10);
    return strncmp(end, " HTTP/1.", strlen(" HTTP/1.")) == 0;
}

/* Takes one head up to its empty line; a head that does not fit into `in` is no request of ours. */
static bool http_take(struct client *client, const struct peer_options *options) {
    const unsigned char *end = memmem(client->in, client->in_count, "\r\n\r\n", 4);
    if (!end)
        return client->in_count < CLIENT_IN_BYTES;
    const size_t length = (size_t)(end - client->in);
    char text[CLIENT_IN_BYTES];
    memcpy(text, client->in, length);
    text[length] = '\0';
    if (!request_line_read(text, &client->item))
        return false;
    client->last = strcasestr(text, "\r\nconnection: close") != NULL;
    in_remove(client, length + 4);
    client->head_count = (size_t)snprintf(
        client->head, sizeof client->head,
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %" PRIu64
        "\r\nConnection: %s\r\n\r\n",
        options->bytes, client->last ? "close" : "keep-alive");
    answer(client, options->seed, options->bytes);
    return true;
}

static uint64_t number_at(const unsigned char *bytes) {
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--)
        number = number << 8 | bytes[i];
    return number;
}

static void stream_head_take(struct client *client) {
    client->item = number_at(client->in);
    client->expected = number_at(client->in + 8);
    client->received = client->digest = 0;
    client->phase = CLIENT_BODY;
    in_remove(client, STREAM_HEAD_BYTES);
}

void client_body(struct client *client, const struct peer_options *options,
                 const unsigned char *bytes, size_t count) {
    client->digest = digest_add(client->digest, client->received, bytes, count);
    client->received += count;
    if (client->received < client->expected)
        return;
    for (int i = 0; i < STREAM_DIGEST_BYTES; i++)
        client->head[i] = (char)(client->digest >> 8 * i);
    client->head_count = STREAM_DIGEST_BYTES;
    answer(client, ~options->seed, client->expected);
}

static bool stream_take(struct client *client, const struct peer_options *options) {
    if (client->in_count < STREAM_HEAD_BYTES)
        return true;
    stream_head_take(client);
    const uint64_t left = client->expected;
    const size_t count = client->in_count < left ? client->in_count : (size_t)left;
    client_body(client, options, client->in, count);
    in_remove(client, count);
    return true;
}

bool client_take(struct client *client, const struct peer_options *options) {
    static bool (*const takes[])(struct client *, const struct peer_options *) = {
        [PEER_HTTP] = http_take, [PEER_STREAM] = stream_take};
    return takes[options->protocol](client, options);
}
