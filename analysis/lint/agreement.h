/*
 * Whether all rows that should agree do: "the checksum is the same for one work", "one program per
 * driver". The first value seen with a key is the one the others are held against.
 */
#ifndef CONVOY_AGREEMENT_H
#define CONVOY_AGREEMENT_H

#include "words.h"

#include <stddef.h>

struct agreement {
    struct words *keys, *values;
    word *first; /* the value of each key, by its word */
    size_t count, room;
    uint64_t rows, broken; /* rows looked at, those that differ from their key's first value */
    char *example;         /* the key of the first such row, NULL: there is none */
};

struct agreement agreement_new(void);
void agreement_free(struct agreement *);

/* `name` is what people call the key. An empty value says nothing and is passed over. */
void agreement_add(struct agreement *, const char *key, const char *name, const char *value);

#endif
