/*
 * Keys of a fixed size, kept once: equal bytes get the same number, counted from 0 in the order in
 * which they came. A key takes its size and 8 to 16 bytes.
 */
#ifndef CONVOY_KEYS_H
#define CONVOY_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct keys;

/* For keys of `bytes` bytes, a multiple of 4, without padding. */
struct keys *keys_new(size_t bytes);
void keys_free(struct keys *);

/* The number of a key, which is copied when it is new: then it is the count before the call. */
uint32_t keys_keep(struct keys *, const void *key);

/* The same without keeping it: KEYS_NONE if it is not there. */
#define KEYS_NONE UINT32_MAX
uint32_t keys_find(const struct keys *, const void *key);

size_t keys_count(const struct keys *);

/* The key of a number; valid until the next keys_keep. */
const void *keys_at(const struct keys *, uint32_t number);

#endif
