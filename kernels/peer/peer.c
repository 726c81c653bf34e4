#include "peer.h"

#include "peer_loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TRIES = 5000,
    LEAVE_TRIES = 2000,
    TRY_NS = 1000 * 1000,
    WAIT_S = 10,
    BACKLOG = PEER_CONNECTIONS_MAX
};

/* The abstract name: a leading NUL instead of a path. */
static socklen_t name_make(struct sockaddr_un *name, uint64_t token) {
    *name = (struct sockaddr_un){.sun_family = AF_UNIX};
    const int length =
        snprintf(name->sun_path + 1, sizeof name->sun_path - 1, "convoy-peer-%016" PRIx64, token);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

static int socket_make(int domain) {
    return socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* No wait on a socket of ours is without an end. */
static int wait_limit(int made) {
    const struct timeval limit = {.tv_sec = WAIT_S};
    if (setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) ||
        setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit))
        return errno;
    return 0;
}

static int listen_tcp(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    *address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int made = socket_make(AF_INET);
    if (made < 0)
        return -1;
    if (bind(made, (struct sockaddr *)address, sizeof *address) == 0 &&
        getsockname(made, (struct sockaddr *)address, &length) == 0 && listen(made, BACKLOG) == 0)
        return made;
    const int error_number = errno;
    close(made);
    errno = error_number;
    return -1;
}

/* A descriptor for every client and lease, as far as the system allows. */
static void descriptors_raise(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * The server's process lets go of everything it was born with: a launcher waits for the end of its
 * output, a terminal for its group. Signals as they are by default.
 */
static void child_let_go(const struct peer_sockets *sockets) {
    setsid();
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        signal(signal_number, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    const int null = open("/dev/null", O_RDWR);
    for (int standard = 0; standard <= 2 && null >= 0; standard++)
        dup2(null, standard);
    const long most = sysconf(_SC_OPEN_MAX);
    for (int other = 3; other < (most > 0 && most < 65536 ? most : 65536); other++)
        if (other != sockets->leases && other != sockets->clients)
            close(other);
    descriptors_raise();
}

/* The server's process id, or -1. */
static pid_t server_start(const struct peer_sockets *sockets, const struct peer_options *options) {
    const pid_t server = fork();
    if (server == 0) {
        child_let_go(sockets);
        peer_loop(sockets, options);
    }
    return server;
}

/* Starts the server behind a name that is bound already. */
static int server_behind(struct peer *peer, int leases, const struct peer_options *options) {
    struct sockaddr_in address;
    struct peer_sockets sockets = {leases, listen_tcp(&address), 0};
    if (sockets.clients < 0)
        return errno;
    sockets.port = ntohs(address.sin_port);
    int error_number = listen(leases, BACKLOG) ? errno : 0;
    if (!error_number && (peer->server = server_start(&sockets, options)) < 0)
        error_number = errno;
    close(sockets.clients);
    return error_number;
}

/* 0: the server runs, started by us or by somebody else. */
static int server_ensure(struct peer *peer, uint64_t token, const struct peer_options *options) {
    struct sockaddr_un name;
    const socklen_t length = name_make(&name, token);
    const int leases = socket_make(AF_UNIX);
    if (leases < 0)
        return errno;
    int error_number = 0;
    if (bind(leases, (struct sockaddr *)&name, length) == 0)
        error_number = server_behind(peer, leases, options);
    else if (errno != EADDRINUSE)
        error_number = errno;
    close(leases);
    return error_number;
}

static void pause_short(void) {
    nanosleep(&(struct timespec){.tv_nsec = TRY_NS}, NULL);
}

/* The lease: the server sends its port and keeps the connection. */
static int lease_take(struct peer *peer, uint64_t token) {
    struct sockaddr_un name;
    const socklen_t length = name_make(&name, token);
    peer->lease = socket_make(AF_UNIX);
    if (peer->lease < 0)
        return errno;
    int error_number = wait_limit(peer->lease);
    if (!error_number && connect(peer->lease, (struct sockaddr *)&name, length))
        error_number = errno;
    if (!error_number && recv(peer->lease, &peer->port, sizeof peer->port, MSG_WAITALL) !=
                             (ssize_t)sizeof peer->port)
        error_number = ECONNREFUSED;
    if (error_number)
        close(peer->lease);
    return error_number;
}

int peer_join(struct peer *peer, uint64_t token, const struct peer_options *options,
              const char **what) {
    *what = "start the local server";
    peer->server = -1;
    int error_number = server_ensure(peer, token, options);
    /* Bound but not yet listening: whoever was first is about to. */
    for (int i = 0; i < TRIES && !error_number; i++) {
        error_number = lease_take(peer, token);
        if (error_number != ECONNREFUSED)
            return error_number;
        error_number = 0;
        pause_short();
    }
    return error_number ? error_number : ECONNREFUSED;
}

/* The server ends when the other processes have left, too, which they do at about the same time.
 * If one does not, whoever adopts our children will wait for it. */
void peer_leave(struct peer *peer) {
    close(peer->lease);
    if (peer->server < 0)
        return;
    for (int i = 0; i < LEAVE_TRIES && waitpid(peer->server, NULL, WNOHANG) == 0; i++)
        pause_short();
}

int peer_connect(const struct peer *peer) {
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(peer->port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int made = socket_make(AF_INET), on = 1;
    if (made < 0)
        return -1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int error_number = wait_limit(made);
    if (!error_number && connect(made, (const struct sockaddr *)&address, sizeof address) == 0)
        return made;
    error_number = error_number ? error_number : errno;
    close(made);
    errno = error_number;
    return -1;
}
