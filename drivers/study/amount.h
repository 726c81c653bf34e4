/*
 * Lists of numbers that scale to the machine: "1,2,cores", "1..12", "1..2*cores x2", "pus/2".
 *
 *   N             a number, suffixes k M G Ki Mi Gi
 *   cores, pus    as many as the process may use on one node: cores, hardware threads (PUs)
 *   nodes         nodes of the run, 1 outside clusters
 *   N*WORD WORD/N N*WORD/M      times N, divided by M; rounded down, but at least 1
 *   cores*nodes, pus*nodes      of all nodes, with N and M as above
 *   A..B          all numbers from A to B (also A-B); at least A itself where B is smaller
 *   A..B x2       A, 2A, 4A ... and B itself
 *
 * Evaluated lists are ascending, without duplicates.
 */
#ifndef CONVOY_AMOUNT_H
#define CONVOY_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The machine a plan is made for, all at least 1: cores and PUs are those of one node. */
struct machine_size {
    unsigned cores, pus, nodes;
};

/* Bits of amount.words: the product of what they stand for. */
enum amount_word { AMOUNT_CORES = 1, AMOUNT_PUS = 2, AMOUNT_NODES = 4 };

struct amount {
    unsigned words;
    uint64_t factor, divisor;
};

struct amount_span {
    struct amount from, to;
    bool doubling;
};

struct amount_list {
    struct amount_span *spans;
    size_t count;
};

struct number_list {
    uint64_t *items;
    size_t count;
};

/* NULL on success, else what is wrong (a constant). Free with amount_list_free in either case. */
const char *amount_list_read(const char *text, struct amount_list *);
void amount_list_free(struct amount_list *);

/* Whether the list grows with the number of nodes. */
bool amount_list_has_nodes(const struct amount_list *);

/*
 * The numbers on that machine, to be freed with number_list_free. NULL on success, else what is
 * wrong: a number beyond `maximum`, or more than AMOUNT_VALUES_MAX of them.
 */
enum { AMOUNT_VALUES_MAX = 1024 };
const char *amount_list_numbers(const struct amount_list *, struct machine_size, uint64_t maximum,
                                struct number_list *);
void number_list_free(struct number_list *);
void number_list_add(struct number_list *, uint64_t);

#endif
