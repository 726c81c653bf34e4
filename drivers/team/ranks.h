/*
 * One way to have several processes that work together. An implementation is one constant struct;
 * only mpi.c knows MPI. Every function but start is collective over all ranks and is called by
 * thread 0 of each rank only (MPI_THREAD_FUNNELED). A failing MPI call ends the job
 * (MPI_ERRORS_ARE_FATAL).
 */
#ifndef CONVOY_RANKS_H
#define CONVOY_RANKS_H

#include "exchange.h"
#include "fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When this process came to be; 0 where nobody knows. One clock for all processes of a node. */
struct rank_start {
    uint64_t exec_ns;                  /* the launcher was started */
    uint64_t born_ns;                  /* the launcher forked this process (birth.h) */
    uint64_t main_ns, init_ns, met_ns; /* in main(); MPI_Init over; through the first barrier */
};

/* Where this process stands. Ranks and nodes count from 0; rank 0 is the root. */
struct rank_place {
    unsigned rank, ranks;
    unsigned node, nodes;          /* nodes: groups of ranks that can share memory */
    unsigned node_rank, node_size; /* within the node */
    /*
     * This node's clock minus that of the root's node when the ranks had met, with the bound of its
     * error; 0 and 0 on the root's node. See mpi.c for how it is estimated.
     */
    int64_t clock_offset_ns;
    uint64_t clock_bound_ns;
    char host[256];
    struct rank_start start;
};

/*
 * Messages from one rank to another, by thread 0 of each; not collective. Between two ranks they
 * come in the order in which they were sent.
 */
struct messages {
    /* Returns when `data` may be used again. */
    void (*send)(unsigned to, const void *data, size_t bytes);
    /* Waits for a message of at most `room` bytes from that rank, or from any; returns its sender.
     */
    unsigned (*receive)(int from, void *data, size_t room);
    /* Whether a message from that rank, or from any, is there to be received; does not wait. */
    bool (*arrived)(int from);
    /*
     * A bare loop of sends and receives that bounces `data` between this rank and the other
     * `rounds` times; `first` begins. It gets the time of every `every`-th round trip, rounds /
     * every of them.
     */
    void (*bounce)(unsigned other, bool first, void *data, size_t bytes, uint64_t rounds,
                   uint64_t every, uint64_t *took_ns);
};

enum { MESSAGES_ANY = -1 };

/* What the first ranks of two nodes tell each other; what the words mean is theirs to agree on. */
struct node_note {
    uint64_t words[2];
};

struct ranks {
    const char *name;             /* "solo" or "mpi" */
    const char *(*version)(void); /* of the library, "" for none; constant text */
    /* Joins the other ranks and waits for all of them once. Removes arguments of its own from argv.
     */
    bool (*start)(int *argc, char ***argv, struct rank_place *, struct fault *);
    /* Leaves: no other function may be called after. */
    void (*finish)(void);
    /* Zeroed memory that all ranks of a node see, page-aligned. At most one piece at a time. */
    void *(*share)(size_t bytes);
    void (*unshare)(void);
    /* `bytes` from every rank, in the order of ranks, into `all` at the root; ignored elsewhere. */
    void (*gather)(const void *mine, size_t bytes, void *all);
    /* `bytes` from the root to everybody. */
    void (*broadcast)(void *data, size_t bytes);
    /*
     * Waits until the first ranks of all nodes are here, without burning a core. Called by the
     * first rank of every node only, and only if there is more than one node.
     */
    void (*meet)(void);
    /*
     * Notes between the first ranks of nodes, for deal.h; called by them only, and only if there is
     * more than one node. node_send returns at once; node_receive takes a note that has come, and
     * returns false at once if there is none.
     */
    void (*node_send)(unsigned node, const struct node_note *);
    bool (*node_receive)(unsigned *node, struct node_note *);
    /*
     * The first `count` ranks as a group, for lockstep.h; at most one at a time. group_open and
     * group_close are collective over all ranks, the other two over the group, and are called only
     * if it has more than one rank. They wait as lockstep.h says.
     */
    void (*group_open)(unsigned count);
    void (*group_close)(void);
    /* Sums modulo 2^64 over the group in place of the values. */
    void (*group_sum)(uint64_t *values, size_t count);
    /* With the ranks before and after this one; the first and the last rank have one only. */
    void (*group_exchange)(const struct exchange *);
    const struct messages *messages; /* NULL: there is only one rank */
};

extern const struct ranks ranks_solo; /* this process alone */
extern const struct ranks ranks_mpi;

#endif
