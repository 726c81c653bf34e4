/*
 * FNV-1a, 64 bit (Fowler, Noll, Vo; draft-eastlake-fnv): short identities of configurations and
 * program files. Not for security.
 */
#ifndef CONVOY_HASH_H
#define CONVOY_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t count) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++)
        /* The analyzer does not know that open_memstream(3) fills what it hands out. */
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif
