/* Growing arrays of plain values: `items`, `count` and `room` live with their owner. */
#ifndef CONVOY_ARRAY_H
#define CONVOY_ARRAY_H

#include "check.h"

#include <stddef.h>

/* Room for at least count + 1 items of `size` bytes; the array may move. Doubles, so pushing n is
 * O(n). */
static inline void *array_grow(void *items, size_t count, size_t *room, size_t size) {
    if (count < *room)
        return items;
    *room = *room ? 2 * *room : size < 256 ? 4 : 1;
    return must_realloc(items, *room * size);
}

/* Appends `value` to list->items; list has the fields items, count and room. */
#define ARRAY_PUSH(list, value)                                                             \
    do {                                                                                    \
        (list)->items =                                                                     \
            array_grow((list)->items, (list)->count, &(list)->room, sizeof *(list)->items); \
        (list)->items[(list)->count++] = (value);                                           \
    } while (0)

#endif
