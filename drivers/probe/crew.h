/*
 * The workers of probe metg and of tests/bench/overhead: threads of a process or ranks of a node.
 */
#ifndef CONVOY_CREW_H
#define CONVOY_CREW_H

#include "board.h"
#include "fault.h"
#include "pin.h"

/* What one worker knows of its crew. */
struct crew {
    struct board *board; /* shared by all; its kernel memory holds one `struct tally` per worker */
    unsigned index, size;
    double ns_per_item; /* of kernel_spin; the same for everybody */
};

/* What a worker leaves for the first one after a run, on a line of its own. */
struct tally {
    _Alignas(128) uint64_t busy_ns;
    uint64_t checksum;
};

size_t crew_board_bytes(unsigned size);

/* One per worker, by index. */
struct tally *crew_tallies(const struct crew *);

/*
 * Makes zeroed shared memory the crew's board. By the first worker, before the others use it.
 * Waiters spin as long as under the drivers; processors: of the machine.
 */
void crew_open_board(struct crew *, void *memory, unsigned processors);

/*
 * Where this process's workers go, neighbours side by side: workers first .. first+count-1 of
 * `size` in all. NULL after an environment fault; free with placement_free.
 */
struct placement *crew_places(const struct machine *, unsigned first, unsigned count, unsigned size,
                              struct fault *);

#endif
