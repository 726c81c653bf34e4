#include "words.h"

#include "array.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing with linear probing; a slot holds word + 1, 0 means free. */
struct words {
    char **items;
    size_t count, room;
    word *slots;
    size_t slot_count; /* a power of two, at most half full */
};

enum { FIRST_SLOTS = 64 };

static size_t slot_of(const struct words *words, const char *text) {
    size_t slot = hash_bytes(HASH_START, text, strlen(text)) & (words->slot_count - 1);
    while (words->slots[slot] && strcmp(words->items[words->slots[slot] - 1], text) != 0)
        slot = (slot + 1) & (words->slot_count - 1);
    return slot;
}

static void slots_double(struct words *words) {
    words->slot_count *= 2;
    free(words->slots);
    words->slots = must_alloc(words->slot_count * sizeof *words->slots);
    for (size_t i = 0; i < words->count; i++)
        words->slots[slot_of(words, words->items[i])] = (word)i + 1;
}

struct words *words_new(void) {
    struct words *words = must_alloc(sizeof *words);
    words->slot_count = FIRST_SLOTS;
    words->slots = must_alloc(words->slot_count * sizeof *words->slots);
    words_keep(words, "");
    return words;
}

void words_free(struct words *words) {
    if (!words)
        return;
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i]);
    free(words->items);
    free(words->slots);
    free(words);
}

word words_keep(struct words *words, const char *text) {
    const size_t slot = slot_of(words, text);
    if (words->slots[slot])
        return words->slots[slot] - 1;
    ARRAY_PUSH(words, must_strdup(text));
    const word new_word = (word)words->count - 1;
    words->slots[slot] = new_word + 1;
    if (2 * words->count > words->slot_count)
        slots_double(words);
    return new_word;
}

const char *words_text(const struct words *words, word wanted) {
    CHECK(wanted < words->count);
    return words->items[wanted];
}
