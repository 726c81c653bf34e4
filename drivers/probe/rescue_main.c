/* The program of rescue.h. Its only argument is the path of the file that holds the order. */
#include "rescue.h"

#include "check.h"
#include "clock.h"
#include "compute.h"
#include "ranks.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MANAGER, POLL_NS = 50 * 1000 };

static const uint64_t none = UINT64_MAX;

/* To a worker. */
struct order {
    uint64_t task; /* `none`: there is no more */
    bool fatal;
};

/* To the manager: at the start the worker's process, then one per task. */
struct answer {
    pid_t process;
    uint64_t task, result;
};

/* What the manager knows of a rank. */
struct hand {
    struct pollfd alive; /* fd: a pidfd, readable at the end; -1: dead, or nobody looks */
    uint64_t task;       /* `none`: it waits for one */
    bool dead;
};

struct manager {
    const struct messages *messages;
    struct rescue *rescue;
    struct hand *hands; /* by rank; that of rank 0 is never used */
    unsigned ranks, living;
    uint64_t next, again; /* task that nobody had yet; one to be done again, or `none` */
    uint64_t done, requeued, *results;
};

/* --- a worker ----------------------------------------------------------------------------------
 */

/* Open MPI's own handler prints 30 lines and takes milliseconds. */
static _Noreturn void die(struct rescue *rescue) {
    signal(SIGSEGV, SIG_DFL);
    rescue->died_ns = clock_wall_ns();
    raise(SIGSEGV);
    abort();
}

static void receive(const struct messages *messages, void *data, size_t bytes) {
    while (!messages->arrived(MANAGER))
        clock_sleep_ns(POLL_NS);
    messages->receive(MANAGER, data, bytes);
}

static void work(const struct messages *messages, struct rescue *rescue) {
    struct answer answer = {.process = getpid()};
    struct order order;
    messages->send(MANAGER, &answer, sizeof answer);
    for (;;) {
        receive(messages, &order, sizeof order);
        if (order.task == none)
            return;
        compute_steps(rescue->steps);
        if (order.fatal)
            die(rescue);
        answer.task = order.task;
        answer.result = rescue_result(order.task);
        messages->send(MANAGER, &answer, sizeof answer);
    }
}

/* --- the manager -------------------------------------------------------------------------------
 */

static void meet_workers(struct manager *manager) {
    for (unsigned i = 1; i < manager->ranks; i++) {
        struct answer hello;
        const unsigned rank = manager->messages->receive(MESSAGES_ANY, &hello, sizeof hello);
        struct hand *hand = &manager->hands[rank];
        hand->task = none;
        hand->alive = (struct pollfd){.fd = -1, .events = POLLIN};
        if (manager->rescue->recover)
            hand->alive.fd = (int)syscall(SYS_pidfd_open, hello.process, 0);
    }
    manager->living = manager->ranks - 1;
}

/* `none`: all are handed out. */
static uint64_t take_task(struct manager *manager, bool *first_time) {
    const uint64_t again = manager->again;
    *first_time = again == none;
    manager->again = none;
    if (again != none)
        return again;
    return manager->next < manager->rescue->tasks ? manager->next++ : none;
}

static void hand_out(struct manager *manager) {
    for (unsigned rank = 1; rank < manager->ranks; rank++) {
        struct hand *hand = &manager->hands[rank];
        struct order order = {0}; /* padding, too: it travels as bytes */
        bool first_time;
        if (hand->dead || hand->task != none)
            continue;
        order.task = take_task(manager, &first_time);
        if (order.task == none)
            return;
        order.fatal = first_time && order.task == manager->rescue->fatal;
        hand->task = order.task;
        manager->messages->send(rank, &order, sizeof order);
    }
}

static void take_results(struct manager *manager) {
    struct answer answer;
    while (manager->messages->arrived(MESSAGES_ANY)) {
        const unsigned rank = manager->messages->receive(MESSAGES_ANY, &answer, sizeof answer);
        manager->results[answer.task] = answer.result;
        manager->hands[rank].task = none;
        manager->done++;
    }
}

/* A rank that ended in the middle of its task: somebody else gets it. */
static void bury(struct manager *manager, struct hand *hand) {
    manager->rescue->known_ns = clock_wall_ns();
    manager->again = hand->task;
    manager->requeued++;
    manager->living--;
    hand->dead = true;
    close(hand->alive.fd);
    hand->alive.fd = -1;
}

static void look_for_deaths(struct manager *manager) {
    for (unsigned rank = 1; rank < manager->ranks; rank++) {
        struct hand *hand = &manager->hands[rank];
        if (hand->alive.fd >= 0 && poll(&hand->alive, 1, 0) == 1)
            bury(manager, hand);
    }
}

static void send_home(const struct manager *manager) {
    const struct order end = {.task = none};
    for (unsigned rank = 1; rank < manager->ranks; rank++)
        if (!manager->hands[rank].dead)
            manager->messages->send(rank, &end, sizeof end);
}

static void hand_over(const struct manager *manager) {
    struct rescue *rescue = manager->rescue;
    memcpy(rescue->results, manager->results, rescue->tasks * sizeof *rescue->results);
    rescue->end_ns = clock_wall_ns();
    rescue->requeued = manager->requeued;
    rescue->done = manager->done;
}

/* Results are in this process's memory until all are there, as in any program: whatever ends it
 * takes them along. */
static void manage(const struct messages *messages, struct rescue *rescue, unsigned ranks) {
    struct manager manager = {.messages = messages,
                              .rescue = rescue,
                              .hands = must_alloc(ranks * sizeof(struct hand)),
                              .ranks = ranks,
                              .again = none,
                              .results = must_alloc(rescue->tasks * sizeof(uint64_t))};
    meet_workers(&manager);
    rescue->begin_ns = clock_wall_ns();
    while (manager.done < rescue->tasks && manager.living > 0) {
        hand_out(&manager);
        clock_sleep_ns(POLL_NS);
        take_results(&manager);
        look_for_deaths(&manager);
    }
    hand_over(&manager);
    send_home(&manager);
    free(manager.hands);
    free(manager.results);
}

/* ---------------------------------------------------------------------------------------------- */

static struct rescue *open_order(const char *path) {
    struct stat status;
    const int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0)
        return NULL;
    void *memory = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

int main(int argc, char **argv) {
    struct fault fault = {0};
    struct rank_place place;
    struct rescue *rescue = argc == 2 ? open_order(argv[1]) : NULL;
    if (!rescue) {
        fputs(LAUNCHED_RESCUE ": is started by convoy-omp --probe crash\n", stderr);
        return EXIT_USER;
    }
    if (!ranks_mpi.start(&argc, &argv, &place, &fault)) {
        fault_print(&fault, LAUNCHED_RESCUE);
        return EXIT_ENVIRONMENT;
    }
    if (place.rank == MANAGER)
        manage(ranks_mpi.messages, rescue, place.ranks);
    else
        work(ranks_mpi.messages, rescue);
    fflush(NULL);
    _exit(EXIT_DONE);
}
