#include "order.h"

#include "check.h"

#include <stdbool.h>
#include <stdlib.h>

/* A launch and its kind, the first of its configurations as the data set counts them. */
struct start {
    uint32_t sequence; /* of its first row */
    bool seen;
    size_t kind;
    size_t round;  /* how many launches of its kind came before */
    size_t before; /* the place of the one before, by round */
};

static int by_sequence(const void *left, const void *right) {
    const struct start *a = left, *b = right;
    return (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

static int by_round(const void *left, const void *right) {
    const struct start *a = left, *b = right;
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    return by_sequence(left, right);
}

/* Launches that a file numbers are counted from 0 over all files. */
static size_t launches_room(const struct data *data) {
    size_t room = 0;
    for (size_t i = 0; i < data->count; i++)
        for (size_t r = 0; r < data->items[i].count; r++)
            if (data->items[i].items[r].launch >= room)
                room = (size_t)data->items[i].items[r].launch + 1;
    return room;
}

/* The launches in time order; returns how many. Free *starts. */
static size_t starts_make(const struct data *data, struct start **starts) {
    const size_t room = launches_room(data);
    size_t used = 0;
    struct start *all = must_alloc((room + 1) * sizeof *all);
    for (size_t i = 0; i < data->count; i++)
        for (size_t r = 0; r < data->items[i].count; r++) {
            const struct row *row = &data->items[i].items[r];
            struct start *start = &all[row->launch];
            if (!start->seen)
                *start = (struct start){row->sequence, true, i, 0, 0};
            else if (row->sequence < start->sequence)
                start->sequence = row->sequence;
        }
    for (size_t i = 0; i < room; i++)
        if (all[i].seen)
            all[used++] = all[i];
    qsort(all, used, sizeof *all, by_sequence);
    *starts = all;
    return used;
}

/* Numbers the launches of each kind; returns how many kinds there are. */
static size_t rounds_number(const struct data *data, struct start *starts, size_t count) {
    size_t kinds = 0;
    size_t *seen = must_alloc((data->count + 1) * sizeof *seen);
    for (size_t i = 0; i < count; i++) {
        starts[i].round = seen[starts[i].kind]++;
        kinds += starts[i].round == 0;
    }
    free(seen);
    return kinds;
}

/*
 * Neighbours in one round that stood the other way round in the one before. `starts` are sorted by
 * round, so that places in it compare as times do.
 */
static size_t swaps_count(const struct data *data, struct start *starts, size_t count) {
    size_t swaps = 0;
    size_t *last = must_alloc((data->count + 1) * sizeof *last);
    for (size_t i = 0; i < count; i++) {
        struct start *start = &starts[i];
        start->before = last[start->kind];
        last[start->kind] = i;
        if (i > 0 && start->round > 0 && starts[i - 1].round == start->round)
            swaps += starts[i - 1].before > start->before;
    }
    free(last);
    return swaps;
}

/*
 * Shuffled rounds put a kind behind itself once in a round at most, and with k kinds with a chance
 * of 1 / k; blocks do so with all launches but the first of a kind.
 */
static enum order_look look_of(const struct order *order) {
    if (order->kinds < 2 || order->launches < 2 * order->kinds)
        return ORDER_UNKNOWN;
    if (2 * order->repeats > order->launches - order->kinds)
        return ORDER_BLOCKED;
    return order->swaps ? ORDER_MIXED : ORDER_FIXED;
}

struct order order_find(const struct data *data) {
    struct start *starts;
    struct order order = {0};
    if (data->files_without_launch)
        return order;
    order.launches = starts_make(data, &starts);
    order.kinds = rounds_number(data, starts, order.launches);
    for (size_t i = 1; i < order.launches; i++)
        order.repeats += starts[i].kind == starts[i - 1].kind;
    qsort(starts, order.launches, sizeof *starts, by_round);
    order.swaps = swaps_count(data, starts, order.launches);
    free(starts);
    order.look = look_of(&order);
    return order;
}
