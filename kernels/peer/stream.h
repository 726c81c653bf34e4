/*
 * The protocol of the kernel transfer, over one TCP connection, all numbers little-endian:
 *
 *     client  item (8 bytes), count (8 bytes), then `count` bytes: data of (seed, item)
 *     server  digest of what it received (8 bytes), then `count` bytes: data of (~seed, item)
 *
 * and again. Digests as in peer_data.h.
 */
#ifndef CONVOY_STREAM_H
#define CONVOY_STREAM_H

enum { STREAM_HEAD_BYTES = 16, STREAM_DIGEST_BYTES = 8 };

#endif
