/*
 * The other end of a connection: a small server of the project's own, one for all processes of a
 * run on a node. It listens on the loopback interface only, serves at most PEER_CONNECTIONS_MAX
 * connections with a bounded memory for each, and ends when the last process of the run has left or
 * died: every process holds a lease, a connection to the server's name, and the system closes it
 * with the process.
 *
 * The name is an abstract socket (unix(7)) made from the run's token: whoever binds it first starts
 * the server, all others ask it for the port.
 */
#ifndef CONVOY_PEER_H
#define CONVOY_PEER_H

#include <stdint.h>
#include <sys/types.h>

enum { PEER_CONNECTIONS_MAX = 1024 };

enum peer_protocol {
    PEER_HTTP,  /* GET /ITEM answers with `bytes` bytes of data_byte, HTTP/1.1 with keep-alive */
    PEER_STREAM /* see stream.h */
};

struct peer_options {
    enum peer_protocol protocol;
    uint64_t seed;
    uint64_t latency_ns; /* between a request and the first byte of its answer */
    uint64_t bytes;      /* of an answer (PEER_HTTP) */
};

struct peer {
    int lease;
    uint16_t port; /* on 127.0.0.1 */
    pid_t server;  /* if this process started it, else -1 */
};

/* Finds or starts the run's server. 0, or an errno value with *what naming what failed. Waits at
 * most a few seconds. */
int peer_join(struct peer *, uint64_t token, const struct peer_options *, const char **what);
void peer_leave(struct peer *);

/* A connection to the peer with limits on every wait (10 s); -1 with errno. */
int peer_connect(const struct peer *);

#endif
