/* What travels between a kernel and its peer: bytes that are a function of (seed, item, position).
 */
#ifndef CONVOY_PEER_DATA_H
#define CONVOY_PEER_DATA_H

#include <stddef.h>
#include <stdint.h>

/* Bytes `offset` to `offset` + count - 1 of an item's data: the bytes of its words, lowest first.
 */
void data_fill(uint64_t seed, uint64_t item, uint64_t offset, unsigned char *bytes, size_t count);

/*
 * A digest of a stream that may come in pieces of any size: its words, weighted by their position
 * with odd weights, summed modulo 2^64, so that what changed or moved changes the sum. Returns the
 * digest with `count` bytes more, which stand at `offset`.
 */
uint64_t digest_add(uint64_t digest, uint64_t offset, const unsigned char *bytes, size_t count);

/* The digest of `count` bytes of an item's data, from the words and without the bytes. */
uint64_t digest_expected(uint64_t seed, uint64_t item, uint64_t count);

#endif
