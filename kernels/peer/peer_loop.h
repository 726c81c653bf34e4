/* The server behind a peer: one process, one loop. */
#ifndef CONVOY_PEER_LOOP_H
#define CONVOY_PEER_LOOP_H

#include "peer.h"

#include <stdbool.h>
#include <stddef.h>

/* Listening sockets: for leases (unix) and for clients (TCP), and the port of the latter. */
struct peer_sockets {
    int leases, clients;
    uint16_t port;
};

/* Serves until there was a lease and none is left, or none came for PEER_PATIENCE_MS. */
enum { PEER_PATIENCE_MS = 10000 };
void peer_loop(const struct peer_sockets *, const struct peer_options *);

/* --- one client ---------------------------------------------------------------------------- */

enum { CLIENT_IN_BYTES = 4096, CLIENT_HEAD_BYTES = 256 };

/* What a client's connection is about to do. */
enum client_phase {
    CLIENT_IDLE, /* between requests: in[] collects the next one's head */
    CLIENT_BODY, /* `expected` more bytes are to come, digested as they do */
    CLIENT_DUE,  /* the answer waits until due_ns */
    CLIENT_ANSWER
};

struct client {
    int socket; /* -1: free */
    enum client_phase phase;
    bool last; /* close behind the answer */
    uint64_t item, expected, received, digest;
    uint64_t due_ns;
    unsigned char in[CLIENT_IN_BYTES];
    size_t in_count;
    char head[CLIENT_HEAD_BYTES]; /* of the answer; its body is data of (seed, item) */
    size_t head_count;
    uint64_t body_seed, body_count, sent; /* `sent` counts head and body */
};

/*
 * Takes a request's head from client->in, if it is complete, and removes it; sets the phase. False:
 * no request of this protocol, the connection is to be closed.
 */
bool client_take(struct client *, const struct peer_options *);

/* Takes the next bytes of a request's body, at most expected - received; sets the phase. */
void client_body(struct client *, const struct peer_options *, const unsigned char *, size_t count);

#endif
