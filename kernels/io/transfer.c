/*
 * transfer: bytes up to a server and as many down again, over TCP on the loopback interface.
 *
 * Item: one round of `bytes` bytes up and `bytes` down on the worker's own connection, which is
 * opened with its first item (in the first repetition, by default a warm-up). The server is the
 * project's own, one process for all workers of a run (peer.h); both sides check what they
 * receive. Class io. A round is one blocking call; making and checking the bytes is computing, in
 * between. Every wait has a limit of 10 s.
 *
 * Checksum: the digest of what came down, mixed with the item; a digest of the server's that is not
 * that of what went up spoils it. Expected: the digest of the bytes as they must be, without a
 * connection.
 *
 * Why the loop stays: system calls, and the bytes enter the checksum.
 */
#include "kernel.h"
#include "mix.h"
#include "peer.h"
#include "peer_data.h"
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BYTES };

static const struct parameter parameters[] = {
    [BYTES] = {"bytes", "bytes per item in each direction", PARAMETER_BYTES, 256 * 1024, 1,
               1 << 26},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

/* One worker's end: its connection and room for a round. */
struct line {
    _Alignas(128) int socket; /* -1: not yet open */
    unsigned char *bytes;     /* STREAM_HEAD_BYTES + settings[BYTES] */
};

struct state {
    struct peer peer;
    unsigned count;
    struct line lines[]; /* one per worker of the run */
};

static void teardown(void *state) {
    struct state *made = state;
    for (unsigned i = 0; i < made->count; i++) {
        if (made->lines[i].socket >= 0)
            close(made->lines[i].socket);
        free(made->lines[i].bytes);
    }
    peer_leave(&made->peer);
    free(made);
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for connections";
    struct state *made =
        aligned_alloc(_Alignof(struct line), sizeof *made + problem->workers * sizeof(struct line));
    if (!made)
        return ENOMEM;
    for (made->count = 0; made->count < problem->workers; made->count++)
        made->lines[made->count] = (struct line){.socket = -1};
    const struct peer_options options = {.protocol = PEER_STREAM, .seed = problem->seed};
    const int error_number = peer_join(&made->peer, problem->token, &options, what);
    if (error_number)
        free(made);
    else
        *state = made;
    return error_number;
}

static bool send_all(int socket, const unsigned char *bytes, size_t count) {
    while (count > 0) {
        const ssize_t sent = TEMP_FAILURE_RETRY(send(socket, bytes, count, MSG_NOSIGNAL));
        if (sent < 0)
            return false;
        bytes += sent;
        count -= (size_t)sent;
    }
    return true;
}

/* A connection that ends early is one that was reset. */
static bool receive_all(int socket, unsigned char *bytes, size_t count) {
    while (count > 0) {
        const ssize_t got = TEMP_FAILURE_RETRY(recv(socket, bytes, count, 0));
        if (got <= 0) {
            errno = got < 0 ? errno : ECONNRESET;
            return false;
        }
        bytes += got;
        count -= (size_t)got;
    }
    return true;
}

static void number_put(unsigned char *bytes, uint64_t number) {
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t number_get(const unsigned char *bytes) {
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--)
        number = number << 8 | bytes[i];
    return number;
}

static void request_make(const struct problem *problem, uint64_t item, unsigned char *bytes) {
    const uint64_t count = problem->settings[BYTES].number;
    number_put(bytes, item);
    number_put(bytes + 8, count);
    data_fill(problem->seed, item, 0, bytes + STREAM_HEAD_BYTES, count);
}

/* The whole round as one blocking call; false after telling what failed. */
static bool round_once(const struct line *line, struct env *env, uint64_t count) {
    env->block_begin(env);
    const bool good = send_all(line->socket, line->bytes, STREAM_HEAD_BYTES + count) &&
                      receive_all(line->socket, line->bytes, STREAM_DIGEST_BYTES + count);
    /* SO_RCVTIMEO and SO_SNDTIMEO end a wait like a call that does not wait: socket(7). */
    const int error_number = errno == EAGAIN || errno == EWOULDBLOCK ? ETIMEDOUT : errno;
    env->block_end(env);
    if (!good)
        env->failed(env, "send to or receive from the local server", error_number);
    return good;
}

/* The item's word: the digest of what came down, spoiled if what went up arrived otherwise. */
static uint64_t answer_check(const struct problem *problem, uint64_t item,
                             const unsigned char *bytes) {
    const uint64_t count = problem->settings[BYTES].number;
    const uint64_t spoiled = number_get(bytes) ^ digest_expected(problem->seed, item, count);
    return digest_add(0, 0, bytes + STREAM_DIGEST_BYTES, count) + spoiled;
}

static bool line_open(struct state *state, struct line *line, struct env *env, uint64_t count) {
    if (line->socket >= 0)
        return true;
    line->bytes = line->bytes ? line->bytes : malloc(STREAM_HEAD_BYTES + count);
    line->socket = line->bytes ? peer_connect(&state->peer) : -1;
    if (line->socket < 0)
        env->failed(env, "connect to the local server", line->bytes ? errno : ENOMEM);
    return line->socket >= 0;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    struct state *made = state;
    struct line *line = &made->lines[env->worker];
    const uint64_t count = problem->settings[BYTES].number;
    uint64_t checksum = 0;
    if (range.begin == range.end || !line_open(made, line, env, count))
        return 0;
    for (uint64_t i = range.begin; i < range.end; i++) {
        request_make(problem, i, line->bytes);
        if (!round_once(line, env, count))
            break;
        checksum += mix_pair(i, answer_check(problem, i, line->bytes));
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    const uint64_t count = problem->settings[BYTES].number;
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(i, digest_expected(~problem->seed, i, count));
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){.bytes = 2 * problem->items * problem->settings[BYTES].number,
                         .blocking_calls = problem->items};
}

const struct kernel kernel_transfer = {
    .name = "transfer",
    .summary = "sends bytes to a local server over TCP and takes as many back",
    .item = "one round of bytes up and down",
    .class = CLASS_IO,
    .default_size = 200,
    .items_per_look = 1,
    .nominal_ns_per_item = 500000.0,
    .parameters = parameters,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
