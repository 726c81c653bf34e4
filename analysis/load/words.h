/*
 * Texts kept once: equal texts get the same number, so that rows hold numbers and comparing two
 * texts is comparing two numbers. Word 0 is always the empty text.
 */
#ifndef CONVOY_WORDS_H
#define CONVOY_WORDS_H

#include <stdint.h>

typedef uint32_t word;

struct words;

struct words *words_new(void);
void words_free(struct words *);

/* The number of `text`, which is copied when it is new. */
word words_keep(struct words *, const char *text);

/* The text of a word; valid until words_free. */
const char *words_text(const struct words *, word);

#endif
