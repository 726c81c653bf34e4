/*
 * Numbers, times and lists as users write them. Every parser reads the whole string: leading
 * blanks, trailing characters, signs where none belong, overflow and values outside the stated
 * range are refused. They return NULL on success, otherwise a constant text saying what is wrong,
 * which fits into "--size: TEXT: 12x4".
 */
#ifndef CONVOY_TEXT_H
#define CONVOY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Readers return NULL, or what is wrong with the text in words that are valid until the next call
 * in this thread: they go into a message at once.
 */

/* "12", "3k" (1000), "4Ki" (1024), also M G Mi Gi; no sign, no fraction. */
const char *text_count(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *value);

/* "5ms", "100us", "1.5s", "2min": a non-negative decimal number with its unit, in nanoseconds. */
const char *text_time_ns(const char *text, uint64_t *value_ns);

/* "too large, at most 5s". */
const char *text_above_time(uint64_t maximum_ns);

/* "1,2,4" or "1-8" or "1-4,8", each within [1, maximum]; no duplicates. At most `room` values. */
const char *text_count_list(const char *text, uint64_t maximum, unsigned *values, size_t room,
                            size_t *count);

/* A finite decimal floating-point number, C locale. */
const char *text_real(const char *text, double *value);

/*
 * Shortest time text that text_time_ns reads back to the same value: "5ms", "1.5s"; exact below
 * 1e15 ns (11 days). text holds at least 32 bytes.
 */
void text_from_time_ns(uint64_t value_ns, char *text);

/* Shortest count text that text_count reads back: "200M", "64Ki", "12345". text: at least 32 bytes.
 */
void text_from_count(uint64_t value, char *text);

/*
 * "1.23 s", "45.6 ms", "7.89 us", "12.0 ns": three digits, for people; whole seconds from 1000 s
 * on. text holds at least 32 bytes.
 */
void text_for_people_s(double seconds, char *text);

/* Copies as much as fits into `room` bytes, always terminated. */
void text_copy(char *to, size_t room, const char *from);

/* Splits a copy of `text` at commas, trimming blanks. Free with text_list_free. */
struct text_list {
    char **items;
    size_t count;
};
struct text_list text_split(const char *text);
void text_list_free(struct text_list *);

/*
 * The candidate with the smallest edit distance to `text` (Levenshtein), or NULL if none is near
 * (more than a third of its letters and one differ). `names` ends with NULL.
 */
const char *text_nearest(const char *text, const char *const *names);

#endif
