#include "masks.h"

#include "check.h"
#include "measure.h"
#include "text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What each rank tells the others. */
struct note {
    char host[256], mask[PIN_TEXT_MAX];
};

static bool holds(const unsigned *list, size_t count, unsigned value) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == value)
            return true;
    return false;
}

/* Adds the PUs of one mask to a set without duplicates. */
static void unite(unsigned **set, size_t *count, const char *mask) {
    struct pin_request request = {0};
    if (pin_request_read(mask, &request) == NULL) {
        *set = must_realloc(*set, (*count + request.list_count) * sizeof **set);
        for (size_t i = 0; i < request.list_count; i++)
            if (!holds(*set, *count, request.list[i]))
                (*set)[(*count)++] = request.list[i];
    }
    pin_request_free(&request);
}

unsigned masks_count(const char *list) {
    unsigned *set = NULL;
    size_t count = 0;
    unite(&set, &count, list);
    free(set);
    return (unsigned)count;
}

static bool same_place(const struct pin_report *a, const struct pin_report *b) {
    return strcmp(a->requested, b->requested) == 0 && strcmp(a->host, b->host) == 0;
}

unsigned masks_crowded_from(const struct pin_report *pins, unsigned workers) {
    for (unsigned i = 0; i < workers; i++) {
        unsigned here = 1;
        for (unsigned j = 0; j < i; j++)
            here += same_place(&pins[i], &pins[j]);
        /* A list that was cut, "0,2,...", has room for more workers than can be told. */
        const unsigned pus = strstr(pins[i].requested, "...") ? 0 : masks_count(pins[i].requested);
        if (pus && here > pus)
            return i + 1;
    }
    return UINT_MAX;
}

static unsigned count_on_host(const struct note *notes, unsigned ranks, const char *host) {
    unsigned *set = NULL;
    size_t count = 0;
    for (unsigned i = 0; i < ranks; i++)
        if (strcmp(notes[i].host, host) == 0)
            unite(&set, &count, notes[i].mask);
    free(set);
    return (unsigned)count;
}

static bool first_of_host(const struct note *notes, unsigned rank) {
    for (unsigned i = 0; i < rank; i++)
        if (strcmp(notes[i].host, notes[rank].host) == 0)
            return false;
    return true;
}

/* Ranks with the host and the mask of one of them: all, and those before it. */
struct sharing {
    unsigned first, sharers;
};

static struct sharing share_of(const struct note *notes, unsigned ranks, unsigned rank) {
    struct sharing sharing = {0};
    for (unsigned i = 0; i < ranks; i++) {
        const bool same = strcmp(notes[i].host, notes[rank].host) == 0 &&
                          strcmp(notes[i].mask, notes[rank].mask) == 0;
        sharing.sharers += same;
        sharing.first += same && i < rank;
    }
    return sharing;
}

/* The root compares for all: with thousands of ranks everybody's notes are too much for each. */
struct masks masks_compare(const struct ranks *ranks, const struct rank_place *place,
                           const char *mask) {
    struct masks masks = {0};
    struct note mine = {"", ""};
    struct note *notes = place->rank == 0 ? must_alloc(place->ranks * sizeof *notes) : NULL;
    struct sharing *all = must_alloc(place->ranks * sizeof *all);
    text_copy(mine.host, sizeof mine.host, place->host);
    text_copy(mine.mask, sizeof mine.mask, mask);
    ranks->gather(&mine, sizeof mine, notes);
    for (unsigned i = 0; notes && i < place->ranks; i++) {
        all[i] = share_of(notes, place->ranks, i);
        if (first_of_host(notes, i))
            masks.places += count_on_host(notes, place->ranks, notes[i].host);
    }
    ranks->broadcast(all, place->ranks * sizeof *all);
    masks.first = all[place->rank].first;
    masks.sharers = all[place->rank].sharers;
    if (notes)
        masks.pus = count_on_host(notes, place->ranks, mine.host);
    free(all);
    free(notes);
    return masks;
}
