/*
 * http: asks a web server, one GET after the other.
 *
 * Item: one GET through libcurl. Without `url` the server is the project's own, one process for all
 * workers of a run on a node (peer.h), which answers after `latency` with `bytes` bytes that are a
 * function of (seed, item). With `keepalive` a worker keeps its connection from one item to the
 * next (the default, as libraries do); without, each item opens one. Class io: a GET is one
 * blocking call, and nearly all of it is waiting. Every GET has a limit of 10 s.
 *
 * Checksum: the digest of what came, mixed with the item. Expected: the digest of the bytes as they
 * must be, without a connection. What another server (`url`) sends is not known beforehand: there
 * an item counts if the answer was complete with status 200, whatever was in it.
 *
 * Why the loop stays: library calls, and what came enters the checksum.
 */
#include "http.h"

#include "kernel.h"
#include "mix.h"
#include "peer.h"
#include "peer_data.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { URL, LATENCY, BYTES, KEEPALIVE };

static const struct parameter parameters[] = {
    [URL] = {"url", "whom to ask (default: a server of our own)", PARAMETER_URL, 0, 0, 0},
    [LATENCY] = {"latency", "our server answers after", PARAMETER_TIME_NS, 20000000, 1000,
                 60000000000},
    [BYTES] = {"bytes", "our server's answers", PARAMETER_BYTES, 1024, 1, 1 << 26},
    [KEEPALIVE] = {"keepalive", "1: keep connections; 0: a new one for each", PARAMETER_COUNT, 1, 0,
                   1},
    {NULL, NULL, PARAMETER_COUNT, 0, 0, 0},
};

struct state {
    struct peer peer; /* our own server; not joined if the user named one */
    unsigned count;
    struct getter *getters[]; /* one per worker of the run, NULL until it is used */
};

static bool is_own(const struct problem *problem) {
    return !*problem->settings[URL].text;
}

static int setup(const struct problem *problem, void **state, const char **what) {
    *what = "memory for connections";
    struct state *made = calloc(1, sizeof *made + problem->workers * sizeof *made->getters);
    if (!made)
        return ENOMEM;
    made->count = problem->workers;
    made->peer.lease = made->peer.server = -1;
    const struct peer_options options = {
        .protocol = PEER_HTTP,
        .seed = problem->seed,
        .latency_ns = problem->settings[LATENCY].number,
        .bytes = problem->settings[BYTES].number,
    };
    const int error_number =
        is_own(problem) ? peer_join(&made->peer, problem->token, &options, what) : 0;
    if (error_number)
        free(made);
    else
        *state = made;
    return error_number;
}

static void teardown(void *state) {
    struct state *made = state;
    for (unsigned i = 0; i < made->count; i++)
        getter_free(made->getters[i]);
    if (made->peer.lease >= 0)
        peer_leave(&made->peer);
    free(made);
}

/* A page of our own server is named by its item; another server is asked for the same again. */
static void url_make(const struct state *state, const struct problem *problem, uint64_t item,
                     char url[HTTP_URL_MAX]) {
    if (is_own(problem))
        snprintf(url, HTTP_URL_MAX, "http://127.0.0.1:%u/%" PRIu64, state->peer.port, item);
    else
        snprintf(url, HTTP_URL_MAX, "%s", problem->settings[URL].text);
}

/* One GET as one blocking call; false after telling what failed. */
static bool get_once(struct getter *getter, const char *url, struct env *env, uint64_t *digest) {
    env->block_begin(env);
    const struct http_outcome outcome = getter_get(getter, url, digest);
    env->block_end(env);
    if (outcome.what)
        env->failed(env, outcome.what, outcome.error_number);
    return !outcome.what;
}

static struct getter *getter_of(struct state *state, const struct problem *problem,
                                struct env *env) {
    struct getter **getter = &state->getters[env->worker];
    if (!*getter && !(*getter = getter_make(problem->settings[KEEPALIVE].number == 1)))
        env->failed(env, "memory for a connection", ENOMEM);
    return *getter;
}

static uint64_t run(void *state, const struct problem *problem, struct range range,
                    struct env *env) {
    struct getter *getter = getter_of(state, problem, env);
    char url[HTTP_URL_MAX];
    uint64_t checksum = 0, digest;
    for (uint64_t i = range.begin; i < range.end && getter; i++) {
        url_make(state, problem, i, url);
        if (!get_once(getter, url, env, &digest))
            break;
        checksum += mix_pair(i, is_own(problem) ? digest : 0);
    }
    return checksum;
}

static uint64_t expected(const struct problem *problem) {
    uint64_t checksum = 0;
    for (uint64_t i = 0; i < problem->items; i++)
        checksum += mix_pair(
            i, is_own(problem) ? digest_expected(problem->seed, i, problem->settings[BYTES].number)
                               : 0);
    return checksum;
}

static struct work work(const struct problem *problem) {
    return (struct work){
        .bytes = is_own(problem) ? problem->items * problem->settings[BYTES].number : 0,
        .blocking_calls = problem->items,
    };
}

const struct kernel kernel_http = {
    .name = "http",
    .summary = "asks a web server: our own with a latency to choose, or any URL",
    .item = "one GET",
    .class = CLASS_IO,
    .default_size = 5,
    .items_per_look = 1,
    .nominal_ns_per_item = 20300000.0,
    .parameters = parameters,
    .unavailable = http_unavailable,
    .setup = setup,
    .run = run,
    .expected = expected,
    .teardown = teardown,
    .work = work,
};
