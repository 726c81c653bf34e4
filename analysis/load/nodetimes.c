#include "nodetimes.h"

#include "array.h"
#include "real.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One NAME=SECONDS of that length; false if it cannot be read. */
static bool node_read(const char *text, size_t length, struct words *words,
                      struct node_time *node) {
    char copy[320];
    double busy_s;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *sign = strrchr(copy, '=');
    if (!sign || sign == copy || !real_read(sign + 1, &busy_s) || !(busy_s > 0) || isinf(busy_s))
        return false;
    *sign = '\0';
    node->host = words_keep(words, copy);
    node->busy_s = (float)busy_s;
    return true;
}

const char *node_times_add(struct node_times *times, struct words *words, uint32_t launch,
                           const char *text) {
    struct node_time node = {.launch = launch};
    uint32_t nodes = 0;
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (!node_read(text, length, words, &node))
            return "not NAME=SECONDS NAME=SECONDS ... with positive times";
        ARRAY_PUSH(times, node);
        nodes++;
        text += length;
        text += *text == ' ';
    }
    if (nodes > times->nodes_most)
        times->nodes_most = nodes;
    return NULL;
}

void node_times_free(struct node_times *times) {
    free(times->items);
    *times = (struct node_times){0};
}
