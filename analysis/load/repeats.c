#include "repeats.h"

#include "array.h"
#include "keys.h"
#include "words.h"

#include <stdbool.h>
#include <stdlib.h>

/* Launches are numbered in the order of the files, so that the first number of each file tells
 * whose a launch is. */
struct file {
    char *name;
    bool regular;
    dev_t device;
    ino_t inode;
    size_t first_launch;
};

struct launch {
    word run;
    uint32_t number, is_name;
};

struct repeats {
    struct file *items;
    size_t count, room;
    struct keys *launches; /* struct launch */
    struct words *names;   /* of runs and launches */
};

struct repeats *repeats_new(void) {
    struct repeats *repeats = must_alloc(sizeof *repeats);
    repeats->launches = keys_new(sizeof(struct launch));
    repeats->names = words_new();
    return repeats;
}

void repeats_free(struct repeats *repeats) {
    for (size_t i = 0; i < repeats->count; i++)
        free(repeats->items[i].name);
    free(repeats->items);
    keys_free(repeats->launches);
    words_free(repeats->names);
    free(repeats);
}

static bool is_same(const struct file *a, const struct file *b) {
    return a->regular && b->regular && a->device == b->device && a->inode == b->inode;
}

const char *repeats_file(struct repeats *repeats, const char *name, const struct stat *status) {
    struct file file = {
        .name = must_strdup(name),
        .first_launch = keys_count(repeats->launches),
    };
    if (status && S_ISREG(status->st_mode)) {
        file.regular = true;
        file.device = status->st_dev;
        file.inode = status->st_ino;
    }
    const char *same = NULL;
    for (size_t i = 0; i < repeats->count && !same; i++)
        if (is_same(&file, &repeats->items[i]))
            same = repeats->items[i].name;
    ARRAY_PUSH(repeats, file);
    return same;
}

const char *repeats_launch(struct repeats *repeats, const char *run, uint32_t number,
                           const char *name) {
    const struct launch launch = {
        .run = words_keep(repeats->names, run),
        .number = name ? words_keep(repeats->names, name) : number,
        .is_name = name != NULL,
    };
    size_t file = repeats->count - 1;
    const uint32_t known = keys_keep(repeats->launches, &launch);
    if (known >= repeats->items[file].first_launch)
        return NULL;
    while (known < repeats->items[file].first_launch)
        file--;
    return repeats->items[file].name;
}
