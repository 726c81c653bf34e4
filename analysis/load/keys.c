#include "keys.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing with linear probing; a slot holds number + 1, 0 means free. */
struct keys {
    size_t bytes; /* of a key */
    char *items;
    size_t count, room;
    uint32_t *slots;
    size_t slot_count; /* a power of two, at most half full */
};

enum { FIRST_ROOM = 32 };

/* Multiplication by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4) word by word;
 * the best bits are the upper ones. */
static size_t key_hash(const char *key, size_t bytes) {
    uint64_t hash = 0;
    for (size_t i = 0; i < bytes; i += sizeof(uint32_t)) {
        uint32_t part;
        memcpy(&part, key + i, sizeof part);
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return (size_t)hash;
}

static size_t slot_of(const struct keys *keys, const char *key) {
    size_t slot = key_hash(key, keys->bytes) & (keys->slot_count - 1);
    while (keys->slots[slot] &&
           memcmp(keys->items + (keys->slots[slot] - 1) * keys->bytes, key, keys->bytes) != 0)
        slot = (slot + 1) & (keys->slot_count - 1);
    return slot;
}

struct keys *keys_new(size_t bytes) {
    CHECK(bytes % sizeof(uint32_t) == 0);
    struct keys *keys = must_alloc(sizeof *keys);
    keys->bytes = bytes;
    keys->room = FIRST_ROOM;
    keys->items = must_alloc(keys->room * bytes);
    keys->slot_count = 2 * keys->room;
    keys->slots = must_alloc(keys->slot_count * sizeof *keys->slots);
    return keys;
}

void keys_free(struct keys *keys) {
    if (!keys)
        return;
    free(keys->items);
    free(keys->slots);
    free(keys);
}

static void keys_double(struct keys *keys) {
    keys->room *= 2;
    keys->items = must_realloc(keys->items, keys->room * keys->bytes);
    keys->slot_count = 2 * keys->room;
    free(keys->slots);
    keys->slots = must_alloc(keys->slot_count * sizeof *keys->slots);
    for (size_t i = 0; i < keys->count; i++)
        keys->slots[slot_of(keys, keys->items + i * keys->bytes)] = (uint32_t)i + 1;
}

uint32_t keys_keep(struct keys *keys, const void *key) {
    size_t slot = slot_of(keys, key);
    if (keys->slots[slot])
        return keys->slots[slot] - 1;
    CHECK(keys->count < UINT32_MAX - 1);
    if (keys->count == keys->room) {
        keys_double(keys);
        slot = slot_of(keys, key);
    }
    memcpy(keys->items + keys->count * keys->bytes, key, keys->bytes);
    keys->slots[slot] = (uint32_t)++keys->count;
    return (uint32_t)keys->count - 1;
}

uint32_t keys_find(const struct keys *keys, const void *key) {
    const uint32_t held = keys->slots[slot_of(keys, key)];
    return held ? held - 1 : KEYS_NONE;
}

size_t keys_count(const struct keys *keys) {
    return keys->count;
}

const void *keys_at(const struct keys *keys, uint32_t number) {
    CHECK(number < keys->count);
    return keys->items + number * keys->bytes;
}
