/*
 * Processes by MPI: no other file of the drivers includes mpi.h but the bare program that probe
 * spawn holds beside it (probe/bare/) and what convoy-sim puts before this one. Plain MPI-3.1, so
 * that Open MPI and MPICH both do. Ranks of a node share memory through MPI_Win_allocate_shared. In
 * the timed part of a run MPI is called only by kernels in lockstep (group_*) and, under dynamic
 * schedules, by the first ranks of nodes (node_*); all else goes through that memory. Nothing is
 * one-sided across nodes: a target that computes without calling MPI would let the others wait.
 */
#include "ranks.h"

#include "birth.h"
#include "check.h"
#include "clock.h"
#include "lockstep.h"
#include "text.h"

#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { MEET_POLL_NS = 20 * 1000, SHARE_ALIGNMENT = 4096 };

/* Of messages between the first ranks of nodes. */
enum { CLOCK_TAG = 2, NOTE_TAG = 3 };

static struct {
    MPI_Comm node;    /* ranks that can share memory */
    MPI_Comm leaders; /* first rank of every node; MPI_COMM_NULL elsewhere */
    MPI_Win shared;
    MPI_Comm group; /* of group_open; MPI_COMM_NULL in ranks outside */
} job;

static const char *version(void) {
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    MPI_Get_library_version(text, &length);
    text[strcspn(text, "\n")] = '\0';
    for (char *at = text; (at = strchr(at, '\t'));) /* as MPICH puts it */
        *at = ' ';
    return text;
}

enum { REQUESTS_MAX = 4 };

/*
 * Until MPI_Wait or MPI_Waitall has nothing left to wait for. A blocking call would poll all the
 * time, and MPICH's never gives its PU away: with more ranks than PUs every meeting then takes a
 * time slice per rank. As lockstep.h says: gives the PU away between looks, later sleeps.
 */
static void wait_for(int count, MPI_Request *requests) {
    const uint64_t until_ns = clock_wall_ns() + LOCKSTEP_YIELD_NS;
    MPI_Status statuses[REQUESTS_MAX];
    int done = 0;
    CHECK(count <= REQUESTS_MAX);
    while (MPI_Testall(count, requests, &done, statuses), !done) {
        if (clock_wall_ns() < until_ns)
            sched_yield();
        else
            clock_sleep_ns(MEET_POLL_NS);
    }
}

static void barrier(MPI_Comm comm) {
    MPI_Request request;
    MPI_Ibarrier(comm, &request);
    wait_for(1, &request);
}

static unsigned rank_of(MPI_Comm comm) {
    int rank;
    MPI_Comm_rank(comm, &rank);
    return (unsigned)rank;
}

static unsigned size_of(MPI_Comm comm) {
    int size;
    MPI_Comm_size(comm, &size);
    return (unsigned)size;
}

static void find_nodes(struct rank_place *place) {
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, (int)place->rank, MPI_INFO_NULL,
                        &job.node);
    place->node_rank = rank_of(job.node);
    place->node_size = size_of(job.node);
    MPI_Comm_split(MPI_COMM_WORLD, place->node_rank == 0 ? 0 : MPI_UNDEFINED, (int)place->rank,
                   &job.leaders);
    unsigned about[2] = {0, 0};
    if (place->node_rank == 0) {
        about[0] = rank_of(job.leaders);
        about[1] = size_of(job.leaders);
    }
    MPI_Request request;
    MPI_Ibcast(about, 2, MPI_UNSIGNED, 0, job.node, &request);
    wait_for(1, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
    place->node = about[0];
    place->nodes = about[1];
}

/* --- clocks of nodes ------------------------------------------------------------------------- */

enum { CLOCK_ROUNDS = 40 };

/* The root's side: tells the time to whoever asks, CLOCK_ROUNDS times to each other node. */
static void tell_time(unsigned nodes) {
    uint64_t now_ns;
    MPI_Status status;
    for (unsigned left = CLOCK_ROUNDS * (nodes - 1); left > 0; left--) {
        MPI_Recv(NULL, 0, MPI_BYTE, MPI_ANY_SOURCE, CLOCK_TAG, job.leaders, &status);
        now_ns = clock_wall_ns();
        MPI_Send(&now_ns, 1, MPI_UINT64_T, status.MPI_SOURCE, CLOCK_TAG, job.leaders);
    }
}

/*
 * The other side, after Cristian ("Probabilistic clock synchronization", Distributed Computing 3,
 * 1989): the root's answer was made somewhere between sending and receiving, so the middle of the
 * two is off by at most half of the round trip. The shortest of all round trips bounds it best.
 */
static void ask_time(struct rank_place *place) {
    uint64_t shortest_ns = UINT64_MAX;
    for (int i = 0; i < CLOCK_ROUNDS; i++) {
        uint64_t theirs_ns;
        const uint64_t sent_ns = clock_wall_ns();
        MPI_Send(NULL, 0, MPI_BYTE, 0, CLOCK_TAG, job.leaders);
        MPI_Recv(&theirs_ns, 1, MPI_UINT64_T, 0, CLOCK_TAG, job.leaders, MPI_STATUS_IGNORE);
        const uint64_t trip_ns = clock_wall_ns() - sent_ns;
        if (trip_ns >= shortest_ns)
            continue;
        shortest_ns = trip_ns;
        place->clock_offset_ns = (int64_t)(sent_ns + trip_ns / 2 - theirs_ns);
        place->clock_bound_ns = trip_ns / 2 + 1;
    }
}

/* Processes of one node have one clock. */
static void compare_clocks(struct rank_place *place) {
    if (place->nodes == 1)
        return;
    if (place->rank == 0)
        tell_time(place->nodes);
    else if (place->node_rank == 0)
        ask_time(place);
    int64_t about[2] = {place->clock_offset_ns, (int64_t)place->clock_bound_ns};
    MPI_Bcast(about, 2, MPI_INT64_T, 0, job.node);
    place->clock_offset_ns = about[0];
    place->clock_bound_ns = (uint64_t)about[1];
}

/* --------------------------------------------------------------------------------------------- */

static bool start(int *argc, char ***argv, struct rank_place *place, struct fault *fault) {
    int provided;
    struct rank_start at = {.main_ns = clock_wall_ns(), .born_ns = birth_ns()};
    MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided);
    at.init_ns = clock_wall_ns();
    barrier(MPI_COMM_WORLD);
    at.met_ns = clock_wall_ns();
    *place = (struct rank_place){
        .rank = rank_of(MPI_COMM_WORLD), .ranks = size_of(MPI_COMM_WORLD), .start = at};
    int length;
    char name[MPI_MAX_PROCESSOR_NAME];
    MPI_Get_processor_name(name, &length);
    text_copy(place->host, sizeof place->host, name);
    find_nodes(place);
    compare_clocks(place);
    barrier(MPI_COMM_WORLD);
    if (provided < MPI_THREAD_FUNNELED)
        return fault_environment(fault,
                                 "this MPI library allows no threads: MPI_THREAD_FUNNELED was "
                                 "asked for, MPI_Init_thread gave %s",
                                 provided == MPI_THREAD_SINGLE ? "MPI_THREAD_SINGLE" : "less");
    return true;
}

static void finish(void) {
    if (job.leaders != MPI_COMM_NULL)
        MPI_Comm_free(&job.leaders);
    MPI_Comm_free(&job.node);
    MPI_Finalize();
}

/* MPI promises no alignment of a window's base; the offset is the same in all ranks, which map
 * whole pages. */
static void *share(size_t bytes) {
    const bool owner = rank_of(job.node) == 0;
    char *base;
    MPI_Aint size;
    int unit;
    MPI_Win_allocate_shared(owner ? (MPI_Aint)(bytes + SHARE_ALIGNMENT) : 0, 1, MPI_INFO_NULL,
                            job.node, &base, &job.shared);
    MPI_Win_shared_query(job.shared, 0, &size, &unit, &base);
    base += -(uintptr_t)base % SHARE_ALIGNMENT;
    if (owner)
        memset(base, 0, bytes);
    barrier(job.node);
    return base;
}

static void share_end(void) {
    MPI_Win_free(&job.shared);
}

static void gather(const void *mine, size_t bytes, void *all) {
    CHECK(bytes <= INT32_MAX);
    MPI_Request request;
    MPI_Igather(mine, (int)bytes, MPI_BYTE, all, (int)bytes, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
    wait_for(1, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

static void broadcast(void *data, size_t bytes) {
    CHECK(bytes <= INT32_MAX);
    MPI_Request request;
    MPI_Ibcast(data, (int)bytes, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
    wait_for(1, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

/* A blocking MPI_Barrier polls and takes a core from whoever still computes: test and sleep. */
static void meet(void) {
    MPI_Request request;
    int done = 0;
    MPI_Ibarrier(job.leaders, &request);
    while (MPI_Test(&request, &done, MPI_STATUS_IGNORE), !done)
        clock_sleep_ns(MEET_POLL_NS);
}

/* So short a message leaves at once, whether its receiver calls MPI or not. */
static void node_send(unsigned node, const struct node_note *note) {
    MPI_Send(note->words, 2, MPI_UINT64_T, (int)node, NOTE_TAG, job.leaders);
}

static bool node_receive(unsigned *node, struct node_note *note) {
    MPI_Status status;
    int come;
    MPI_Iprobe(MPI_ANY_SOURCE, NOTE_TAG, job.leaders, &come, &status);
    if (!come)
        return false;
    *node = (unsigned)status.MPI_SOURCE;
    MPI_Recv(note->words, 2, MPI_UINT64_T, status.MPI_SOURCE, NOTE_TAG, job.leaders,
             MPI_STATUS_IGNORE);
    return true;
}

static void group_open(unsigned count) {
    const unsigned rank = rank_of(MPI_COMM_WORLD);
    MPI_Comm_split(MPI_COMM_WORLD, rank < count ? 0 : MPI_UNDEFINED, (int)rank, &job.group);
}

static void group_close(void) {
    if (job.group != MPI_COMM_NULL)
        MPI_Comm_free(&job.group);
}

static void group_sum(uint64_t *values, size_t count) {
    MPI_Request request;
    CHECK(count <= INT32_MAX);
    MPI_Iallreduce(MPI_IN_PLACE, values, (int)count, MPI_UINT64_T, MPI_SUM, job.group, &request);
    wait_for(1, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

/* Sending to MPI_PROC_NULL and receiving from it do nothing. */
static void group_exchange(const struct exchange *exchange) {
    const int rank = (int)rank_of(job.group), last = (int)size_of(job.group) - 1;
    const int previous = rank > 0 ? rank - 1 : MPI_PROC_NULL;
    const int next = rank < last ? rank + 1 : MPI_PROC_NULL;
    const int bytes = (int)exchange->bytes;
    MPI_Request requests[REQUESTS_MAX];
    MPI_Status statuses[REQUESTS_MAX];
    CHECK(exchange->bytes <= INT32_MAX);
    MPI_Irecv(exchange->from_previous, bytes, MPI_BYTE, previous, 0, job.group, &requests[0]);
    MPI_Irecv(exchange->from_next, bytes, MPI_BYTE, next, 0, job.group, &requests[1]);
    MPI_Isend(exchange->to_previous, bytes, MPI_BYTE, previous, 0, job.group, &requests[2]);
    MPI_Isend(exchange->to_next, bytes, MPI_BYTE, next, 0, job.group, &requests[3]);
    wait_for(REQUESTS_MAX, requests);
    MPI_Waitall(REQUESTS_MAX, requests, statuses);
}
enum { MESSAGE_TAG = 1 };

static void send_message(unsigned to, const void *data, size_t bytes) {
    CHECK(bytes <= INT32_MAX);
    MPI_Send(data, (int)bytes, MPI_BYTE, (int)to, MESSAGE_TAG, MPI_COMM_WORLD);
}

static unsigned receive_message(int from, void *data, size_t room) {
    MPI_Status status;
    CHECK(room <= INT32_MAX);
    MPI_Recv(data, (int)room, MPI_BYTE, from == MESSAGES_ANY ? MPI_ANY_SOURCE : from, MESSAGE_TAG,
             MPI_COMM_WORLD, &status);
    return (unsigned)status.MPI_SOURCE;
}

static bool message_arrived(int from) {
    int there;
    MPI_Iprobe(from == MESSAGES_ANY ? MPI_ANY_SOURCE : from, MESSAGE_TAG, MPI_COMM_WORLD, &there,
               MPI_STATUS_IGNORE);
    return there;
}

/* What is compared with send and receive above: nothing of ours is in it but the clock. */
static void bounce(unsigned other, bool first, void *data, size_t bytes, uint64_t rounds,
                   uint64_t every, uint64_t *took_ns) {
    const int length = (int)bytes, rank = (int)other;
    CHECK(bytes <= INT32_MAX);
    for (uint64_t round = 1; round <= rounds && first; round++) {
        const bool look = round % every == 0;
        const uint64_t before_ns = look ? clock_wall_ns() : 0;
        MPI_Send(data, length, MPI_BYTE, rank, MESSAGE_TAG, MPI_COMM_WORLD);
        MPI_Recv(data, length, MPI_BYTE, rank, MESSAGE_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (look)
            took_ns[round / every - 1] = clock_wall_ns() - before_ns;
    }
    for (uint64_t round = 1; round <= rounds && !first; round++) {
        MPI_Recv(data, length, MPI_BYTE, rank, MESSAGE_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        MPI_Send(data, length, MPI_BYTE, rank, MESSAGE_TAG, MPI_COMM_WORLD);
    }
}

static const struct messages messages = {
    .send = send_message, .receive = receive_message, .arrived = message_arrived, .bounce = bounce};

const struct ranks ranks_mpi = {
    .name = "mpi",
    .version = version,
    .start = start,
    .finish = finish,
    .share = share,
    .unshare = share_end,
    .gather = gather,
    .broadcast = broadcast,
    .meet = meet,
    .node_send = node_send,
    .node_receive = node_receive,
    .group_open = group_open,
    .group_close = group_close,
    .group_sum = group_sum,
    .group_exchange = group_exchange,
    .messages = &messages,
};
