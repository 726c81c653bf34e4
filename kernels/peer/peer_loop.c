#include "peer_loop.h"

#include "peer_data.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* What epoll hands back for descriptors that are no client's; a client is its index. */
enum { EVENT_LEASES = PEER_CONNECTIONS_MAX, EVENT_CLIENTS, EVENT_TIMER, EVENT_LEASE };
enum { EVENTS = 64, PART_BYTES = 64 * 1024 };

struct server {
    const struct peer_sockets *sockets;
    const struct peer_options *options;
    int poll, timer;
    unsigned leases, connections;
    bool had_lease;
    bool full; /* takes no client until another one goes */
    /* A ring of clients whose answer is due later. The latency is the same for all, so the order
     * of requests is that of answers. */
    unsigned waiting[PEER_CONNECTIONS_MAX], first, waiting_count;
    struct client clients[PEER_CONNECTIONS_MAX];
    unsigned char part[PART_BYTES]; /* of an answer or of a request's body */
};

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void watch(const struct server *server, int operation, int descriptor, uint32_t events,
                  uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    epoll_ctl(server->poll, operation, descriptor, &event);
}

static unsigned index_of(const struct server *server, const struct client *client) {
    return (unsigned)(client - server->clients);
}

/* A full house takes no more: the rest waits in the backlog. */
static void full_set(struct server *server, bool full) {
    server->full = full;
    watch(server, EPOLL_CTL_MOD, server->sockets->clients, full ? 0 : EPOLLIN, EVENT_CLIENTS);
}

static void client_close(struct server *server, struct client *client) {
    close(client->socket);
    client->socket = -1;
    server->connections--;
    if (server->full)
        full_set(server, false);
}

/* The next part of an answer, from client->sent on; how many bytes. */
static size_t answer_fill(struct server *server, const struct client *client) {
    size_t count = 0;
    if (client->sent < client->head_count) {
        count = client->head_count - (size_t)client->sent;
        memcpy(server->part, client->head + client->sent, count);
    }
    const uint64_t offset = client->sent + count - client->head_count;
    const uint64_t left = client->body_count - offset, room = PART_BYTES - count;
    const size_t body = (size_t)(left < room ? left : room);
    data_fill(client->body_seed, client->item, offset, server->part + count, body);
    return count + body;
}

enum progress { PROGRESS_DONE, PROGRESS_LATER, PROGRESS_BROKEN };

static enum progress answer_send(struct server *server, struct client *client) {
    while (client->sent < client->head_count + client->body_count) {
        const size_t count = answer_fill(server, client);
        const ssize_t sent = send(client->socket, server->part, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return errno == EAGAIN ? PROGRESS_LATER : PROGRESS_BROKEN;
        client->sent += (uint64_t)sent;
    }
    client->phase = CLIENT_IDLE;
    return client->last ? PROGRESS_BROKEN : PROGRESS_DONE;
}

static void wait_begin(struct server *server, struct client *client) {
    client->due_ns = now_ns() + server->options->latency_ns;
    const unsigned end = (server->first + server->waiting_count++) % PEER_CONNECTIONS_MAX;
    server->waiting[end] = index_of(server, client);
    watch(server, EPOLL_CTL_MOD, client->socket, 0, index_of(server, client));
}

/* As far as the client can go without waiting. */
static void client_go_on(struct server *server, struct client *client) {
    const struct peer_options *options = server->options;
    for (;;) {
        enum progress progress = PROGRESS_DONE;
        if (client->phase == CLIENT_DUE && options->latency_ns > 0) {
            wait_begin(server, client);
            return;
        }
        if (client->phase == CLIENT_DUE)
            client->phase = CLIENT_ANSWER;
        if (client->phase == CLIENT_ANSWER)
            progress = answer_send(server, client);
        const size_t before = client->in_count;
        if (progress == PROGRESS_DONE && client->phase == CLIENT_IDLE &&
            !client_take(client, options))
            progress = PROGRESS_BROKEN;
        if (progress == PROGRESS_BROKEN) {
            client_close(server, client);
            return;
        }
        if (progress == PROGRESS_LATER || client->in_count == before) {
            const uint32_t events = progress == PROGRESS_LATER ? EPOLLOUT : EPOLLIN;
            watch(server, EPOLL_CTL_MOD, client->socket, events, index_of(server, client));
            return;
        }
    }
}

/* One piece of a request: its body straight into the server's buffer, else into the client's. */
static enum progress client_receive(struct server *server, struct client *client) {
    const bool body = client->phase == CLIENT_BODY;
    const uint64_t left = client->expected - client->received;
    const size_t room = !body               ? CLIENT_IN_BYTES - client->in_count
                        : left < PART_BYTES ? (size_t)left
                                            : PART_BYTES;
    unsigned char *into = body ? server->part : client->in + client->in_count;
    const ssize_t got = recv(client->socket, into, room, 0);
    if (got <= 0)
        return got < 0 && (errno == EAGAIN || errno == EINTR) ? PROGRESS_LATER : PROGRESS_BROKEN;
    if (body)
        client_body(client, server->options, server->part, (size_t)got);
    else
        client->in_count += (size_t)got;
    return PROGRESS_DONE;
}

static void client_event(struct server *server, struct client *client, uint32_t events) {
    if (client->socket < 0)
        return;
    if (client->phase ==
        CLIENT_DUE) { /* hung up while its answer waits: it gets it and is closed */
        watch(server, EPOLL_CTL_DEL, client->socket, 0, 0);
        client->last = true;
        return;
    }
    const bool sends = client->phase == CLIENT_ANSWER;
    const enum progress progress = sends ? PROGRESS_DONE : client_receive(server, client);
    if (progress == PROGRESS_BROKEN || (sends && !(events & EPOLLOUT)))
        client_close(server, client);
    else if (progress == PROGRESS_DONE)
        client_go_on(server, client);
}

static struct client *client_free(struct server *server) {
    for (unsigned i = 0; i < PEER_CONNECTIONS_MAX; i++)
        if (server->clients[i].socket < 0 && server->clients[i].phase != CLIENT_DUE)
            return &server->clients[i];
    return NULL;
}

static void clients_accept(struct server *server) {
    struct client *client = client_free(server);
    if (!client)
        return;
    const int socket = accept4(server->sockets->clients, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) {
        /* Out of descriptors: asking again at once would be a loop that never waits. */
        if ((errno == EMFILE || errno == ENFILE) && server->connections > 0)
            full_set(server, true);
        return;
    }
    *client = (struct client){.socket = socket};
    watch(server, EPOLL_CTL_ADD, socket, EPOLLIN, index_of(server, client));
    if (++server->connections == PEER_CONNECTIONS_MAX)
        full_set(server, true);
}

static void lease_accept(struct server *server) {
    const uint16_t port = server->sockets->port;
    const int lease = accept4(server->sockets->leases, NULL, NULL, SOCK_CLOEXEC);
    if (lease < 0)
        return;
    send(lease, &port, sizeof port, MSG_NOSIGNAL);
    watch(server, EPOLL_CTL_ADD, lease, EPOLLIN, EVENT_LEASE | (uint64_t)lease << 32);
    server->leases++;
    server->had_lease = true;
}

/* Nobody sends anything on a lease: whatever happens there is its end. */
static void lease_close(struct server *server, int lease) {
    close(lease);
    server->leases--;
}

static void event_handle(struct server *server, const struct epoll_event *event) {
    const uint32_t what = (uint32_t)event->data.u64;
    if (what == EVENT_LEASES)
        lease_accept(server);
    else if (what == EVENT_CLIENTS)
        clients_accept(server);
    else if (what == EVENT_LEASE)
        lease_close(server, (int)(event->data.u64 >> 32));
    else if (what < PEER_CONNECTIONS_MAX)
        client_event(server, &server->clients[what], event->events);
}

/* epoll_wait(2) counts in milliseconds; a timer wakes it in time for the next answer. */
static void timer_set(const struct server *server, uint64_t due_ns) {
    const struct itimerspec due = {.it_value = {.tv_sec = (time_t)(due_ns / 1000000000),
                                                .tv_nsec = (long)(due_ns % 1000000000)}};
    timerfd_settime(server->timer, TFD_TIMER_ABSTIME, &due, NULL);
}

/* Answers whose time has come. */
static void waiting_serve(struct server *server) {
    while (server->waiting_count > 0) {
        struct client *client = &server->clients[server->waiting[server->first]];
        if (client->due_ns > now_ns()) {
            timer_set(server, client->due_ns);
            return;
        }
        server->first = (server->first + 1) % PEER_CONNECTIONS_MAX;
        server->waiting_count--;
        client->phase = CLIENT_ANSWER;
        client_go_on(server, client);
    }
    timer_set(server, 0); /* off */
}

static struct server *server_make(const struct peer_sockets *sockets,
                                  const struct peer_options *options) {
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->sockets = sockets;
    server->options = options;
    server->poll = epoll_create1(EPOLL_CLOEXEC);
    server->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    for (unsigned i = 0; i < PEER_CONNECTIONS_MAX; i++)
        server->clients[i].socket = -1;
    fcntl(sockets->clients, F_SETFL, O_NONBLOCK);
    watch(server, EPOLL_CTL_ADD, sockets->leases, EPOLLIN, EVENT_LEASES);
    watch(server, EPOLL_CTL_ADD, sockets->clients, EPOLLIN, EVENT_CLIENTS);
    watch(server, EPOLL_CTL_ADD, server->timer, EPOLLIN, EVENT_TIMER);
    return server->poll < 0 || server->timer < 0 ? NULL : server;
}

void peer_loop(const struct peer_sockets *sockets, const struct peer_options *options) {
    struct server *server = server_make(sockets, options);
    prctl(PR_SET_NAME, "convoy-peer");
    prctl(PR_SET_TIMERSLACK, 1UL); /* answers are to be late by nothing but the loop itself */
    while (server && (server->leases > 0 || !server->had_lease)) {
        struct epoll_event events[EVENTS];
        waiting_serve(server);
        const int count = epoll_wait(server->poll, events, EVENTS, PEER_PATIENCE_MS);
        if (count < 0 && errno != EINTR)
            break;
        if (count == 0 && !server->had_lease)
            break; /* whoever started us died before it came */
        for (int i = 0; i < count; i++)
            event_handle(server, &events[i]);
    }
    _exit(0);
}
