/*
 * A number in shared memory that one sets and others wait for, threads and processes alike: a
 * futex(2) behind a moment of looking.
 */
#ifndef CONVOY_WORD_H
#define CONVOY_WORD_H

#include <stdatomic.h>
#include <stdint.h>

/* Sets the word and wakes all who wait for it. What was written before is visible to them. */
void word_set(_Atomic uint32_t *, uint32_t value);

/*
 * Waits until the word is no longer `old`: looks at it for yield_ns, giving the PU away between any
 * two looks, then sleeps.
 */
void word_wait(_Atomic uint32_t *, uint32_t old, uint32_t yield_ns);

#endif
