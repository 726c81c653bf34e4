#include "board.h"

#include "check.h"

size_t board_bytes(size_t kernel_shared_bytes) {
    return sizeof(struct board) + kernel_shared_bytes;
}

struct board *board_init(void *memory, unsigned workers_on_node, uint32_t spin_ns) {
    struct board *board = memory;
    pthread_mutexattr_t attributes;
    barrier_init(&board->barrier, workers_on_node, spin_ns);
    pool_init(&board->pool);
    CHECK(pthread_mutexattr_init(&attributes) == 0);
    CHECK(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_mutex_init(&board->critical, &attributes) == 0);
    pthread_mutexattr_destroy(&attributes);
    return board;
}
