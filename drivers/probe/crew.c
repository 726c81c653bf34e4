#include "crew.h"

enum { SPIN_NS = 50 * 1000 }; /* driver.c */

size_t crew_board_bytes(unsigned size) {
    return board_bytes(size * sizeof(struct tally));
}

struct tally *crew_tallies(const struct crew *crew) {
    return (struct tally *)(void *)crew->board->kernel_shared;
}

void crew_open_board(struct crew *crew, void *memory, unsigned processors) {
    crew->board = board_init(memory, crew->size, crew->size > processors ? 0 : SPIN_NS);
}

struct placement *crew_places(const struct machine *machine, unsigned first, unsigned count,
                              unsigned size, struct fault *fault) {
    const struct pin_request compact = {.policy = PIN_COMPACT, .text = "compact"};
    return placement_make(machine, &compact, first, count, size, fault);
}
